import { type AuthContext, type AuthTransaction, fromNow } from "./auth-context.ts";
import type { UserId } from "./auth-tables.ts";
import { type Actor, audit, byActor } from "./audit-log.ts";
import { deleteTokens } from "./mail-tokens.ts";
import { deleteSessions, endPages } from "./session-end.ts";

/**
 * Keeps a user out until `enableUser`: all sessions end with their pages, and mailed links are no good any more. "It wasn't me"
 * sleeps meanwhile, for it may be its owner's only way back. False where there is no such user.
 */
export async function disableUser(auth: AuthContext, userId: UserId, by?: Actor): Promise<boolean> {
  const ended = await auth.db.transaction().execute(async (tx) => {
    // Sessions first, as whoever writes within one takes its row first: so no two wait for each other.
    const ids = await deleteSessions(tx, userId);
    if (!(await setDisabled(tx, userId, fromNow(auth)))) return null;
    await deleteTokens(tx, userId);
    await tx.deleteFrom("mails").where("user_id", "=", String(userId)).where("kind", "!=", "email_changed").execute();
    await audit(tx, auth.clock, { ...byActor(by), action: "disable_user", userId });
    return ids;
  });
  endPages(auth, ended ?? []);
  return ended !== null;
}

/** Lets a user in again, who has to log in anew. False where there is no such user. */
export async function enableUser(auth: AuthContext, userId: UserId, by?: Actor): Promise<boolean> {
  const ended = await auth.db.transaction().execute(async (tx) => {
    // A log-in that was under way while the user was disabled has left a session, which was no good so far.
    const ids = await deleteSessions(tx, userId);
    if (!(await setDisabled(tx, userId, null))) return null;
    await audit(tx, auth.clock, { ...byActor(by), action: "enable_user", userId });
    return ids;
  });
  endPages(auth, ended ?? []);
  return ended !== null;
}

async function setDisabled(tx: AuthTransaction, userId: UserId, disabledAt: string | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("users")
    .set(({ eb }) => ({ disabled_at: disabledAt, access_epoch: eb("access_epoch", "+", 1) }))
    .where("id", "=", userId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Something that guards look at has changed: pages of the user run them again, here at once and elsewhere when they are told or look. */
export async function changeAccess(auth: AuthContext, userId: UserId): Promise<void> {
  await auth.db
    .updateTable("users")
    .set(({ eb }) => ({ access_epoch: eb("access_epoch", "+", 1) }))
    .where("id", "=", userId)
    .execute();
  await recheckUser(auth, userId);
}

/** Makes the open pages of all sessions of a user run their guards again. */
export async function recheckUser({ db, news }: AuthContext, userId: UserId): Promise<void> {
  const rows = await db.selectFrom("sessions").select("id").where("user_id", "=", userId).execute();
  news.changed(rows.map(({ id }) => id));
}
