// @if !live
import { emptyLogIn, emptyLogInLink } from "#web/components/__folder__/log-in-page";
// @end
import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { LogInLinkSchema, LogInSchema } from "#domain/__context-file__/__file__";
import { expiredLinkPage, linkPage } from "#web/components/__folder__/link-page";
import { logInLinkNamed, logInLinkPage, logInNamed, logInPage } from "#web/components/__folder__/log-in-page";
import { paths } from "#web/paths";
import { logIn__Schema__, logOut__Schema__, visitorOf } from "#web/__file__-auth";
import type { AnyoneContext, VisitorContext } from "../handler-context.ts";
import { returnToOf, sentForm } from "../sent-form.ts";

/** POST /__folder__/log_in: by the password, or by a link that is mailed. */
export async function create(c: VisitorContext): Promise<Response> {
  const sent = await sentForm(c);
  const byLink = sent["by"] === "link";
  const result = byLink
    ? await __Context__.requestLogInLink(sent["__schema__"], visitorOf(c))
    : await __Context__.logInWithPassword(sent["__schema__"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, LogInSchema, logInNamed)).withErrors(result.errors);
    return answerRefusal(c, result, logInPage({ form, returnTo: returnToOf(sent) }), { pageTitle: "Log in" });
  }
  if (result.value) {
    return logIn__Schema__(c, result.value.user, {
      method: "password",
      remember: sent["__schema__"],
      returnTo: sent["return_to"],
    });
  }
  putFlash(c, "info", "If the address is known here, a link is on its way to it. It works for ten minutes.");
  return c.redirect(String(paths.logIn({ return_to: returnToOf(sent) })), 303);
}

/** POST /__folder__/log_in/:token: by the link that was mailed. */
export async function createByLink(c: AnyoneContext): Promise<Response> {
  const sent = await sentForm(c);
  const token = c.req.param("token") ?? "";
  const result = await __Context__.logInWithLink(token, sent["__schema__"], visitorOf(c));
  if (result.ok) {
    const { user, voided } = result.value;
    const flash = {
      info: voided ? "Welcome! What somebody else had set up for this address is void." : "Welcome back!",
    };
    return logIn__Schema__(c, user, { method: "link", remember: sent["__schema__"], flash });
  }
  const found = await __Context__.peek("log_in", token);
  const form = (await formOf(c, LogInLinkSchema, logInLinkNamed)).withErrors(result.errors);
  const page = found.ok ? logInLinkPage({ form, token, ...found.value }) : expiredLinkPage();
  return answerRefusal(c, result, page, { pageTitle: "Log in" });
}

/** GET /__folder__/log_out: asks, and never acts. */
export const confirmLogOut = (c: AnyoneContext): Response | Promise<Response> =>
  c.render(logOutPage, { pageTitle: "Log out" });

/** DELETE /__folder__/log_out: ends this session, and its open pages in every tab. */
export const destroy = (c: AnyoneContext): Promise<Response> =>
  logOut__Schema__(c, { flash: { info: "You are logged out." } });

const logOutPage = linkPage({
  id: "log-out",
  title: "Log out",
  lead: null,
  action: paths.logOut(),
  method: "delete",
  press: "Log out",
});

// @if !live
/** GET /__folder__/log_in */
export const show = (c: VisitorContext): Response | Promise<Response> =>
  c.render(logInPage({ form: emptyLogIn(), returnTo: c.req.query("return_to") ?? null }), { pageTitle: "Log in" });

/** GET /__folder__/log_in/:token: says whose it is, and changes nothing by being looked at. */
export async function showLink(c: AnyoneContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const found = await __Context__.peek("log_in", token);
  if (!found.ok) return answerRefusal(c, found, expiredLinkPage(), { pageTitle: "Log in" });
  return c.render(logInLinkPage({ form: emptyLogInLink(), token, ...found.value }), { pageTitle: "Log in" });
}
// @end
