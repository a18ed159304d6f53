import { type CompiledQuery, type Kysely, sql } from "kysely";
import type { UserSession } from "../plug/session.ts";
import { audit } from "./audit-log.ts";
import { type AuthContext, type UserRow, fromNow, moment, msOf } from "./auth-context.ts";
import type { AuthTables, SessionTable, UserId } from "./auth-tables.ts";
import { newRowId, newToken, tokenHash } from "./opaque-token.ts";
import type { Visitor } from "./visitor.ts";

/** How somebody proved who they are. */
export type LogInMethod = "password" | "link" | "registration";

type SessionRow = SessionTable<UserId>;

/** A session and its user, as one query reads them. */
interface FoundSession {
  readonly user: UserRow;
  readonly session: UserSession;
}

/** Starts a session; the token is for the cookie, and kept nowhere. */
export async function startSession(
  auth: AuthContext,
  userId: UserId,
  { visitor, method, remember }: { visitor: Visitor; method: LogInMethod; remember: boolean },
): Promise<{ readonly id: string; readonly token: string }> {
  const { lifetimes } = auth.settings;
  const { token, hash } = newToken();
  const [id, now] = [newRowId(), fromNow(auth)];
  const row: SessionRow = {
    id,
    user_id: userId,
    token_hash: hash,
    previous_hash: null,
    previous_until: null,
    rotated_at: null,
    created_at: now,
    seen_at: now,
    expires_at: fromNow(auth, remember ? lifetimes.session : lifetimes.unremembered),
    user_agent: visitor.userAgent,
    network: visitor.network,
    factors: JSON.stringify([{ method, at: now }]),
    remember: remember ? 1 : 0,
  };
  await auth.db.insertInto("sessions").values(row).execute();
  await audit(auth.db, auth.clock, { action: `log_in_by_${method}`, userId, sessionId: id, network: visitor.network });
  return { id, token };
}

/** What is read of a session, under names that no column of the app's users has. */
const COLUMNS = [
  "sessions.id as session_id",
  "sessions.token_hash as session_token_hash",
  "sessions.previous_hash as session_previous_hash",
  "sessions.previous_until as session_previous_until",
  "sessions.rotated_at as session_rotated_at",
  "sessions.created_at as session_created_at",
  "sessions.seen_at as session_seen_at",
  "sessions.expires_at as session_expires_at",
  "sessions.remember as session_remember",
] as const;

type Found = UserRow & { readonly [C in keyof SessionRow as `session_${C}`]: SessionRow[C] };

/** The one query of a guarded page: built once for each database, then only carried out. */
function sessionQuery(db: Kysely<AuthTables>): CompiledQuery<Found> {
  // A bare parameter in a join has SQLite plan it anew each time it is bound, which costs eight times as much as to run it.
  const hash = sql<string>`cast(${""} as text)`;
  const query = db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .selectAll("users")
    .select(COLUMNS)
    .where(({ eb, or }) => or([eb("sessions.token_hash", "=", hash), eb("sessions.previous_hash", "=", hash)]))
    .compile();
  return query as unknown as CompiledQuery<Found>; // Selects what Found says, as far as anybody asks for it.
}

const queries = new WeakMap<Kysely<AuthTables>, CompiledQuery<Found>>();

/** The session of a token, if it is good: neither ended nor expired, its user not disabled. */
export async function findSession(auth: AuthContext, token: unknown): Promise<FoundSession | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const query = queries.get(auth.db) ?? sessionQuery(auth.db);
  queries.set(auth.db, query);
  const filled: CompiledQuery<Found> = { ...query, parameters: [hash, hash] };
  const [row] = (await auth.db.executeQuery(filled)).rows;
  const reason = row ? whyNot(auth, row, hash) : "unknown_token";
  if (!row || reason !== null) return refuse(auth, hash, { reason: reason ?? "", row });
  if (row.session_previous_hash !== null && row.session_previous_until === null)
    await limitFormerToken(auth, row, hash);
  auth.sessions.seen(row.session_id);
  noteActivity(auth, row);
  return { user: row, session: userSession(auth, row) };
}

