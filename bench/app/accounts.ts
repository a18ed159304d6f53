import { definePaths, guard, halt, provide } from "livegate";
import {
  type AuditTable,
  type AuthUserRow,
  type MailTable,
  type MailTokenTable,
  type SessionTable,
  type UserColumns,
  type UserId,
  authentication,
  mailbox,
  userAuth,
} from "livegate/auth";
import { openDatabase } from "livegate/data";
import { up } from "../../packages/livegate/src/auth/user-tables.fixture.ts";

interface Tables {
  users: UserColumns;
  users_sessions: SessionTable;
  users_tokens: MailTokenTable;
  users_mails: MailTable;
  users_audit: AuditTable;
}

interface User {
  readonly id: UserId;
  readonly email: string;
}

const USERS = 100;
const NO_MAIL = { subject: "", text: "" };

export const accountPaths = definePaths({
  home: "/",
  secure: "/secure",
  logInAs: "/login_as/:id",
  logOut: "/logout",
  refresh: "/session/refresh",
});
const { home, secure, refresh } = accountPaths;

/** Who is let in at /secure: a hundred users without passwords, as long as the process lives. Nobody gets a mail. */
const Accounts = authentication({
  appName: "Albums",
  tables: {
    users: "users",
    sessions: "users_sessions",
    tokens: "users_tokens",
    mails: "users_mails",
    audit: "users_audit",
  },
  user: ({ id, email }: AuthUserRow): User => ({ id, email }),
  mails: {
    log_in: () => NO_MAIL,
    confirm: () => NO_MAIL,
    reset_password: () => NO_MAIL,
    change_email: () => NO_MAIL,
    registered_already: () => NO_MAIL,
    code: () => NO_MAIL,
    email_changed: () => NO_MAIL,
    password_changed: () => NO_MAIL,
    new_device: () => NO_MAIL,
  },
});

export const { sessions } = Accounts;

/** Makes the users; resolves with what ends it all. */
export async function startAccounts(url: URL): Promise<() => Promise<void>> {
  const db = await openDatabase<Tables>("sqlite::memory:");
  await up(db as never); // Of tables that aren't there yet.
  const now = new Date().toISOString();
  const users = Array.from({ length: USERS }, (_, i) => ({
    email: emailOf(i + 1),
    confirmed_at: now,
    created_at: now,
    updated_at: now,
  }));
  await db.insertInto("users").values(users).execute();
  const link = () => home();
  const links = {
    logIn: home(),
    forgotPassword: home(),
    log_in: link,
    confirm: link,
    reset_password: link,
    change_email: link,
    undo_email: link,
  };
  await Accounts.start({ db, url, mailer: mailbox(), links });
  return async () => {
    await Accounts.stop();
    await db.destroy();
  };
}

const emailOf = (id: number): string => `user${id}@example.com`;

/** The user whom the load wants to be; null where there is none. */
export function userOf(id: string): User | null {
  const number = Number(id);
  return Number.isInteger(number) && number >= 1 && number <= USERS ? { id: number, email: emailOf(number) } : null;
}

const fetchCurrentUser = provide("fetchCurrentUser", async ({ session }) => ({
  currentUser: await Accounts.currentUser(session),
}));

export const requireAuthenticatedUser = guard.identity(
  "requireAuthenticatedUser",
  fetchCurrentUser,
  ({ currentUser }) => (currentUser ? { currentUser } : halt.redirect(home())),
);

export const { keepUserSession, logInUser, logOutUser, refreshUserSession } = userAuth(Accounts, {
  loggedIn: secure(),
  loggedOut: home(),
  refresh: refresh(),
});
