import { answerRefusal, answerSheet } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { ProofSchema } from "#domain/__context-file__/__file__";
// @if live
import { proofNamed, reauthenticationPage } from "#web/components/__folder__/reauthentication-page";
// @else
import { emptyProof, proofNamed, reauthenticationPage } from "#web/components/__folder__/reauthentication-page";
// @end
import { paths } from "#web/paths";
import { grantSudo, visitorOf } from "#web/__file__-auth";
import type { __Schema__Context } from "../handler-context.ts";
import { heldOf, returnToOf, sentForm } from "../sent-form.ts";

const codeMailed = "A code is on its way to you. It works for ten minutes.";

/**
 * POST /__folder__/reauthenticate: the password, or the code that was mailed, shows who is there. The form stands on a page of its
 * own, or on the sheet of a live page, which then stays.
 */
export async function create(c: __Schema__Context): Promise<Response> {
  const { current__Schema__ } = c.var;
  const sent = await sentForm(c);
  const returnTo = returnToOf(sent);
  const held = heldOf(sent);
  const result =
    sent["by"] === "mail"
      ? await __Context__.requestCode(current__Schema__, visitorOf(c))
      : await __Context__.reauthenticate(current__Schema__, sent["__schema__"], visitorOf(c));
  if (!result.ok && held !== null) return answerSheet(c, result);
  if (!result.ok) {
    const form = (await formOf(c, ProofSchema, proofNamed)).withErrors(result.errors);
    const page = reauthenticationPage({ current__Schema__, form, returnTo });
    return answerRefusal(c, result, page, { pageTitle: "Is it you?" });
  }
  if (result.value) return grantSudo(c, result.value, { to: paths.settings(), returnTo, held });
  if (held !== null) return answerSheet(c, { note: codeMailed });
  putFlash(c, "info", codeMailed);
  return c.redirect(String(paths.reauthenticate({ return_to: returnTo })), 303);
}

// @if !live
/** GET /__folder__/reauthenticate: asks who is there. */
export const show = (c: __Schema__Context): Response | Promise<Response> => {
  const returnTo = returnToOf(c.req.query());
  return c.render(reauthenticationPage({ current__Schema__: c.var.current__Schema__, form: emptyProof(), returnTo }), {
    pageTitle: "Is it you?",
  });
};
// @end
