import { guard, halt, provide } from "livegate";
import { type MailLinks, userAuth } from "livegate/auth";
import type { Accounts } from "./accounts.ts";
import { paths } from "./paths.ts";

/** Guards and what controllers call. */
export function userAuthOf(accounts: Accounts) {
  const fetchCurrentUser = provide("fetchCurrentUser", async ({ session }) => ({
    currentUser: await accounts.currentUser(session),
  }));
  const requireAuthenticatedUser = guard.identity("requireAuthenticatedUser", fetchCurrentUser, ({ currentUser }) =>
    currentUser
      ? { currentUser }
      : halt.redirect(paths.logIn(), { returnTo: true, flash: { error: "You must log in to continue." } }),
  );
  const redirectIfUserIsAuthenticated = guard("redirectIfUserIsAuthenticated", fetchCurrentUser, ({ currentUser }) =>
    currentUser ? halt.redirect(paths.home()) : { currentUser },
  );
  const requireConfirmed = guard.identity("requireConfirmed", requireAuthenticatedUser, ({ currentUser }) =>
    currentUser.confirmedAt === null ? halt.redirect(paths.confirm()) : { currentUser },
  );
  const requireSudo = guard.lapsing("requireSudo", requireAuthenticatedUser, ({ session, currentUser }) =>
    accounts.hasSudo(session) ? { currentUser } : halt.redirect(paths.reauthenticate()),
  );
  const pages = { loggedIn: paths.home(), loggedOut: paths.home(), refresh: paths.refresh() };
  const control = userAuth(accounts, pages);
  const guards = { fetchCurrentUser, requireAuthenticatedUser, redirectIfUserIsAuthenticated, requireConfirmed };
  return { ...guards, requireSudo, ...control };
}

export type SampleAuth = ReturnType<typeof userAuthOf>;

export const mailLinks: MailLinks = {
  logIn: paths.logIn(),
  forgotPassword: paths.resetPassword(),
  log_in: (token) => paths.logInByLink({ token }),
  confirm: (token) => paths.confirmByLink({ token }),
  reset_password: (token) => paths.resetPasswordByLink({ token }),
  change_email: (token) => paths.confirmEmail({ token }),
  undo_email: (token) => paths.undoEmail({ token }),
};
