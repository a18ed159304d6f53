import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { ConfirmationSchema, EmailSchema } from "#domain/accounts/user";
import {
  confirmationNamed,
  confirmationPage,
  confirmationRequestNamed,
  confirmationRequestPage,
} from "#web/components/users/confirmation-page";
import { expiredLinkPage } from "#web/components/users/link-page";
import { paths } from "#web/paths";
import { visitorOf } from "#web/user-auth";
import type { AnyoneContext } from "../handler-context.ts";
import { sentForm } from "../sent-form.ts";

const pageTitle = "Confirm your address";

/** POST /users/confirm: another mail. The answer is the same for every address. */
export async function create(c: AnyoneContext): Promise<Response> {
  const result = await Accounts.requestConfirmation((await sentForm(c))["user"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, EmailSchema, confirmationRequestNamed)).withErrors(result.errors);
    return answerRefusal(c, result, confirmationRequestPage(form), { pageTitle });
  }
  putFlash(c, "info", "If the address waits for its confirmation, a link is on its way to it.");
  return c.redirect(String(paths.home()), 303);
}

/** POST /users/confirm/:token: the address is proved. Nobody is logged in by it. */
export async function update(c: AnyoneContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const result = await Accounts.confirm(token, (await sentForm(c))["user"], visitorOf(c));
  if (!result.ok) {
    const found = await Accounts.peek("confirm", token);
    const form = (await formOf(c, ConfirmationSchema, confirmationNamed)).withErrors(result.errors);
    const { currentUser } = c.var;
    const page = found.ok ? confirmationPage({ form, token, ...found.value, currentUser }) : expiredLinkPage();
    return answerRefusal(c, result, page, { pageTitle });
  }
  const { voided } = result.value;
  putFlash(
    c,
    "info",
    voided ? "The address is confirmed. Now choose a password of your own." : "The address is confirmed.",
  );
  return c.redirect(String(voided ? paths.resetPassword() : paths.home()), 303);
}
