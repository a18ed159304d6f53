import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { ProofSchema } from "#domain/accounts/user";
import { proofNamed, reauthenticationPage } from "#web/components/users/reauthentication-page";
import { paths } from "#web/paths";
import { grantSudo, visitorOf } from "#web/user-auth";
import type { UserContext } from "../handler-context.ts";
import { returnToOf, sentForm } from "../sent-form.ts";

/** POST /users/reauthenticate: the password, or the code that was mailed, shows who is there. */
export async function create(c: UserContext): Promise<Response> {
  const { currentUser } = c.var;
  const sent = await sentForm(c);
  const returnTo = returnToOf(sent);
  const byMail = sent["by"] === "mail";
  const result = byMail
    ? await Accounts.requestCode(currentUser, visitorOf(c))
    : await Accounts.reauthenticate(currentUser, sent["user"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, ProofSchema, proofNamed)).withErrors(result.errors);
    const page = reauthenticationPage({ currentUser, form, returnTo });
    return answerRefusal(c, result, page, { pageTitle: "Is it you?" });
  }
  if (result.value) return grantSudo(c, result.value, { to: paths.settings(), returnTo });
  putFlash(c, "info", "A code is on its way to you. It works for ten minutes.");
  return c.redirect(String(paths.reauthenticate({ return_to: returnTo })), 303);
}
