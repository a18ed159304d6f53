/* oxlint-disable no-shadow -- the inner r takes the place of the outer one, which is closed meanwhile */
import { pipeline, router } from "livegate";
import { devTools, mailboxPage } from "livegate/dev";
import {
  compress,
  fetchLiveFlash,
  fetchSession,
  logRequests,
  protectFromForgery,
  putRootLayout,
  secureHeaders,
} from "livegate/plug";
import { live, page, root, shelfLive } from "./components/layouts.ts";
import * as Albums from "./controllers/album-controller.ts";
import * as Cover from "./controllers/cover-controller.ts";
import { aboutPage } from "./controllers/page-controller.ts";
import * as UserConfirmation from "./controllers/users/user-confirmation-controller.ts";
import * as UserMadeBefore from "./controllers/users/user-made-before-controller.ts";
import * as UserReauthentication from "./controllers/users/user-reauthentication-controller.ts";
import * as UserRegistration from "./controllers/users/user-registration-controller.ts";
import * as UserResetPassword from "./controllers/users/user-reset-password-controller.ts";
import * as UserSession from "./controllers/users/user-session-controller.ts";
import * as UserSessions from "./controllers/users/user-sessions-controller.ts";
import * as UserSettings from "./controllers/users/user-settings-controller.ts";
import { AlbumIndexLive } from "./live/albums/album-index-live.ts";
import { AlbumShowLive } from "./live/albums/album-show-live.ts";
import { AlbumsLatelyLive } from "./live/albums/albums-lately-live.ts";
import { UserConfirmationLinkLive } from "./live/users/user-confirmation-link-live.ts";
import { UserConfirmationLive } from "./live/users/user-confirmation-live.ts";
import { UserDeletionLive } from "./live/users/user-deletion-live.ts";
import { UserEmailLinkLive } from "./live/users/user-email-link-live.ts";
import { UserLogInLinkLive } from "./live/users/user-log-in-link-live.ts";
import { UserLogInLive } from "./live/users/user-log-in-live.ts";
import { UserMadeBeforeLive } from "./live/users/user-made-before-live.ts";
import { UserNewPasswordLive } from "./live/users/user-new-password-live.ts";
import { UserReauthenticationLive } from "./live/users/user-reauthentication-live.ts";
import { UserRegistrationLive } from "./live/users/user-registration-live.ts";
import { UserResetPasswordLive } from "./live/users/user-reset-password-live.ts";
import { UserSessionsLive } from "./live/users/user-sessions-live.ts";
import { UserSettingsLive } from "./live/users/user-settings-live.ts";
import { devMailbox } from "../domain/accounts/user-mailer.ts";
import { pubsub } from "../domain/pubsub.ts";
import { paths } from "./paths.ts";
import {
  fetchCurrentUser,
  keepUserSession,
  redirectIfUserIsAuthenticated,
  refreshUserSession,
  requireAuthenticatedUser,
  requireConfirmed,
  requireCurrentSession,
  requireSudo,
} from "./user-auth.ts";

const browser = pipeline([
  logRequests(),
  compress(),
  fetchSession(),
  keepUserSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

export default router((r) => {
  r.scope({ pipeThrough: browser, guards: [fetchCurrentUser], layout: page }, (r) => {
    r.scope({ public: true }, (r) => r.get(paths.about, (c) => c.render(aboutPage)));

    r.liveSession("albums", { guards: [requireAuthenticatedUser], layout: shelfLive }, (r) => {
      r.live(paths.home, AlbumIndexLive, "index");
      r.live(paths.albumNew, AlbumIndexLive, "new");
      r.live(paths.albumEdit, AlbumIndexLive, "edit");
      r.live(paths.lately, AlbumsLatelyLive);
      r.live(paths.album, AlbumShowLive, "show");
      r.live(paths.albumShowEdit, AlbumShowLive, "edit");
      r.live(paths.settings, UserSettingsLive);
      r.live(paths.deleteAccount, UserDeletionLive);
      r.live(paths.reauthenticate, UserReauthenticationLive);
    });

    r.liveSession("sessions", { guards: [requireAuthenticatedUser, requireCurrentSession], layout: live }, (r) => {
      r.live(paths.sessions, UserSessionsLive);
    });

    // For visitors: who is logged in already is sent to the first page.
    r.scope({ public: true, guards: [redirectIfUserIsAuthenticated] }, (r) => {
      r.post(paths.register, UserRegistration.create);
      r.post(paths.logIn, UserSession.create);

      r.liveSession("visitors", { public: true, layout: live }, (r) => {
        r.live(paths.register, UserRegistrationLive);
        r.live(paths.logIn, UserLogInLive);
      });
    });

    // For everybody: links in mails work whoever is logged in.
    r.scope({ public: true }, (r) => {
      r.post(paths.logInByLink, UserSession.createByLink);
      r.post(paths.confirm, UserConfirmation.create);
      r.post(paths.confirmByLink, UserConfirmation.update);
      r.post(paths.resetPassword, UserResetPassword.create);
      r.put(paths.resetPasswordByLink, UserResetPassword.update);
      r.post(paths.confirmEmail, UserSettings.confirmEmail);
      r.post(paths.undoEmail, UserSettings.undoEmail);
      r.get(paths.logOut, UserSession.confirmLogOut);
      r.delete(paths.logOut, UserSession.destroy);
      r.post(paths.sessionRefresh, refreshUserSession);

      r.liveSession("links", { public: true, layout: live }, (r) => {
        r.live(paths.logInByLink, UserLogInLinkLive);
        r.live(paths.confirm, UserConfirmationLive);
        r.live(paths.confirmByLink, UserConfirmationLinkLive);
        r.live(paths.resetPassword, UserResetPasswordLive);
        r.live(paths.resetPasswordByLink, UserNewPasswordLive);
        r.live(paths.confirmEmail, UserEmailLinkLive, "change");
        r.live(paths.undoEmail, UserEmailLinkLive, "undo");
      });
    });

    r.scope({ guards: [requireAuthenticatedUser] }, (r) => {
      r.get(paths.cover, Cover.show);

      // What the dialogs of the shelf send where there is no JavaScript.
      r.post(paths.albumNew, Albums.create);
      r.post(paths.albumEdit, Albums.update);
      r.post(paths.albumShowEdit, Albums.updateShown);
      r.delete(paths.album, Albums.destroy);

      r.put(paths.settings, UserSettings.update);
      r.post(paths.reauthenticate, UserReauthentication.create);

      // For those who have shown lately who they are.
      r.scope({ guards: [requireSudo] }, (r) => {
        r.delete(paths.sessions, UserSessions.destroyOthers);
        r.delete(paths.endSession, UserSessions.destroy);
        r.put(paths.changeEmail, UserSettings.changeEmail);
        r.delete(paths.deleteAccount, UserSettings.destroy);
      });

      // For those whose address is proved: before that, nobody decides what stays.
      r.scope({ guards: [requireConfirmed] }, (r) => {
        r.liveSession("owners", { layout: live }, (r) => r.live(paths.madeBefore, UserMadeBeforeLive));
        r.put(paths.madeBefore, UserMadeBefore.keep);
        r.delete(paths.madeBefore, UserMadeBefore.destroy);
      });
    });
  });

  r.scope({ pipeThrough: browser, development: true }, devTools([mailboxPage(devMailbox, pubsub)]));
});
