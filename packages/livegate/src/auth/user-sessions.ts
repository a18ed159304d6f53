import { type CompiledQuery, type Kysely, sql } from "kysely";
import type { UserSession } from "../plug/session.ts";
import { audit } from "./audit-log.ts";
import { type AuthContext, type AuthTransaction, type UserRow, fromNow, moment, msOf } from "./auth-context.ts";
import type { AuthTables, Moment, SessionTable, UserId } from "./auth-tables.ts";
import { newRowId, newToken, tokenHash } from "./opaque-token.ts";
import type { Visitor } from "./visitor.ts";

/** How somebody proved who they are when they logged in. */
export type LogInMethod = "password" | "link" | "registration";

/** How and when somebody proved who they are: what a session's row keeps. */
export interface Factor {
  readonly method: LogInMethod | "code";
  readonly at: Moment;
}

type SessionRow = SessionTable<UserId>;

/** A session and its user, as one query reads them. */
interface FoundSession {
  readonly user: UserRow;
  readonly session: UserSession;
}

interface NewSession {
  readonly visitor: Visitor;
  readonly method: LogInMethod;
  readonly remember: boolean;
  /** The hashed password, or none, that the user had when they showed who they are; not given: nothing is compared. */
  readonly credential?: string | null | undefined;
}

/** The password has changed since it was shown: what ended all sessions came in between. */
export class CredentialChanged extends Error {}

/** Starts a session; the token is for the cookie, and kept nowhere. Throws CredentialChanged. */
export async function startSession(
  auth: AuthContext,
  userId: UserId,
  { visitor, method, remember, credential }: NewSession,
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
    factors: JSON.stringify([{ method, at: now } satisfies Factor]),
    remember: remember ? 1 : 0,
  };
  await auth.db.transaction().execute(async (tx) => {
    await tx.insertInto("sessions").values(row).execute();
    if (credential !== undefined) await checkCredential(tx, userId, credential);
  });
  await audit(auth.db, auth.clock, { action: `log_in_by_${method}`, userId, sessionId: id, network: visitor.network });
  auth.topic.tell(userId, "begun");
  return { id, token };
}

/** Waits for whoever is changing the password, who ends sessions afterwards and so either finds this one or is found here. */
async function checkCredential(tx: AuthTransaction, userId: UserId, shown: string | null): Promise<void> {
  const user = tx.selectFrom("users").select("hashed_password").where("id", "=", userId).forShare();
  if ((await user.executeTakeFirst())?.hashed_password !== shown) throw new CredentialChanged();
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
  "sessions.factors as session_factors",
] as const;

type Found = UserRow & { readonly [C in keyof SessionRow as `session_${C}`]: SessionRow[C] };

/** The one query of a guarded page, by the hash of a token or by the row's id: built once for each database, then only carried out. */
interface SessionQueries {
  readonly byHash: CompiledQuery<Found>;
  readonly byId: CompiledQuery<Found>;
}

function sessionQueries(db: Kysely<AuthTables>): SessionQueries {
  // A bare parameter in a join has SQLite plan it anew each time it is bound, which costs eight times as much as to run it.
  const given = sql<string>`cast(${""} as text)`;
  const query = db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .selectAll("users")
    .select(COLUMNS);
  const byHash = query.where(({ eb, or }) =>
    or([eb("sessions.token_hash", "=", given), eb("sessions.previous_hash", "=", given)]),
  );
  const byId = query.where("sessions.id", "=", given);
  // They select what Found says, as far as anybody asks for it.
  return { byHash: byHash.compile(), byId: byId.compile() } as unknown as SessionQueries;
}

const queries = new WeakMap<Kysely<AuthTables>, SessionQueries>();

function queriesOf(db: Kysely<AuthTables>): SessionQueries {
  const known = queries.get(db) ?? sessionQueries(db);
  queries.set(db, known);
  return known;
}

async function readRow(db: Kysely<AuthTables>, query: CompiledQuery<Found>, given: string): Promise<Found | undefined> {
  const filled: CompiledQuery<Found> = { ...query, parameters: query.parameters.map(() => given) };
  return (await db.executeQuery(filled)).rows[0];
}

/**
 * The session of a token, if it is good: neither ended nor expired, its user not disabled. With `changes` it comes with a request
 * that is to change something, for which a token from before a new factor or a change of password is no good.
 */
export async function findSession(
  auth: AuthContext,
  token: unknown,
  { changes = false }: { readonly changes?: boolean } = {},
): Promise<FoundSession | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const row = await readRow(auth.db, queriesOf(auth.db).byHash, hash);
  const reason = row ? whyNot(auth, row, { hash, changes }) : "unknown_token";
  if (!row || reason !== null) return refuse(auth, hash, { reason: reason ?? "", row });
  if (row.session_previous_hash !== null && row.session_previous_until === null)
    await limitFormerToken(auth, row, hash);
  auth.topic.knows(row.session_id, row.id);
  return { user: row, session: userSession(auth, row, hash) };
}

