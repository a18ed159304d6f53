import type { AuthContext, AuthTransaction } from "./auth-context.ts";
import { type Outcome, type Refusal, done } from "./outcome.ts";
import { endOf } from "./user-sessions.ts";

/** A session by its row's id, which is no secret: what `sessionOf` gives, and a scope keeps. */
export interface SessionKey {
  readonly id: string;
}

/** Who asks, with the session in which they ask; null where there is none. */
export interface InSession {
  readonly session: SessionKey | null;
}

/** The session that something was to be done in is there no more, or never was. */
const sessionEnded: Refusal = {
  ok: false,
  status: 401,
  reason: "session_ended",
  errors: { "": ["Your session has ended. Log in to continue."] },
  retryAfter: null,
};

/**
 * Writes within a session: in a transaction that holds the session's row from its beginning to its end. So whoever ends the session
 * waits for the commit, or has committed before, and then nothing is written.
 */
export async function inSession<Value>(
  auth: AuthContext,
  { session }: InSession,
  work: (tx: AuthTransaction) => Promise<Value>,
): Promise<Outcome<Value>> {
  if (session === null) return sessionEnded;
  return auth.db
    .transaction()
    .execute(async (tx) =>
      (await hold(auth, tx, session.id)) ? done(await work(tx.withoutPlugins() as AuthTransaction)) : sessionEnded,
    );
}

/** Holds a session's row until the transaction is over; false where it isn't good any more. */
async function hold(auth: AuthContext, tx: AuthTransaction, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom("sessions")
    .select(["user_id", "expires_at", "seen_at"])
    .where("id", "=", id)
    // Not for share: others that write in the same session could keep whoever ends it waiting for ever.
    .forUpdate()
    .executeTakeFirst();
  if (!row || endOf(auth, row) <= auth.clock.now()) return false;
  const user = await tx.selectFrom("users").select("disabled_at").where("id", "=", row.user_id).executeTakeFirst();
  return user?.disabled_at === null;
}
