import { sql } from "kysely";
import { type AuthContext, fromNow, moment } from "./auth-context.ts";
import type { Moment, UserId } from "./auth-tables.ts";
import { type Authentication, CONTEXT } from "./authentication.ts";
import { emailAddress } from "./email-address.ts";
import { type EndOptions, endEverySession } from "./session-end.ts";
import { endOf, usedSince } from "./user-sessions.ts";

/** A user as those see them who look after an app. */
export interface AdministeredUser {
  readonly id: UserId;
  readonly email: string;
  readonly createdAt: Moment;
  /** When the address was proved; null until then. */
  readonly confirmedAt: Moment | null;
  /** Since when nobody gets in; null where they do. */
  readonly disabledAt: Moment | null;
  readonly hasPassword: boolean;
  /** Log-ins that are good still. */
  readonly sessions: number;
}

/** A session as those see it who look after an app. */
export interface AdministeredSession {
  readonly id: string;
  readonly userId: UserId;
  readonly email: string;
  readonly createdAt: Moment;
  /** When it was last used, to five minutes. */
  readonly seenAt: Moment;
  /** When it ends, unless it is used or gets a new token. */
  readonly expiresAt: Moment;
  readonly userAgent: string;
  readonly network: string;
  /** Whether the browser keeps it when it is closed. */
  readonly remembered: boolean;
}

/** Which part of a list is wanted. */
export interface ListQuery {
  /** From 1. */
  readonly page?: number;
  /** Default 50. */
  readonly perPage?: number;
}

/** A part of a list, and how long the whole is. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

/** All users and all sessions of an app. Whoever offers them decides who may: here nobody is asked. */
export interface Administration {
  /** By address; `search` is a part of it. */
  users(query?: ListQuery & { readonly search?: string }): Promise<ListPage<AdministeredUser>>;
  /** By address or id, as somebody types it. */
  user(emailOrId: string): Promise<AdministeredUser | null>;
  /** Those that have neither expired nor been left unused for too long, of one user or of all, the one that was used last first. */
  sessions(query?: ListQuery & { readonly userId?: UserId }): Promise<ListPage<AdministeredSession>>;
  session(id: string): Promise<AdministeredSession | null>;
  /** Logs everybody out, after a leak for instance; gives how many sessions that were. */
  endEverySession(options?: Pick<EndOptions, "by">): Promise<number>;
}

const PER_PAGE = 50;

/**
 * Lists of all users and sessions, for a page or a command of those who look after the app.
 *
 * @example
 * const { items, total } = await administration(Accounts).users({ search: "@example.com", page: 2 });
 */
export function administration(accounts: Pick<Authentication<unknown>, typeof CONTEXT>): Administration {
  const context = accounts[CONTEXT];
  return {
    users: async (query = {}) => listUsers(context(), query),
    user: async (emailOrId) => findUser(context(), emailOrId),
    sessions: async (query = {}) => listSessions(context(), query),
    async session(id) {
      const row = await sessionRows(context()).where("sessions.id", "=", id).executeTakeFirst();
      return row ? sessionOf(context(), row) : null;
    },
    endEverySession: async (options) => endEverySession(context(), options),
  };
}

async function listUsers(
  auth: AuthContext,
  { search = "", ...query }: ListQuery & { readonly search?: string },
): Promise<ListPage<AdministeredUser>> {
  const pattern = `%${search
    .trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, "\\$&")}%`;
  const fits = sql<boolean>`${sql.ref("users.email")} like ${pattern} escape '\\'`;
  const { total } = await auth.db
    .selectFrom("users")
    .select(({ fn }) => fn.countAll().as("total"))
    .where(fits)
    .executeTakeFirstOrThrow();
  const { limit, offset } = bounds(query);
  const rows = await userRows(auth).where(fits).orderBy("users.email").limit(limit).offset(offset).execute();
  return { items: rows.map(userOf), total: Number(total) };
}

async function findUser(auth: AuthContext, typed: string): Promise<AdministeredUser | null> {
  const rows = userRows(auth);
  const found = typed.includes("@")
    ? rows.where("users.email", "=", emailAddress(typed) ?? typed)
    : // As text: PostgreSQL refuses to compare a number with what is none.
      rows.where((eb) => eb(eb.cast("users.id", "text"), "=", typed));
  const row = await found.executeTakeFirst();
  return row ? userOf(row) : null;
}

async function listSessions(
  auth: AuthContext,
  { userId, ...query }: ListQuery & { readonly userId?: UserId },
): Promise<ListPage<AdministeredSession>> {
  let counted = auth.db
    .selectFrom("sessions")
    .select(({ fn }) => fn.countAll().as("total"))
    .where("expires_at", ">", fromNow(auth))
    .where("seen_at", ">", usedSince(auth));
  let listed = sessionRows(auth);
  if (userId !== undefined) {
    counted = counted.where("user_id", "=", userId);
    listed = listed.where("sessions.user_id", "=", userId);
  }
  const { total } = await counted.executeTakeFirstOrThrow();
  const { limit, offset } = bounds(query);
  const rows = await listed
    .orderBy("sessions.seen_at", "desc")
    .orderBy("sessions.id")
    .limit(limit)
    .offset(offset)
    .execute();
  return { items: rows.map((row) => sessionOf(auth, row)), total: Number(total) };
}

const bounds = ({ page = 1, perPage = PER_PAGE }: ListQuery) => ({ limit: perPage, offset: (page - 1) * perPage });

const userRows = (auth: AuthContext) =>
  auth.db
    .selectFrom("users")
    .select(["users.id", "users.email", "users.created_at", "users.confirmed_at", "users.disabled_at"])
    .select(({ eb, selectFrom }) => [
      eb("users.hashed_password", "is not", null).as("has_password"),
      selectFrom("sessions")
        .select(({ fn }) => fn.countAll().as("count"))
        .whereRef("sessions.user_id", "=", "users.id")
        .where("sessions.expires_at", ">", fromNow(auth))
        .where("sessions.seen_at", ">", usedSince(auth))
        .as("sessions"),
    ]);

type UserRow = Awaited<ReturnType<ReturnType<typeof userRows>["executeTakeFirstOrThrow"]>>;

const userOf = (row: UserRow): AdministeredUser => ({
  id: row.id,
  email: row.email,
  createdAt: row.created_at,
  confirmedAt: row.confirmed_at,
  disabledAt: row.disabled_at,
  hasPassword: Boolean(row.has_password), // SQLite has numbers for it.
  sessions: Number(row.sessions),
});

const sessionRows = (auth: AuthContext) =>
  auth.db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select(["sessions.id", "sessions.user_id", "users.email", "sessions.created_at", "sessions.seen_at"])
    .select(["sessions.expires_at", "sessions.user_agent", "sessions.network", "sessions.remember"])
    .where("sessions.expires_at", ">", fromNow(auth))
    .where("sessions.seen_at", ">", usedSince(auth));

type SessionRow = Awaited<ReturnType<ReturnType<typeof sessionRows>["executeTakeFirstOrThrow"]>>;

const sessionOf = (auth: AuthContext, row: SessionRow): AdministeredSession => ({
  id: row.id,
  userId: row.user_id,
  email: row.email,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  expiresAt: moment(endOf(auth, row)),
  userAgent: row.user_agent,
  network: row.network,
  remembered: row.remember === 1,
});