/**
 * The session of an open socket, by its row's id: its token has been seen to before, and may have been renewed meanwhile. That
 * the row is gone is nothing to write down: whoever ended it has.
 */
export async function findProven(auth: AuthContext, id: string, token: unknown): Promise<FoundSession | null> {
  const row = await readRow(auth.db, queriesOf(auth.db).byId, id);
  const isGood = row !== undefined && whyNot(auth, row, { hash: row.session_token_hash, changes: false }) === null;
  if (!isGood) return null;
  auth.topic.knows(row.session_id, row.id);
  return { user: row, session: userSession(auth, row, tokenHash(token)) };
}

function userSession(auth: AuthContext, row: Found, hash: string | null): UserSession {
  const issuedAt = msOf(row.session_rotated_at ?? row.session_created_at);
  return {
    id: row.session_id,
    userId: row.id,
    expiresAt: endOf(auth, { expires_at: row.session_expires_at, seen_at: row.session_seen_at }),
    renewAt: row.session_remember === 1 ? issuedAt + auth.settings.lifetimes.renewal : null,
    seenAt: msOf(row.session_seen_at),
    accessEpoch: row.access_epoch,
    // Who brings a former token needn't be the one who showed who they are.
    provenAt: row.session_token_hash === hash ? newestOf(row.session_factors) : null,
  };
}

/** When a session ends by itself, as far as its row tells: it is known to `activity` when it was last used, so it is idle for as much longer. */
export function endOf(
  { settings: { lifetimes } }: AuthContext,
  { expires_at, seen_at }: Pick<SessionRow, "expires_at" | "seen_at">,
): number {
  return Math.min(msOf(expires_at), msOf(seen_at) + lifetimes.idle + lifetimes.activity);
}

/** The same as a condition: when a session that is good must have been used last, at the earliest. */
export const usedSince = (auth: AuthContext): Moment => {
  const { idle, activity } = auth.settings.lifetimes;
  return fromNow(auth, -idle - activity);
};

/** A row's list of factors: written by this file alone. */
const factorsOf = (json: string): readonly Factor[] => JSON.parse(json) as readonly Factor[];

const newestOf = (json: string): number | null =>
  factorsOf(json).reduce<number | null>((newest, { at }) => Math.max(newest ?? 0, msOf(at)), null);

/** Why a session isn't good for this token; null where it is. A former one may come until the new one has, and a little longer. */
function whyNot(
  auth: AuthContext,
  row: Found,
  { hash, changes }: { readonly hash: string; readonly changes: boolean },
): string | null {
  const isOver = (at: string): boolean => msOf(at) <= auth.clock.now();
  if (row.disabled_at !== null) return "disabled";
  if (endOf(auth, { expires_at: row.session_expires_at, seen_at: row.session_seen_at }) <= auth.clock.now())
    return "expired";
  const { session_token_hash: current, session_previous_until: until } = row;
  if (current === hash || until === null) return null;
  return isOver(until) || (changes && isStrict(auth, row, until)) ? "old_token" : null;
}

/** Whether the present token was given for a new factor or password: then the time of the former one was set at once, and is short. */
const isStrict = ({ settings }: AuthContext, { session_rotated_at: at }: Found, until: Moment): boolean =>
  at !== null && msOf(until) <= msOf(at) + settings.lifetimes.strictGrace;

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

/**
 * Gives a session a new token: of several requests that want one at the same time a single one gets it, the others null.
 *
 * "due": the former token is good until the new one has come. "strict", after a change of password or with a new factor: for
 * ten seconds, and for what only reads.
 */
export async function rotateSession(
  auth: AuthContext,
  token: unknown,
  why: "due" | "strict" | Factor,
): Promise<{ readonly token: string; readonly maxAge: number | null } | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const { lifetimes } = auth.settings;
  const row = await auth.db
    .selectFrom("sessions")
    .select(["id", "created_at", "remember", "expires_at", "seen_at", "factors"])
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
      previous_until: why === "due" ? null : moment(now + lifetimes.strictGrace),
      factors: typeof why === "string" ? row.factors : withFactor(row.factors, why),
      rotated_at: moment(now),
      expires_at: moment(expiresAt),
    })
    .where("id", "=", row.id)
    .where("token_hash", "=", hash)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return null;
  auth.sessions.postpone(row.id, {
    expiresAt: endOf(auth, { expires_at: moment(expiresAt), seen_at: row.seen_at }),
    renewAt: slides ? now + lifetimes.renewal : null,
  });
  return { token: next.token, maxAge: slides ? Math.floor((expiresAt - now) / 1000) : null };
}

/** How somebody logged in, and the last time of each way since: the list doesn't grow with the session's age. */
function withFactor(json: string, factor: Factor): string {
  const [logIn, ...others] = factorsOf(json);
  const kept = others.filter(({ method }) => method !== factor.method);
  return JSON.stringify([...(logIn ? [logIn] : []), ...kept, factor]);
}

/** Whether a session's token is old enough for a new one. */
export const isDue = ({ clock }: AuthContext, session: UserSession | null): boolean =>
  typeof session?.renewAt === "number" && session.renewAt <= clock.now();
