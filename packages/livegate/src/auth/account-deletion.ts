import type { AuthContext, UserRow } from "./auth-context.ts";
import { audit, byVisitor } from "./audit-log.ts";
import { type Outcome, done } from "./outcome.ts";
import { confirmUser } from "./sudo.ts";
import { deleteSessions, endPages } from "./session-end.ts";
import type { Visitor } from "./visitor.ts";

/**
 * Deletes a user, with what the app deletes of theirs, in one transaction: all of it or nothing. Whoever would give them something
 * more meanwhile waits, and is told by the foreign key that there is nobody any more.
 */
export async function deleteAccount(
  auth: AuthContext,
  user: UserRow,
  { input, visitor }: { readonly input: unknown; readonly visitor: Visitor },
): Promise<Outcome<null>> {
  const action = "delete_account";
  const proven = await confirmUser(auth, user, { input, visitor, action });
  if (!proven.ok) return proven;
  const ended = await auth.db.transaction().execute(async (tx) => {
    // Sessions first, as whoever writes within one takes its row first: so no two wait for each other.
    const sessions = await deleteSessions(tx, user.id);
    const locked = await tx.selectFrom("users").select("id").where("id", "=", user.id).forUpdate().executeTakeFirst();
    if (!locked) return [];
    // A log-in may have come before the lock.
    const late = await deleteSessions(tx, user.id);
    await auth.settings.deleting(tx.withoutPlugins(), user);
    await tx.deleteFrom("tokens").where("user_id", "=", user.id).execute();
    await tx.deleteFrom("mails").where("user_id", "=", String(user.id)).execute();
    await tx.deleteFrom("users").where("id", "=", user.id).execute();
    await audit(tx, auth.clock, { action, userId: user.id, ...byVisitor(visitor) });
    return [...sessions, ...late];
  });
  endPages(auth, ended);
  return done(null);
}
