// @if !live
import { emptyNewPassword, emptyResetRequest } from "#web/components/__folder__/reset-password-page";
// @end
import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { EmailSchema, NewPasswordSchema } from "#domain/__context-file__/__file__";
import { expiredLinkPage } from "#web/components/__folder__/link-page";
import {
  newPasswordNamed,
  newPasswordPage,
  resetRequestNamed,
  resetRequestPage,
} from "#web/components/__folder__/reset-password-page";
import { paths } from "#web/paths";
import { visitorOf } from "#web/__file__-auth";
import type { AnyoneContext } from "../handler-context.ts";
import { sentForm } from "../sent-form.ts";

const pageTitle = "A new password";

/** POST /__folder__/reset_password: a mail with a link. The answer is the same for every address. */
export async function create(c: AnyoneContext): Promise<Response> {
  const result = await __Context__.requestPasswordReset((await sentForm(c))["__schema__"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, EmailSchema, resetRequestNamed)).withErrors(result.errors);
    return answerRefusal(c, result, resetRequestPage(form), { pageTitle });
  }
  putFlash(c, "info", "If the address is known here, a link is on its way to it. It works for an hour.");
  return c.redirect(String(paths.logIn()), 303);
}

/** PUT /__folder__/reset_password/:token: the new password. All sessions end, and nobody is logged in by it. */
export async function update(c: AnyoneContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const result = await __Context__.resetPassword(token, (await sentForm(c))["__schema__"], visitorOf(c));
  if (!result.ok) {
    const found = await __Context__.peek("reset_password", token);
    const form = (await formOf(c, NewPasswordSchema, newPasswordNamed)).withErrors(result.errors);
    const page = found.ok ? newPasswordPage({ form, token, email: found.value.email }) : expiredLinkPage();
    return answerRefusal(c, result, page, { pageTitle });
  }
  putFlash(c, "info", "The new password is set. Log in with it.");
  return c.redirect(String(paths.logIn()), 303);
}

// @if !live
/** GET /__folder__/reset_password */
export const show = (c: AnyoneContext): Response | Promise<Response> =>
  c.render(resetRequestPage(emptyResetRequest()), { pageTitle });

/** GET /__folder__/reset_password/:token: says whose it is, and changes nothing by being looked at. */
export async function showLink(c: AnyoneContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const found = await __Context__.peek("reset_password", token);
  if (!found.ok) return answerRefusal(c, found, expiredLinkPage(), { pageTitle });
  return c.render(newPasswordPage({ form: emptyNewPassword(), token, email: found.value.email }), { pageTitle });
}
// @end
