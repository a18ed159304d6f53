import { html } from "livegate";
import { type Refusal, answerRefusal } from "livegate/auth";
import { type PlugEnv, readForm } from "livegate/plug";
import type { Context } from "hono";
import { Accounts, accountPaths, logInUser, visitorOf } from "./accounts.ts";

type C = Context<PlugEnv>;

/** POST /log_in. */
export async function logIn(c: C): Promise<Response> {
  const result = await Accounts.logInWithPassword(await sentForm(c), visitorOf(c));
  return result.ok ? logInUser(c, result.value.user, { method: "password", remember: true }) : refusal(c, result);
}

/** POST /log_in_link. */
export async function requestLogInLink(c: C): Promise<Response> {
  return done(c, await Accounts.requestLogInLink(await sentForm(c), visitorOf(c)));
}

/** POST /register: in "verified" the answer tells nothing. */
export async function register(c: C): Promise<Response> {
  return done(c, await Accounts.register(await sentForm(c), visitorOf(c)));
}

/** POST /reset_password. */
export async function requestPasswordReset(c: C): Promise<Response> {
  return done(c, await Accounts.requestPasswordReset(await sentForm(c), visitorOf(c)));
}

function done(c: C, result: { readonly ok: true } | Refusal): Response | Promise<Response> {
  return result.ok ? c.redirect(String(accountPaths.home()), 303) : refusal(c, result);
}

const refusal = (c: C, result: Refusal): Response | Promise<Response> =>
  answerRefusal(c, result, html`<p>${Object.values(result.errors).flat().join(" ")}</p>`);

async function sentForm(c: C): Promise<Readonly<Record<string, unknown>>> {
  const form = await readForm(c);
  return form.ok ? form.params : {};
}
