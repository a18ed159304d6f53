import { mailboxPage } from "livegate/dev";
import * as __Schema__Confirmation from "./controllers/__folder__/__file__-confirmation-controller.ts";
import * as __Schema__Reauthentication from "./controllers/__folder__/__file__-reauthentication-controller.ts";
import * as __Schema__Registration from "./controllers/__folder__/__file__-registration-controller.ts";
import * as __Schema__ResetPassword from "./controllers/__folder__/__file__-reset-password-controller.ts";
import * as __Schema__Session from "./controllers/__folder__/__file__-session-controller.ts";
import * as __Schema__Sessions from "./controllers/__folder__/__file__-sessions-controller.ts";
import * as __Schema__Settings from "./controllers/__folder__/__file__-settings-controller.ts";
// @if live
import { live } from "./components/layouts.ts";
import { __Schema__ConfirmationLinkLive } from "./live/__folder__/__file__-confirmation-link-live.ts";
import { __Schema__ConfirmationLive } from "./live/__folder__/__file__-confirmation-live.ts";
import { __Schema__DeletionLive } from "./live/__folder__/__file__-deletion-live.ts";
import { __Schema__EmailLinkLive } from "./live/__folder__/__file__-email-link-live.ts";
import { __Schema__LogInLinkLive } from "./live/__folder__/__file__-log-in-link-live.ts";
import { __Schema__LogInLive } from "./live/__folder__/__file__-log-in-live.ts";
import { __Schema__NewPasswordLive } from "./live/__folder__/__file__-new-password-live.ts";
import { __Schema__ReauthenticationLive } from "./live/__folder__/__file__-reauthentication-live.ts";
import { __Schema__RegistrationLive } from "./live/__folder__/__file__-registration-live.ts";
import { __Schema__ResetPasswordLive } from "./live/__folder__/__file__-reset-password-live.ts";
import { __Schema__SessionsLive } from "./live/__folder__/__file__-sessions-live.ts";
import { __Schema__SettingsLive } from "./live/__folder__/__file__-settings-live.ts";
// @end
import { devMailbox } from "../domain/__context-file__/__file__-mailer.ts";
import { pubsub } from "../domain/pubsub.ts";
import {
  fetchCurrent__Schema__,
  keep__Schema__Session,
  redirectIf__Schema__IsAuthenticated,
  refresh__Schema__Session,
  requireAuthenticated__Schema__,
  // @if live
  requireCurrentSession,
  // @end
  requireSudo,
} from "./__file__-auth.ts";

const browser = pipeline([
  // after fetchSession(
  keep__Schema__Session(),
]);

export default router((r) => {
  // For visitors: who is logged in already is sent to the first page.
  r.scope({ public: true, guards: [redirectIf__Schema__IsAuthenticated] }, (r) => {
    r.post(paths.register, __Schema__Registration.create);
    r.post(paths.logIn, __Schema__Session.create);
    // @if live

    r.liveSession("visitor", { public: true, layout: live }, (r) => {
      r.live(paths.register, __Schema__RegistrationLive);
      r.live(paths.logIn, __Schema__LogInLive);
    });
    // @else
    r.get(paths.register, __Schema__Registration.show);
    r.get(paths.logIn, __Schema__Session.show);
    // @end
  });

  // For everybody: links in mails work whoever is logged in.
  r.scope({ public: true }, (r) => {
    r.post(paths.logInByLink, __Schema__Session.createByLink);
    r.post(paths.confirm, __Schema__Confirmation.create);
    r.post(paths.confirmByLink, __Schema__Confirmation.update);
    r.post(paths.resetPassword, __Schema__ResetPassword.create);
    r.put(paths.resetPasswordByLink, __Schema__ResetPassword.update);
    r.post(paths.confirmEmail, __Schema__Settings.confirmEmail);
    r.post(paths.undoEmail, __Schema__Settings.undoEmail);
    r.get(paths.logOut, __Schema__Session.confirmLogOut);
    r.delete(paths.logOut, __Schema__Session.destroy);
    r.post(paths.sessionRefresh, refresh__Schema__Session);
    r.scope({ development: true }, (r) => mailboxPage(devMailbox, pubsub).add(r));
    // @if live

    r.liveSession("links", { public: true, layout: live }, (r) => {
      r.live(paths.logInByLink, __Schema__LogInLinkLive);
      r.live(paths.confirm, __Schema__ConfirmationLive);
      r.live(paths.confirmByLink, __Schema__ConfirmationLinkLive);
      r.live(paths.resetPassword, __Schema__ResetPasswordLive);
      r.live(paths.resetPasswordByLink, __Schema__NewPasswordLive);
      r.live(paths.confirmEmail, __Schema__EmailLinkLive, "change");
      r.live(paths.undoEmail, __Schema__EmailLinkLive, "undo");
    });
    // @else
    r.get(paths.logInByLink, __Schema__Session.showLink);
    r.get(paths.confirm, __Schema__Confirmation.show);
    r.get(paths.confirmByLink, __Schema__Confirmation.showLink);
    r.get(paths.resetPassword, __Schema__ResetPassword.show);
    r.get(paths.resetPasswordByLink, __Schema__ResetPassword.showLink);
    r.get(paths.confirmEmail, __Schema__Settings.showConfirmEmail);
    r.get(paths.undoEmail, __Schema__Settings.showUndoEmail);
    // @end
  });

  // For those who are logged in.
  r.scope({ guards: [requireAuthenticated__Schema__] }, (r) => {
    r.put(paths.settings, __Schema__Settings.update);
    r.post(paths.reauthenticate, __Schema__Reauthentication.create);

    // For those who have shown lately who they are.
    r.scope({ guards: [requireSudo] }, (r) => {
      r.delete(paths.sessions, __Schema__Sessions.destroyOthers);
      r.delete(paths.endSession, __Schema__Sessions.destroy);
      r.put(paths.changeEmail, __Schema__Settings.changeEmail);
      r.delete(paths.deleteAccount, __Schema__Settings.destroy);
    });
    // @if live

    r.liveSession("__folder__", { layout: live }, (r) => {
      r.live(paths.settings, __Schema__SettingsLive);
      r.live(paths.deleteAccount, __Schema__DeletionLive);
      r.live(paths.reauthenticate, __Schema__ReauthenticationLive);
    });
    r.liveSession("sessions", { guards: [requireCurrentSession], layout: live }, (r) => {
      r.live(paths.sessions, __Schema__SessionsLive);
    });
    // @else
    r.get(paths.sessions, __Schema__Sessions.show);
    r.get(paths.settings, __Schema__Settings.show);
    r.get(paths.deleteAccount, __Schema__Settings.confirmDestroy);
    r.get(paths.reauthenticate, __Schema__Reauthentication.show);
    // @end
  });
});
