import { type AuthContext, type UserRow, fromNow } from "./auth-context.ts";
import { audit, auditRefusal, byVisitor } from "./audit-log.ts";
import { passwordChanged } from "./mail-links.ts";
import { wantMail } from "./mail-outbox.ts";
import { voidPending } from "./mailbox-proof.ts";
import { type Outcome, done, tooBusy } from "./outcome.ts";
import { fieldsOf, reauthenticate } from "./reauthentication.ts";
import { newPassword } from "./registration.ts";
import { deleteSessions, endPages, holdSessions } from "./session-end.ts";
import type { Visitor } from "./visitor.ts";

/** Sets another password. All other sessions of the user end, with their pages, and so do links that are under way. */
export async function changePassword(
  auth: AuthContext,
  user: UserRow,
  { input, visitor }: { readonly input: unknown; readonly visitor: Visitor },
): Promise<Outcome<null>> {
  const action = "change_password";
  const entry = { action, userId: user.id, ...byVisitor(visitor) };
  const password = newPassword(fieldsOf(input)["password"], [auth.settings.appName, user.email]);
  if (!password.ok) return auditRefusal(auth, password, entry);
  const proven = await reauthenticate(auth, user, { input, visitor, action });
  if (!proven.ok) return proven;
  const hashed = await auth.hashing.hash(password.value, true);
  if (hashed === null) return auditRefusal(auth, tooBusy, entry);
  const ended = await auth.db.transaction().execute(async (tx) => {
    await holdSessions(tx, user.id);
    const change = { hashed_password: hashed, updated_at: fromNow(auth) };
    await tx.updateTable("users").set(change).where("id", "=", user.id).execute();
    await voidPending(tx, user);
    await wantMail(auth, tx, passwordChanged(auth, user, visitor));
    await audit(tx, auth.clock, entry);
    return deleteSessions(tx, user.id, visitor.session?.id ?? null);
  });
  endPages(auth, ended);
  return done(null);
}
