import type { AuthContext, AuthTransaction } from "./auth-context.ts";
import type { UserId } from "./auth-tables.ts";
import { type Actor, audit, byActor } from "./audit-log.ts";
import { tokenHash } from "./opaque-token.ts";

/** Ends the session of a token; gives its row's id and user, or null where there was none. */
export async function endSessionOf({ db, topic }: AuthContext, token: unknown): Promise<EndedSession | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const ended = await db
    .deleteFrom("sessions")
    .where(({ eb, or }) => or([eb("token_hash", "=", hash), eb("previous_hash", "=", hash)]))
    .returning(["id", "user_id"])
    .executeTakeFirst();
  if (ended) topic.tell(ended.user_id, "ended");
  return ended ?? null;
}

/** A session whose row is gone. */
export interface EndedSession {
  readonly id: string;
  readonly user_id: UserId;
}

/** Which sessions end, and who ends them. */
export interface EndOptions {
  /** Whose they have to be; default: anybody's. */
  readonly userId?: UserId;
  /** The one that stays. */
  readonly except?: string | null;
  readonly by?: Actor;
}

/** What can be the id of a row. */
const idForm = /^[\w-]{1,64}$/;

/** Ends one session by its row's id; false where there is none, or it is somebody else's. */
export async function endSession(auth: AuthContext, id: string, { userId, by }: EndOptions): Promise<boolean> {
  if (!idForm.test(id)) return false;
  const ended = await auth.db.transaction().execute(async (tx) => {
    let query = tx.deleteFrom("sessions").where("id", "=", id);
    if (userId !== undefined) query = query.where("user_id", "=", userId);
    const row = await query.returning("user_id").executeTakeFirst();
    if (row) await audit(tx, auth.clock, { ...byActor(by), action: "end_session", userId: row.user_id, sessionId: id });
    return row;
  });
  if (ended) endPages(auth, [{ ...ended, id }]);
  return ended !== undefined;
}

/** Ends all sessions of a user, or all but one; gives how many there were. */
export async function endSessions(auth: AuthContext, userId: UserId, { except, by }: EndOptions): Promise<number> {
  const ended = await auth.db.transaction().execute(async (tx) => {
    const ids = await deleteSessions(tx, userId, except);
    await audit(tx, auth.clock, { ...byActor(by), action: "end_sessions", userId });
    return ids;
  });
  endPages(auth, ended);
  return ended.length;
}

/** Ends the sessions of all users; gives how many there were. */
export async function endEverySession(auth: AuthContext, { by }: Pick<EndOptions, "by"> = {}): Promise<number> {
  const ended = await auth.db.transaction().execute(async (tx) => {
    const rows = await tx.deleteFrom("sessions").returning(["id", "user_id"]).execute();
    await audit(tx, auth.clock, { ...byActor(by), action: "end_every_session" });
    return rows;
  });
  endPages(auth, ended);
  return ended.length;
}

/**
 * Waits for what is being written within a user's sessions, and lets nothing more begin. To be done before the user's row is
 * touched, as whoever writes within a session has taken its row first: so no two wait for each other.
 */
export async function holdSessions(tx: AuthTransaction, userId: UserId): Promise<void> {
  await tx.selectFrom("sessions").select("id").where("user_id", "=", userId).orderBy("id").forUpdate().execute();
}

/** Removes a user's sessions, all or all but one; their pages are to be ended after the commit. */
export async function deleteSessions(
  tx: AuthTransaction,
  userId: UserId,
  except: string | null = null,
): Promise<readonly EndedSession[]> {
  let query = tx.deleteFrom("sessions").where("user_id", "=", userId);
  if (except !== null) query = query.where("id", "!=", except);
  return query.returning(["id", "user_id"]).execute();
}

/** Ends the open pages of sessions that are gone, here and elsewhere, and tells pages that list them. */
export function endPages({ news, topic }: AuthContext, ended: readonly EndedSession[]): void {
  news.ended(ended.map(({ id }) => id));
  for (const userId of new Set(ended.map((each) => each.user_id))) topic.tell(userId, "ended");
}
