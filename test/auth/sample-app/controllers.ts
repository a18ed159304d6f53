import type { Context } from "hono";
import { answerRefusal } from "livegate/auth";
import { readForm } from "livegate/plug";
import type { Accounts, User } from "./accounts.ts";
import { formPage } from "./pages.ts";
import { paths } from "./paths.ts";
import type { SampleAuth } from "./user-auth.ts";

/** A handler behind `fetchCurrentUser`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a handler of any route
type AnyContext = Context<any>;

async function fieldsOf(c: AnyContext): Promise<Readonly<Record<string, unknown>>> {
  const form = await readForm(c);
  return form.ok ? form.params : {};
}

export function controllersOf(
  accounts: Accounts,
  { logInUser, logOutUser, grantSudo, renewUserSession, visitorOf }: SampleAuth,
) {
  return {
    async register(c: AnyContext) {
      const { user, return_to: returnTo } = await fieldsOf(c);
      const result = await accounts.register(user, visitorOf(c));
      if (!result.ok) return answerRefusal(c, result, formPage("Register", result.errors));
      if (!result.value.user) return c.redirect("/", 303);
      const flash = { info: "Welcome!" };
      return logInUser(c, result.value.user, { method: "registration", remember: user, returnTo, flash });
    },
    async logIn(c: AnyContext) {
      const { user, return_to: returnTo } = await fieldsOf(c);
      const result = await accounts.logInWithPassword(user, visitorOf(c));
      if (!result.ok) return answerRefusal(c, result, formPage("Log in", result.errors), { pageTitle: "Log in" });
      return logInUser(c, result.value.user, {
        method: "password",
        remember: user,
        returnTo,
        flash: { info: "Welcome back!" },
      });
    },
    async logInByLink(c: AnyContext) {
      const { user } = await fieldsOf(c);
      const result = await accounts.logInWithLink(c.req.param("token"), user, visitorOf(c));
      if (!result.ok) return answerRefusal(c, result, formPage("Log in", result.errors));
      return logInUser(c, result.value.user, { method: "link", remember: user });
    },
    async previewLink(c: AnyContext) {
      const result = await accounts.peek("log_in", c.req.param("token"));
      if (!result.ok) return answerRefusal(c, result, formPage("Log in", result.errors));
      return c.render(formPage(`Log in as ${result.value.email}`));
    },
    async changePassword(c: AnyContext) {
      const { user } = await fieldsOf(c);
      const result = await accounts.changePassword(c.get("currentUser") as User, user, visitorOf(c));
      if (!result.ok) return answerRefusal(c, result, formPage("Settings", result.errors));
      return renewUserSession(c, { to: paths.settings(), flash: { info: "Password changed." } });
    },
    async reauthenticate(c: AnyContext) {
      const { user } = await fieldsOf(c);
      const result = await accounts.reauthenticate(c.get("currentUser") as User, user, visitorOf(c));
      return result.ok ? grantSudo(c, result.value) : answerRefusal(c, result, formPage("Sudo", result.errors));
    },
    logOut: (c: AnyContext) => logOutUser(c, { flash: { info: "Logged out." } }),
  };
}
