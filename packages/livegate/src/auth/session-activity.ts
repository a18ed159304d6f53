import { type AuthContext, fromNow, moment, msOf } from "./auth-context.ts";
import { endOf } from "./user-sessions.ts";

/**
 * Writes down that somebody uses a session, unless that was done a moment ago: then its row says so to `activity`. Nobody
 * waits for it, and nobody is stopped by its failing.
 */
export function noteActivity(auth: AuthContext, id: string): void {
  write(auth, id).catch((error: unknown) => auth.log.warn({ err: error }, "activity of a session not written"));
}

/** Whether it is time to write again. */
export const isActivityDue = ({ clock, settings }: AuthContext, seenAt: number): boolean =>
  clock.now() - seenAt >= settings.lifetimes.activity;

async function write(auth: AuthContext, id: string): Promise<void> {
  const seenAt = fromNow(auth);
  const row = await auth.db
    .updateTable("sessions")
    .set({ seen_at: seenAt })
    .where("id", "=", id)
    // Of several processes and requests that want it, one does it.
    .where("seen_at", "<=", moment(msOf(seenAt) - auth.settings.lifetimes.activity))
    .returning("expires_at")
    .executeTakeFirst();
  if (row) auth.sessions.postpone(id, { expiresAt: endOf(auth, { expires_at: row.expires_at, seen_at: seenAt }) });
}
