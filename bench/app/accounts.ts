import { type PubSub, definePaths, guard, halt, provide } from "livegate";
import {
  type AuditTable,
  type AuthUserRow,
  type MailTable,
  type MailTokenTable,
  type SessionTable,
  type UserColumns,
  type UserId,
  type Mailer,
  authentication,
  userAuth,
} from "livegate/auth";
import { openDatabase } from "livegate/data";
import type { Kysely } from "kysely";
import { CONTEXT } from "../../packages/livegate/src/auth/authentication.ts";
import { defaultHashCost } from "../../packages/livegate/src/auth/password-hashing.ts";
import { up } from "../../packages/livegate/src/auth/user-tables.fixture.ts";
import { faults } from "./faults.ts";

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

/** What a group of figures wants of the users; see run.sh. */
const { USERS = "100", PASSWORDS = "none", REGISTRATION = "immediate", FAULT = "" } = process.env;
const { DATABASE_URL = "sqlite::memory:" } = process.env;
const users = Number(USERS);

/** The password of every user who has one. */
const PASSWORD = "vier kleine Pferde";

/** The same, hashed; null where nobody has one. */
let hashed: string | null = null;

/** A hash of some milliseconds: differences beside it aren't hidden by it. */
const cheapHash = { memoryCost: 4096, timeCost: 2, parallelism: 1 };

const NO_MAIL = { subject: "", text: "" };

export const accountPaths = definePaths({
  home: "/",
  secure: "/secure",
  logInAs: "/login_as/:id",
  logIn: "/log_in",
  logInLink: "/log_in_link",
  register: "/register",
  resetPassword: "/reset_password",
  logOut: "/logout",
  refresh: "/session/refresh",
});
const { home, secure, refresh } = accountPaths;

/** Who is let in at /secure: a hundred users, as long as the process lives. Nobody gets a mail. */
export const Accounts = authentication({
  appName: "Albums",
  registration: REGISTRATION === "verified" ? "verified" : "immediate",
  hashCost: PASSWORDS === "cheap" ? cheapHash : defaultHashCost,
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

/** Makes the users, unless another node has; resolves with what ends it all. `pubsub`: where there are other nodes to tell. */
export async function startAccounts(url: URL, pubsub?: PubSub): Promise<() => Promise<void>> {
  const db = await openDatabase<Tables>(DATABASE_URL);
  const isNew = (await db.introspection.getTables()).every(({ name }) => name !== "users");
  if (isNew) await up(db as never); // Of tables that aren't there yet.
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
  await Accounts.start({ db, url, mailer: nowhere, links, ...(pubsub && { pubsub }) });
  if (isNew) await addUsers(db, PASSWORDS === "none" ? null : await Accounts[CONTEXT]().hashing.hash(PASSWORD, true));
  hashed = (await db.selectFrom("users").select("hashed_password").executeTakeFirst())?.hashed_password ?? null;
  faults[FAULT]?.(Accounts[CONTEXT]());
  return async () => {
    await Accounts.stop();
    await db.destroy();
  };
}

async function addUsers(db: Kysely<Tables>, password: string | null): Promise<void> {
  const now = new Date().toISOString();
  const rows = Array.from({ length: users }, (_, i) => ({
    email: emailOf(i + 1),
    hashed_password: password,
    confirmed_at: now,
    created_at: now,
    updated_at: now,
  }));
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await db
      .insertInto("users")
      .values(rows.slice(from, from + AT_ONCE))
      .execute();
  }
}

/** Rows of one statement: SQLite has a limit of values. */
const AT_ONCE = 1000;

/** Takes mails and forgets them. */
const nowhere: Mailer = { send: async () => {}, close: () => {} };

const emailOf = (id: number): string => `user${id}@example.com`;

/** The user whom the load wants to be, as if they had shown who they are; null where there is none. */
export function userOf(id: string): User | null {
  const number = Number(id);
  if (!Number.isInteger(number) || number < 1 || number > users) return null;
  const user = { id: number, email: emailOf(number) };
  Accounts[CONTEXT]().credentials.set(user, hashed);
  return user;
}

const fetchCurrentUser = provide("fetchCurrentUser", async ({ session }) => ({
  currentUser: await Accounts.currentUser(session),
}));

export const requireAuthenticatedUser = guard.identity(
  "requireAuthenticatedUser",
  fetchCurrentUser,
  ({ currentUser }) => (currentUser ? { currentUser } : halt.redirect(home())),
);

export const { keepUserSession, logInUser, logOutUser, refreshUserSession, visitorOf } = userAuth(Accounts, {
  loggedIn: secure(),
  loggedOut: home(),
  refresh: refresh(),
});
