import { type AuthContext, type AuthTransaction, type UserRow, fromNow } from "./auth-context.ts";
import { audit, auditRefusal, byVisitor } from "./audit-log.ts";
import { checkEmail, emailAddress } from "./email-address.ts";
import { wantMail, withdrawMails } from "./mail-outbox.ts";
import {
  type MailToken,
  consumeMailToken,
  deleteLaterUndos,
  deleteTokens,
  isReserved,
  peekMailToken,
} from "./mail-tokens.ts";
import { voidPending } from "./mailbox-proof.ts";
import { type Outcome, done, noLongerGood, refused, throttled } from "./outcome.ts";
import { fieldsOf } from "./reauthentication.ts";
import { confirmUser } from "./sudo.ts";
import { deleteSessions, endPages, holdSessions } from "./session-end.ts";
import { recheckUser } from "./user-access.ts";
import type { Visitor } from "./visitor.ts";

/** Asks for another address: a link goes there, and nothing changes until it is used. A new wish takes the place of the last. */
export async function requestEmailChange(
  auth: AuthContext,
  user: UserRow,
  { input, visitor }: { readonly input: unknown; readonly visitor: Visitor },
): Promise<Outcome<null>> {
  const action = "request_change_email";
  const entry = { action, userId: user.id, ...byVisitor(visitor) };
  const { email: typed } = fieldsOf(input);
  const address = emailAddress(typed);
  if (address === null || address === user.email) {
    const message =
      address === null ? checkEmail(typeof typed === "string" ? typed : "") : "This is your address already.";
    return auditRefusal(auth, refused("input", "email", message ?? ""), entry);
  }
  const proven = await confirmUser(auth, user, { input, visitor, action });
  if (!proven.ok) return proven;
  const wait = await auth.throttles.take("mail", address, visitor);
  if (wait > 0) return auditRefusal(auth, throttled(wait), entry);
  await auth.db.transaction().execute(async (tx) => {
    await deleteTokens(tx, user.id, "change_email");
    await withdrawMails(tx, user.id, "change_email");
    await wantMail(auth, tx, { kind: "change_email", address, userId: user.id });
    await audit(tx, auth.clock, entry);
  });
  return done(null);
}

/**
 * Changes the address to the one that the link went to. The old one is told, with a link that takes it back; it is kept for
 * that as long as the link is good. Logs nobody in or out.
 */
export async function changeEmail(
  auth: AuthContext,
  { token, visitor }: { readonly token: unknown; readonly visitor: Visitor },
): Promise<Outcome<UserRow>> {
  const moved = await unlessTaken(auth, "change_email", token, async (tx) => {
    const found = await consumeMailToken(auth, tx, { purpose: "change_email", token });
    const changed = found && (await moveTo(auth, tx, found));
    if (!changed) return null;
    const { user, sentTo } = found;
    await voidPending(tx, user);
    const data = { newEmail: sentTo };
    await wantMail(auth, tx, { kind: "email_changed", address: user.email, userId: user.id, data });
    await audit(tx, auth.clock, { action: "change_email", userId: user.id, ...byVisitor(visitor) });
    return changed;
  });
  if (!moved) return auditRefusal(auth, noLongerGood, { action: "change_email", ...byVisitor(visitor) });
  await recheckUser(auth, moved.id);
  return done(moved);
}

/** "It wasn't me": the old address is back, all sessions end, and the password is gone, for somebody else knew it. */
export async function undoEmailChange(
  auth: AuthContext,
  { token, visitor }: { readonly token: unknown; readonly visitor: Visitor },
): Promise<Outcome<UserRow>> {
  const undone = await unlessTaken(auth, "undo_email", token, async (tx) => {
    const found = await consumeMailToken(auth, tx, { purpose: "undo_email", token });
    if (found) await holdSessions(tx, found.user.id);
    const changed = found && (await moveTo(auth, tx, found));
    if (!changed) return null;
    const { user } = found;
    await deleteLaterUndos(tx, found);
    await tx.updateTable("users").set({ hashed_password: null }).where("id", "=", user.id).execute();
    await voidPending(tx, user);
    await audit(tx, auth.clock, { action: "undo_email", userId: user.id, ...byVisitor(visitor) });
    return { user: { ...changed, hashed_password: null }, ended: await deleteSessions(tx, user.id) };
  });
  if (!undone) return auditRefusal(auth, noLongerGood, { action: "undo_email", ...byVisitor(visitor) });
  endPages(auth, undone.ended);
  return done(undone.user);
}

/** Carries a change out; null where somebody else got the address between the question whether it is free and the answer. */
async function unlessTaken<Result>(
  auth: AuthContext,
  purpose: "change_email" | "undo_email",
  token: unknown,
  work: (tx: AuthTransaction) => Promise<Result | null>,
): Promise<Result | null> {
  const wanted = await peekMailToken(auth, purpose, token);
  if (!wanted) return null;
  try {
    return await auth.db.transaction().execute(work);
  } catch (error) {
    if (await isTaken(auth.db, wanted)) return null;
    throw error;
  }
}

async function isTaken(db: AuthContext["db"], { user, sentTo }: MailToken): Promise<boolean> {
  const holder = await db.selectFrom("users").select("id").where("email", "=", sentTo).executeTakeFirst();
  return holder !== undefined && holder.id !== user.id;
}

/** The user under the address that a link went to; null where somebody else has it, or may take it back. */
async function moveTo(auth: AuthContext, tx: AuthTransaction, wanted: MailToken): Promise<UserRow | null> {
  const { user, sentTo: address } = wanted;
  if (await isTaken(tx, wanted)) return null;
  if (await isReserved(auth, tx, { address, userId: user.id })) return null;
  const now = fromNow(auth);
  const change = { email: address, confirmed_at: now, updated_at: now, access_epoch: user.access_epoch + 1 };
  const changed = await tx.updateTable("users").set(change).where("id", "=", user.id).returningAll().executeTakeFirst();
  return changed ?? null;
}
