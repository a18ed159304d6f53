import { type Refusal, answerRefusal } from "livegate/auth";
import { formOf, putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { DeletionSchema, EmailChangeSchema, PasswordChangeSchema } from "#domain/accounts/user";
import * as Catalog from "#domain/catalog/catalog";
import { deletionNamed, deletionPage } from "#web/components/users/deletion-page";
import { expiredLinkPage } from "#web/components/users/link-page";
import {
  type SettingsForms,
  emailChangeNamed,
  emptySettings,
  passwordChangeNamed,
  settingsPage,
} from "#web/components/users/settings-page";
import { paths } from "#web/paths";
import { logOutUser, renewUserSession, visitorOf } from "#web/user-auth";
import type { AnyoneContext, UserContext } from "../handler-context.ts";
import { sentForm } from "../sent-form.ts";

/** PUT /users/settings: what is to change stands in the field `change`. */
export async function update(c: UserContext): Promise<Response> {
  const sent = await sentForm(c);
  switch (sent["change"]) {
    case "password":
      return changePassword(c, sent["user"]);
    case "code":
      return mailCode(c);
    default:
      return c.redirect(String(paths.settings()), 303);
  }
}

/** PUT /users/settings/email: mails a link to the new address. */
export async function changeEmail(c: UserContext): Promise<Response> {
  const sent = (await sentForm(c))["user"];
  const result = await Accounts.requestEmailChange(c.var.currentUser, sent, visitorOf(c));
  if (!result.ok) {
    const email = (await formOf(c, EmailChangeSchema, emailChangeNamed)).withErrors(result.errors);
    return answerSettings(c, result, { email });
  }
  putFlash(c, "info", "A link is on its way to the new address. Nothing changes before it is opened.");
  return c.redirect(String(paths.settings()), 303);
}

async function changePassword(c: UserContext, sent: unknown): Promise<Response> {
  const result = await Accounts.changePassword(c.var.currentUser, sent, visitorOf(c));
  if (!result.ok) {
    const password = (await formOf(c, PasswordChangeSchema, passwordChangeNamed)).withErrors(result.errors);
    return answerSettings(c, result, { password });
  }
  return renewUserSession(c, {
    to: paths.settings(),
    flash: { info: "The password has changed. Your other sessions have ended." },
  });
}

async function mailCode(c: UserContext): Promise<Response> {
  const result = await Accounts.requestCode(c.var.currentUser, visitorOf(c));
  if (!result.ok) return answerSettings(c, result, {});
  putFlash(c, "info", "A code is on its way to you. It works for ten minutes.");
  return c.redirect(String(paths.settings()), 303);
}

function answerSettings(c: UserContext, refusal: Refusal, changed: Partial<SettingsForms>) {
  const { currentUser } = c.var;
  const page = settingsPage({ currentUser, forms: { ...emptySettings(currentUser), ...changed } });
  return answerRefusal(c, refusal, page, { pageTitle: "Settings" });
}

/** POST /users/settings/confirm_email/:token: the address changes, whoever is logged in here. */
export async function confirmEmail(c: AnyoneContext): Promise<Response> {
  const result = await Accounts.changeEmail(c.req.param("token") ?? "", visitorOf(c));
  if (!result.ok) return answerRefusal(c, result, expiredLinkPage(), { pageTitle: "Your new address" });
  putFlash(c, "info", `The account now has the address ${result.value.user.email}.`);
  return c.redirect(String(c.var.currentUser ? paths.settings() : paths.logIn()), 303);
}

/** POST /users/settings/undo_email/:token: the former address is back, and everybody is logged out. */
export async function undoEmail(c: AnyoneContext): Promise<Response> {
  const result = await Accounts.undoEmailChange(c.req.param("token") ?? "", visitorOf(c));
  if (!result.ok) return answerRefusal(c, result, expiredLinkPage(), { pageTitle: "Your address" });
  putFlash(c, "info", "Your address is back, and everybody is logged out. Choose a new password now.");
  return c.redirect(String(paths.resetPassword()), 303);
}

/** DELETE /users/delete: the account, and its albums with it. */
export async function destroy(c: UserContext): Promise<Response> {
  const { currentUser, currentScope } = c.var;
  const result = await Accounts.deleteAccount(currentUser, (await sentForm(c))["user"], visitorOf(c));
  if (!result.ok) {
    const form = (await formOf(c, DeletionSchema, deletionNamed)).withErrors(result.errors);
    const page = deletionPage({ currentUser, form, albums: await Catalog.countOwnAlbums(currentScope) });
    return answerRefusal(c, result, page, { pageTitle: "Delete my account" });
  }
  Catalog.announceOwnerLeft(currentUser);
  return logOutUser(c, { flash: { info: "Your account is deleted." } });
}
