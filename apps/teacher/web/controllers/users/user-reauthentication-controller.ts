import { answerRefusal, answerSheet } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { ProofSchema } from "#domain/accounts/user";
import { proofNamed, reauthenticationPage } from "#web/components/users/reauthentication-page";
import { paths } from "#web/paths";
import { grantSudo, visitorOf } from "#web/user-auth";
import type { UserContext } from "../handler-context.ts";
import { heldOf, returnToOf, sentForm } from "../sent-form.ts";

const codeMailed = "A code is on its way to you. It works for ten minutes.";

/**
 * POST /users/reauthenticate: the password, or the code that was mailed, shows who is there. The form stands on a page of its own,
 * or on the sheet of a live page, which then stays.
 */
export async function create(c: UserContext): Promise<Response> {
  const { currentUser } = c.var;
  const sent = await sentForm(c);
  const returnTo = returnToOf(sent);
  const held = heldOf(sent);
  const result =
    sent["by"] === "mail"
      ? await Accounts.requestCode(currentUser, visitorOf(c))
      : await Accounts.reauthenticate(currentUser, sent["user"], visitorOf(c));
  if (!result.ok && held !== null) return answerSheet(c, result);
  if (!result.ok) {
    const form = (await formOf(c, ProofSchema, proofNamed)).withErrors(result.errors);
    const page = reauthenticationPage({ currentUser, form, returnTo });
    return answerRefusal(c, result, page, { pageTitle: "Is it you?" });
  }
  if (result.value) return grantSudo(c, result.value, { to: paths.settings(), returnTo, held });
  if (held !== null) return answerSheet(c, { note: codeMailed });
  putFlash(c, "info", codeMailed);
  return c.redirect(String(paths.reauthenticate({ return_to: returnTo })), 303);
}
