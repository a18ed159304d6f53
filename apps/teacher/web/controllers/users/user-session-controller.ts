import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { LogInLinkSchema, LogInSchema } from "#domain/accounts/user";
import { expiredLinkPage, linkPage } from "#web/components/users/link-page";
import { logInLinkNamed, logInLinkPage, logInNamed, logInPage } from "#web/components/users/log-in-page";
import { paths } from "#web/paths";
import { logInUser, logOutUser, visitorOf } from "#web/user-auth";
import type { AnyoneContext, VisitorContext } from "../handler-context.ts";
import { returnToOf, sentForm } from "../sent-form.ts";
import { wayIn } from "./user-made-before-controller.ts";

/** POST /users/log_in: by the password, or by a link that is mailed. */
export async function create(c: VisitorContext): Promise<Response> {
  const sent = await sentForm(c);
  const byLink = sent["by"] === "link";
  const result = byLink
    ? await Accounts.requestLogInLink(sent["user"], visitorOf(c))
    : await Accounts.logInWithPassword(sent["user"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, LogInSchema, logInNamed)).withErrors(result.errors);
    return answerRefusal(c, result, logInPage({ form, returnTo: returnToOf(sent) }), { pageTitle: "Log in" });
  }
  if (result.value) {
    const { user } = result.value;
    const returnTo = await wayIn(user, sent["return_to"]);
    return logInUser(c, user, { method: "password", remember: sent["user"], returnTo });
  }
  putFlash(c, "info", "If the address is known here, a link is on its way to it. It works for ten minutes.");
  return c.redirect(String(paths.logIn({ return_to: returnToOf(sent) })), 303);
}

/** POST /users/log_in/:token: by the link that was mailed. */
export async function createByLink(c: AnyoneContext): Promise<Response> {
  const sent = await sentForm(c);
  const token = c.req.param("token") ?? "";
  const result = await Accounts.logInWithLink(token, sent["user"], visitorOf(c));
  if (result.ok) {
    const { user, voided } = result.value;
    const flash = {
      info: voided ? "Welcome! What somebody else had set up for this address is void." : "Welcome back!",
    };
    const returnTo = await wayIn(user, null);
    return logInUser(c, user, { method: "link", remember: sent["user"], returnTo, flash });
  }
  const found = await Accounts.peek("log_in", token);
  const form = (await formOf(c, LogInLinkSchema, logInLinkNamed)).withErrors(result.errors);
  const page = found.ok ? logInLinkPage({ form, token, ...found.value }) : expiredLinkPage();
  return answerRefusal(c, result, page, { pageTitle: "Log in" });
}

/** GET /users/log_out: asks, and never acts. */
export const confirmLogOut = (c: AnyoneContext): Response | Promise<Response> =>
  c.render(logOutPage, { pageTitle: "Log out" });

/** DELETE /users/log_out: ends this session, and its open pages in every tab. */
export const destroy = (c: AnyoneContext): Promise<Response> =>
  logOutUser(c, { flash: { info: "You are logged out." } });

const logOutPage = linkPage({
  id: "log-out",
  title: "Log out",
  lead: null,
  action: paths.logOut(),
  method: "delete",
  press: "Log out",
});