function userSession({ settings }: AuthContext, row: Found): UserSession {
  const issuedAt = msOf(row.session_rotated_at ?? row.session_created_at);
  const renewAt = row.session_remember === 1 ? issuedAt + settings.lifetimes.renewal : null;
  return { id: row.session_id, userId: row.id, expiresAt: msOf(row.session_expires_at), renewAt };
}

/** Why a session isn't good for this token; null where it is. A former one may come until the new one has, and a little longer. */
function whyNot({ clock }: AuthContext, row: Found, hash: string): string | null {
  const isOver = (at: string): boolean => msOf(at) <= clock.now();
  if (row.disabled_at !== null) return "disabled";
  if (isOver(row.session_expires_at)) return "expired";
  const { session_token_hash: current, session_previous_until: until } = row;
  return current !== hash && until !== null && isOver(until) ? "old_token" : null;
}

async function refuse(
  auth: AuthContext,
  hash: string,
  { reason, row }: { readonly reason: string; readonly row: Found | undefined },
): Promise<null> {
  if (!auth.throttles.takeLine(hash)) return null;
  const entry = { action: "session", reason, userId: row?.id ?? null, sessionId: row?.session_id ?? null };
  await audit(auth.db, auth.clock, entry);
  return null;
}

/** The new token has come: from now on the former one has a minute, for what other tabs had under way. */
async function limitFormerToken(auth: AuthContext, row: Found, hash: string): Promise<void> {
  if (row.session_token_hash !== hash) return;
  await auth.db
    .updateTable("sessions")
    .set({ previous_until: fromNow(auth, auth.settings.lifetimes.grace) })
    .where("id", "=", row.session_id)
    .where("token_hash", "=", row.session_token_hash)
    .where("previous_until", "is", null)
    .execute();
}

/** Nobody waits for it: it tells a person when the session was last used. */
function noteActivity(auth: AuthContext, { session_id, session_seen_at }: Found): void {
  if (auth.clock.now() - msOf(session_seen_at) < auth.settings.lifetimes.activity) return;
  auth.db
    .updateTable("sessions")
    .set({ seen_at: fromNow(auth) })
    .where("id", "=", session_id)
    .where("seen_at", "=", session_seen_at)
    .execute()
    .catch((error: unknown) => auth.log.warn({ err: error }, "activity of a session not written"));
}

/**
 * Gives a session a new token: of several requests that want one at the same time a single one gets it, the others null.
 *
 * "due": the former token is good until the new one has come. "strict", after a change of password: for ten seconds.
 */
export async function rotateSession(
  auth: AuthContext,
  token: unknown,
  why: "due" | "strict",
): Promise<{ readonly token: string; readonly maxAge: number | null } | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const { lifetimes } = auth.settings;
  const row = await auth.db
    .selectFrom("sessions")
    .select(["id", "created_at", "remember", "expires_at"])
    .where("token_hash", "=", hash)
    .executeTakeFirst();
  if (!row) return null;
  const next = newToken();
  const now = auth.clock.now();
  const slides = row.remember === 1;
  const expiresAt = slides
    ? Math.min(now + lifetimes.session, msOf(row.created_at) + lifetimes.sessionAtMost)
    : msOf(row.expires_at);
  const { numUpdatedRows } = await auth.db
    .updateTable("sessions")
    .set({
      token_hash: next.hash,
      previous_hash: hash,
      previous_until: why === "strict" ? moment(now + lifetimes.strictGrace) : null,
      rotated_at: moment(now),
      expires_at: moment(expiresAt),
    })
    .where("id", "=", row.id)
    .where("token_hash", "=", hash)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return null;
  auth.sessions.keep(row.id, { expiresAt, renewAt: slides ? now + lifetimes.renewal : null });
  return { token: next.token, maxAge: slides ? Math.floor((expiresAt - now) / 1000) : null };
}

/** Whether a session's token is old enough for a new one. */
export const isDue = ({ clock }: AuthContext, session: UserSession | null): boolean =>
  typeof session?.renewAt === "number" && session.renewAt <= clock.now();
