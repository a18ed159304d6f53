import { guard, halt, provide } from "livegate";
import { type MailLinks, userAuth } from "livegate/auth";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { scopeFor } from "#domain/__context-file__/scope";
import { paths } from "./paths.ts";

/** The user of this request or socket, or null: for everything in the browser's scope. */
export const fetchCurrent__Schema__ = provide("fetchCurrent__Schema__", async ({ session }) => ({
  current__Schema__: await __Context__.currentUser(session),
}));

/** Lets users in, with the scope that contexts take, and sends visitors to the log-in page and back. */
export const requireAuthenticated__Schema__ = guard.identity(
  "requireAuthenticated__Schema__",
  fetchCurrent__Schema__,
  ({ current__Schema__, session }) =>
    current__Schema__
      ? { current__Schema__, currentScope: scopeFor(current__Schema__, __Context__.sessionOf(session)) }
      : halt.redirect(paths.logIn(), { returnTo: true, flash: { error: "You must log in to continue." } }),
);

/** Gives a user's page the session that it belongs to. */
export const requireCurrentSession = guard(
  "requireCurrentSession",
  requireAuthenticated__Schema__,
  ({ currentScope }) => {
    const currentSession = currentScope.session;
    return currentSession ? { currentSession } : halt.redirect(paths.logIn(), { returnTo: true });
  },
);

/** Lets visitors in, and sends users to the first page: they are logged in already. */
export const redirectIf__Schema__IsAuthenticated = guard(
  "redirectIf__Schema__IsAuthenticated",
  fetchCurrent__Schema__,
  ({ current__Schema__ }) => (current__Schema__ ? halt.redirect(paths.home()) : { current__Schema__ }),
);

/** Lets users in whose address is proved. */
export const requireConfirmed = guard.identity(
  "requireConfirmed",
  requireAuthenticated__Schema__,
  ({ current__Schema__ }) =>
    current__Schema__.confirmedAt === null
      ? halt.redirect(paths.confirm(), { flash: { error: "Confirm your e-mail address first." } })
      : { current__Schema__ },
);

/** What somebody is told whose change waited for their password in vain. */
const notDone = "Nothing was done, because it wasn't confirmed that it is you. Try again.";

/**
 * Lets users in who have shown within ten minutes who they are, by logging in or by typing their password, and asks the others
 * for it. For pages, for forms, and for single events: `event(schema, { guards: [requireSudo] })`.
 */
export const requireSudo = guard.lapsing(
  "requireSudo",
  requireAuthenticated__Schema__,
  ({ session, current__Schema__ }) =>
    __Context__.hasSudo(session)
      ? { current__Schema__ }
      : halt.redirect(paths.reauthenticate(), { returnTo: true, holds: notDone }),
);

/** What plugs and controllers need: who visits, and sessions that begin, go on and end. */
// @if renamed
export const {
  keepUserSession: keep__Schema__Session,
  logInUser: logIn__Schema__,
  logOutUser: logOut__Schema__,
  grantSudo,
  renewUserSession: renew__Schema__Session,
  refreshUserSession: refresh__Schema__Session,
  visitorOf,
} = userAuth(__Context__, {
  loggedIn: paths.home(),
  loggedOut: paths.home(),
  refresh: paths.sessionRefresh(),
});
// @else
export const { keepUserSession, logInUser, logOutUser, grantSudo, renewUserSession, refreshUserSession, visitorOf } =
  userAuth(__Context__, { loggedIn: paths.home(), loggedOut: paths.home(), refresh: paths.sessionRefresh() });
// @end

/** Where the links in mails lead. */
export const mailLinks: MailLinks = {
  logIn: paths.logIn(),
  forgotPassword: paths.resetPassword(),
  log_in: (token) => paths.logInByLink({ token }),
  confirm: (token) => paths.confirmByLink({ token }),
  reset_password: (token) => paths.resetPasswordByLink({ token }),
  change_email: (token) => paths.confirmEmail({ token }),
  undo_email: (token) => paths.undoEmail({ token }),
};
