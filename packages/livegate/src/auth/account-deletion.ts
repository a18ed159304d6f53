import type { AuthContext, UserRow } from "./auth-context.ts";
import { audit, byVisitor } from "./audit-log.ts";
import { type Outcome, done } from "./outcome.ts";
import { reauthenticate } from "./reauthentication.ts";
import { deleteSessions, endPages } from "./session-end.ts";
import type { Visitor } from "./visitor.ts";

/** Deletes a user, with what the app deletes of theirs, in one transaction: all of it or nothing. */
export async function deleteAccount(
  auth: AuthContext,
  user: UserRow,
  { input, visitor }: { readonly input: unknown; readonly visitor: Visitor },
): Promise<Outcome<null>> {
  const action = "delete_account";
  const proven = await reauthenticate(auth, user, { input, visitor, action });
  if (!proven.ok) return proven;
  const ended = await auth.db.transaction().execute(async (tx) => {
    await auth.settings.deleting(tx.withoutPlugins(), user);
    const sessions = await deleteSessions(tx, user.id);
    await tx.deleteFrom("tokens").where("user_id", "=", user.id).execute();
    await tx.deleteFrom("mails").where("user_id", "=", String(user.id)).execute();
    await tx.deleteFrom("users").where("id", "=", user.id).execute();
    await audit(tx, auth.clock, { action, userId: user.id, ...byVisitor(visitor) });
    return sessions;
  });
  endPages(auth, ended);
  return done(null);
}
