// @if !live
import { emptyDeletion } from "#web/components/__folder__/deletion-page";
import { emailChangePage, emailUndoPage } from "#web/components/__folder__/email-link-page";
// @end
import { type Refusal, answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { DeletionSchema, EmailChangeSchema, PasswordChangeSchema } from "#domain/__context-file__/__file__";
import { deletionNamed, deletionPage } from "#web/components/__folder__/deletion-page";
import { expiredLinkPage } from "#web/components/__folder__/link-page";
import {
  type SettingsForms,
  emailChangeNamed,
  emptySettings,
  passwordChangeNamed,
  settingsPage,
} from "#web/components/__folder__/settings-page";
import { paths } from "#web/paths";
import { logOut__Schema__, renew__Schema__Session, visitorOf } from "#web/__file__-auth";
import type { AnyoneContext, __Schema__Context } from "../handler-context.ts";
import { sentForm } from "../sent-form.ts";

/** PUT /__folder__/settings: what is to change stands in the field `change`. */
export async function update(c: __Schema__Context): Promise<Response> {
  const sent = await sentForm(c);
  switch (sent["change"]) {
    case "password":
      return changePassword(c, sent["__schema__"]);
    case "code":
      return mailCode(c);
    default:
      return c.redirect(String(paths.settings()), 303);
  }
}

/** PUT /__folder__/settings/email: mails a link to the new address. */
export async function changeEmail(c: __Schema__Context): Promise<Response> {
  const sent = (await sentForm(c))["__schema__"];
  const result = await __Context__.requestEmailChange(c.var.current__Schema__, sent, visitorOf(c));
  if (!result.ok) {
    const email = (await formOf(c, EmailChangeSchema, emailChangeNamed)).withErrors(result.errors);
    return answerSettings(c, result, { email });
  }
  putFlash(c, "info", "A link is on its way to the new address. Nothing changes before it is opened.");
  return c.redirect(String(paths.settings()), 303);
}

async function changePassword(c: __Schema__Context, sent: unknown): Promise<Response> {
  const result = await __Context__.changePassword(c.var.current__Schema__, sent, visitorOf(c));
  if (!result.ok) {
    const password = (await formOf(c, PasswordChangeSchema, passwordChangeNamed)).withErrors(result.errors);
    return answerSettings(c, result, { password });
  }
  return renew__Schema__Session(c, {
    to: paths.settings(),
    flash: { info: "The password has changed. Your other sessions have ended." },
  });
}

async function mailCode(c: __Schema__Context): Promise<Response> {
  const result = await __Context__.requestCode(c.var.current__Schema__, visitorOf(c));
  if (!result.ok) return answerSettings(c, result, {});
  putFlash(c, "info", "A code is on its way to you. It works for ten minutes.");
  return c.redirect(String(paths.settings()), 303);
}

function answerSettings(c: __Schema__Context, refusal: Refusal, changed: Partial<SettingsForms>) {
  const { current__Schema__ } = c.var;
  const page = settingsPage({ current__Schema__, forms: { ...emptySettings(current__Schema__), ...changed } });
  return answerRefusal(c, refusal, page, { pageTitle: "Settings" });
}

/** POST /__folder__/settings/confirm_email/:token: the address changes, whoever is logged in here. */
export async function confirmEmail(c: AnyoneContext): Promise<Response> {
  const result = await __Context__.changeEmail(c.req.param("token") ?? "", visitorOf(c));
  if (!result.ok) return answerRefusal(c, result, expiredLinkPage(), { pageTitle: "Your new address" });
  putFlash(c, "info", `The account now has the address ${result.value.user.email}.`);
  return c.redirect(String(c.var.current__Schema__ ? paths.settings() : paths.logIn()), 303);
}

/** POST /__folder__/settings/undo_email/:token: the former address is back, and everybody is logged out. */
export async function undoEmail(c: AnyoneContext): Promise<Response> {
  const result = await __Context__.undoEmailChange(c.req.param("token") ?? "", visitorOf(c));
  if (!result.ok) return answerRefusal(c, result, expiredLinkPage(), { pageTitle: "Your address" });
  putFlash(c, "info", "Your address is back, and everybody is logged out. Choose a new password now.");
  return c.redirect(String(paths.resetPassword()), 303);
}

/** DELETE /__folder__/delete: the account, and what the app deletes with it. */
export async function destroy(c: __Schema__Context): Promise<Response> {
  const { current__Schema__ } = c.var;
  const result = await __Context__.deleteAccount(current__Schema__, (await sentForm(c))["__schema__"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, DeletionSchema, deletionNamed)).withErrors(result.errors);
    return answerRefusal(c, result, deletionPage({ current__Schema__, form }), { pageTitle: "Delete my account" });
  }
  return logOut__Schema__(c, { flash: { info: "Your account is deleted." } });
}

// @if !live
/** GET /__folder__/settings */
export function show(c: __Schema__Context): Response | Promise<Response> {
  const { current__Schema__ } = c.var;
  return c.render(settingsPage({ current__Schema__, forms: emptySettings(current__Schema__) }), {
    pageTitle: "Settings",
  });
}

/** GET /__folder__/delete: asks, and never acts. */
export const confirmDestroy = (c: __Schema__Context): Response | Promise<Response> =>
  c.render(deletionPage({ current__Schema__: c.var.current__Schema__, form: emptyDeletion() }), {
    pageTitle: "Delete my account",
  });

/** GET /__folder__/settings/confirm_email/:token: says which address, and changes nothing by being looked at. */
export const showConfirmEmail = (c: AnyoneContext): Promise<Response> => showEmailLink(c, "change_email");

/** GET /__folder__/settings/undo_email/:token: says which address, and changes nothing by being looked at. */
export const showUndoEmail = (c: AnyoneContext): Promise<Response> => showEmailLink(c, "undo_email");

async function showEmailLink(c: AnyoneContext, purpose: "change_email" | "undo_email"): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const found = await __Context__.peek(purpose, token);
  const pageTitle = "Your address";
  if (!found.ok) return answerRefusal(c, found, expiredLinkPage(), { pageTitle });
  const page = purpose === "change_email" ? emailChangePage : emailUndoPage;
  const { current__Schema__ } = c.var;
  return c.render(page({ token, email: found.value.email, current__Schema__ }), { pageTitle });
}
// @end
