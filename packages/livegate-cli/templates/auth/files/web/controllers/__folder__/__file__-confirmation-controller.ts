// @if !live
import { emptyConfirmation, emptyConfirmationRequest } from "#web/components/__folder__/confirmation-page";
// @end
import { answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { ConfirmationSchema, EmailSchema } from "#domain/__context-file__/__file__";
import {
  confirmationNamed,
  confirmationPage,
  confirmationRequestNamed,
  confirmationRequestPage,
} from "#web/components/__folder__/confirmation-page";
import { expiredLinkPage } from "#web/components/__folder__/link-page";
import { paths } from "#web/paths";
import { visitorOf } from "#web/__file__-auth";
import type { AnyoneContext } from "../handler-context.ts";
import { sentForm } from "../sent-form.ts";

const pageTitle = "Confirm your address";

/** POST /__folder__/confirm: another mail. The answer is the same for every address. */
export async function create(c: AnyoneContext): Promise<Response> {
  const result = await __Context__.requestConfirmation((await sentForm(c))["__schema__"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, EmailSchema, confirmationRequestNamed)).withErrors(result.errors);
    return answerRefusal(c, result, confirmationRequestPage(form), { pageTitle });
  }
  putFlash(c, "info", "If the address waits for its confirmation, a link is on its way to it.");
  return c.redirect(String(paths.home()), 303);
}

/** POST /__folder__/confirm/:token: the address is proved. Nobody is logged in by it. */
export async function update(c: AnyoneContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const result = await __Context__.confirm(token, (await sentForm(c))["__schema__"], visitorOf(c));
  if (!result.ok) {
    const found = await __Context__.peek("confirm", token);
    const form = (await formOf(c, ConfirmationSchema, confirmationNamed)).withErrors(result.errors);
    const { current__Schema__ } = c.var;
    const page = found.ok ? confirmationPage({ form, token, ...found.value, current__Schema__ }) : expiredLinkPage();
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

// @if !live
/** GET /__folder__/confirm */
export const show = (c: AnyoneContext): Response | Promise<Response> =>
  c.render(confirmationRequestPage(emptyConfirmationRequest(c.var.current__Schema__?.email ?? null)), { pageTitle });

/** GET /__folder__/confirm/:token: says whose it is, and changes nothing by being looked at. */
export async function showLink(c: AnyoneContext): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const found = await __Context__.peek("confirm", token);
  if (!found.ok) return answerRefusal(c, found, expiredLinkPage(), { pageTitle });
  const { current__Schema__ } = c.var;
  return c.render(confirmationPage({ form: emptyConfirmation(), token, ...found.value, current__Schema__ }), {
    pageTitle,
  });
}
// @end
