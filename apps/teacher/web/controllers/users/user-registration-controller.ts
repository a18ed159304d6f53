import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { RegistrationSchema } from "#domain/accounts/user";
import { registrationNamed, registrationPage } from "#web/components/users/registration-page";
import { paths } from "#web/paths";
import { logInUser, visitorOf } from "#web/user-auth";
import type { VisitorContext } from "../handler-context.ts";
import { returnToOf, sentForm } from "../sent-form.ts";

/** POST /users/register: a new account, which is logged in at once; or, where that waits for the mail, the way to it. */
export async function create(c: VisitorContext): Promise<Response> {
  const sent = await sentForm(c);
  const result = await Accounts.register(sent["user"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, RegistrationSchema, registrationNamed)).withErrors(result.errors);
    const page = registrationPage({ form, returnTo: returnToOf(sent) });
    return answerRefusal(c, result, page, { pageTitle: "Register" });
  }
  const { user } = result.value;
  if (user)
    return logInUser(c, user, { method: "registration", returnTo: sent["return_to"], flash: { info: WELCOME } });
  putFlash(c, "info", "A mail is on its way to you. It says how to go on.");
  return c.redirect(String(paths.logIn()), 303);
}

const WELCOME = "Welcome! A mail is on its way to you, with a link that confirms your address.";
