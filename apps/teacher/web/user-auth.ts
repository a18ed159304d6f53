import { guard, halt, provide } from "livegate";
import { type MailLinks, userAuth } from "livegate/auth";
import { Accounts } from "#domain/accounts/accounts";
import { scopeFor } from "#domain/accounts/scope";
import { paths } from "./paths.ts";

/** The user of this request or socket, or null: for everything in the browser's scope. */
export const fetchCurrentUser = provide("fetchCurrentUser", async ({ session }) => ({
  currentUser: await Accounts.currentUser(session),
}));

/** Lets users in, with the scope that contexts take, and sends visitors to the log-in page and back. */
export const requireAuthenticatedUser = guard.identity(
  "requireAuthenticatedUser",
  fetchCurrentUser,
  ({ currentUser, session }) =>
    currentUser
      ? { currentUser, currentScope: scopeFor(currentUser, Accounts.sessionOf(session)) }
      : halt.redirect(paths.logIn(), { returnTo: true, flash: { error: "You must log in to continue." } }),
);

/** Gives a user's page the session that it belongs to. */
export const requireCurrentSession = guard("requireCurrentSession", requireAuthenticatedUser, ({ currentScope }) => {
  const currentSession = currentScope.session;
  return currentSession ? { currentSession } : halt.redirect(paths.logIn(), { returnTo: true });
});

/** Lets visitors in, and sends users to the first page: they are logged in already. */
export const redirectIfUserIsAuthenticated = guard(
  "redirectIfUserIsAuthenticated",
  fetchCurrentUser,
  ({ currentUser }) => (currentUser ? halt.redirect(paths.home()) : { currentUser }),
);

/** Lets users in whose address is proved. */
export const requireConfirmed = guard.identity("requireConfirmed", requireAuthenticatedUser, ({ currentUser }) =>
  currentUser.confirmedAt === null
    ? halt.redirect(paths.confirm(), { flash: { error: "Confirm your e-mail address first." } })
    : { currentUser },
);

/** What somebody is told whose change waited for their password in vain. */
const notDone = "Nothing was done, because it wasn't confirmed that it is you. Try again.";

/**
 * Lets users in who have shown within ten minutes who they are, by logging in or by typing their password, and asks the others
 * for it. For pages, for forms, and for single events: `event(schema, { guards: [requireSudo] })`.
 */
export const requireSudo = guard.lapsing("requireSudo", requireAuthenticatedUser, ({ session, currentUser }) =>
  Accounts.hasSudo(session)
    ? { currentUser }
    : halt.redirect(paths.reauthenticate(), { returnTo: true, holds: notDone }),
);

/** What plugs and controllers need: who visits, and sessions that begin, go on and end. */
export const { keepUserSession, logInUser, logOutUser, grantSudo, renewUserSession, refreshUserSession, visitorOf } =
  userAuth(Accounts, { loggedIn: paths.home(), loggedOut: paths.logIn(), refresh: paths.sessionRefresh() });

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
