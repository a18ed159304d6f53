// @if !live
import { emptyRegistration } from "#web/components/__folder__/registration-page";
// @end
import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { RegistrationSchema } from "#domain/__context-file__/__file__";
import { registrationNamed, registrationPage } from "#web/components/__folder__/registration-page";
import { paths } from "#web/paths";
import { logIn__Schema__, visitorOf } from "#web/__file__-auth";
import type { VisitorContext } from "../handler-context.ts";
import { returnToOf, sentForm } from "../sent-form.ts";

/** POST /__folder__/register: a new account, which is logged in at once; or, where that waits for the mail, the way to it. */
export async function create(c: VisitorContext): Promise<Response> {
  const sent = await sentForm(c);
  const result = await __Context__.register(sent["__schema__"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, RegistrationSchema, registrationNamed)).withErrors(result.errors);
    const page = registrationPage({ form, returnTo: returnToOf(sent) });
    return answerRefusal(c, result, page, { pageTitle: "Register" });
  }
  const { user } = result.value;
  if (user)
    return logIn__Schema__(c, user, { method: "registration", returnTo: sent["return_to"], flash: { info: WELCOME } });
  putFlash(c, "info", "A mail is on its way to you. It says how to go on.");
  return c.redirect(String(paths.logIn()), 303);
}

const WELCOME = "Welcome! A mail is on its way to you, with a link that confirms your address.";

// @if !live
/** GET /__folder__/register */
export const show = (c: VisitorContext): Response | Promise<Response> =>
  c.render(registrationPage({ form: emptyRegistration(), returnTo: c.req.query("return_to") ?? null }), {
    pageTitle: "Register",
  });
// @end
