import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { EmailSchema, NewPasswordSchema } from "#domain/accounts/user";
import { expiredLinkPage } from "#web/components/users/link-page";
import {
  newPasswordNamed,
  newPasswordPage,
  resetRequestNamed,
  resetRequestPage,
} from "#web/components/users/reset-password-page";
import { paths } from "#web/paths";
import { visitorOf } from "#web/user-auth";
import type { AnyoneContext } from "../handler-context.ts";
import { sentForm } from "../sent-form.ts";

const pageTitle = "A new password";

/** POST /users/reset_password: a mail with a link. The answer is the same for every address. */
export async function create(c: AnyoneContext): Promise<Response> {
  const result = await Accounts.requestPasswordReset((await sentForm(c))["user"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, EmailSchema, resetRequestNamed)).withErrors(result.errors);
    return answerRefusal(c, result, resetRequestPage(form), { pageTitle });
  }
  putFlash(c, "info", "If the address is known here, a link is on its way to it. It works for an hour.");
  return c.redirect(String(paths.logIn()), 303);
}

/** PUT /users/reset_password/:token: the new password. All sessions end, and nobody is logged in by it. */
export async function update(c: AnyoneContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const result = await Accounts.resetPassword(token, (await sentForm(c))["user"], visitorOf(c));
  if (!result.ok) {
    const found = await Accounts.peek("reset_password", token);
    const form = (await formOf(c, NewPasswordSchema, newPasswordNamed)).withErrors(result.errors);
    const page = found.ok ? newPasswordPage({ form, token, email: found.value.email }) : expiredLinkPage();
    return answerRefusal(c, result, page, { pageTitle });
  }
  putFlash(c, "info", "The new password is set. Log in with it.");
  return c.redirect(String(paths.logIn()), 303);
}
