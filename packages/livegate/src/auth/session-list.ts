import { type AuthContext, fromNow, msOf } from "./auth-context.ts";
import type { UserId } from "./auth-tables.ts";
import { endOf } from "./user-sessions.ts";

/** A session as its user sees it in a list: times in milliseconds since 1970. */
export interface ListedSession {
  readonly id: string;
  readonly createdAt: number;
  /** When it was last used, to five minutes. */
  readonly seenAt: number;
  /** When it ends, unless it is used or gets a new token. */
  readonly expiresAt: number;
  /** What the browser called itself, at most 200 characters. */
  readonly userAgent: string;
  readonly network: string;
  /** Whether the browser keeps it when it is closed. */
  readonly remembered: boolean;
  /** Its pages that are open on this process. */
  readonly openPages: number;
  /** Whether other processes of the app, which aren't asked, may have more of its pages open. */
  readonly mayHaveMorePages: boolean;
  /** When all of this was read: what “3 minutes ago” counts from. */
  readonly readAt: number;
}

/** The sessions of a user that haven't expired, the one that was used last first. */
export async function listSessions(auth: AuthContext, userId: UserId): Promise<readonly ListedSession[]> {
  const rows = await auth.db
    .selectFrom("sessions")
    .select(["id", "created_at", "seen_at", "expires_at", "user_agent", "network", "remember"])
    .where("user_id", "=", userId)
    .where("expires_at", ">", fromNow(auth))
    .orderBy("seen_at", "desc")
    .orderBy("id")
    .execute();
  const now = auth.clock.now();
  const good = rows.filter((row) => endOf(auth, row) > now);
  return good.map((row) => ({
    id: row.id,
    createdAt: msOf(row.created_at),
    seenAt: msOf(row.seen_at),
    expiresAt: endOf(auth, row),
    userAgent: row.user_agent,
    network: row.network,
    remembered: row.remember === 1,
    openPages: auth.sessions.count(row.id),
    mayHaveMorePages: !auth.topic.isAlone,
    readAt: auth.clock.now(),
  }));
}
