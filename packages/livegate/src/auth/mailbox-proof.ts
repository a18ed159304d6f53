import { type AuthContext, type AuthTransaction, type UserRow, fromNow } from "./auth-context.ts";
import { audit, byVisitor } from "./audit-log.ts";
import { withdrawMails } from "./mail-outbox.ts";
import { deleteTokens } from "./mail-tokens.ts";
import { type EndedSession, deleteSessions, holdSessions } from "./session-end.ts";
import type { Visitor } from "./visitor.ts";

/** What the proof of a mailbox came to. */
export interface MailboxProof {
  /** Whether what was there before is gone: it need not have been the owner's. */
  readonly voided: boolean;
  /** Sessions that are gone; their pages are to be ended after the commit. */
  readonly ended: readonly EndedSession[];
}

/** How the POST that brings the proof shows that it comes from whoever registered. */
export interface Claim {
  readonly visitor: Visitor;
  /** Whether it gave the account's password. */
  readonly passwordFits: boolean;
}

/**
 * Notes that a user has read a mail. The first time decides whose account it is: anybody could have registered the address.
 * Password and sessions stay only if the very session that registered brings the proof, or the password comes with it;
 * otherwise they are void, with all tokens and changes under way, and the owner sets a password of their own.
 */
export async function proveMailbox(
  auth: AuthContext,
  tx: AuthTransaction,
  user: UserRow,
  { visitor, passwordFits }: Claim,
): Promise<MailboxProof> {
  if (user.confirmed_at !== null) return { voided: false, ended: [] };
  const isOwners = passwordFits || (await isOfRegistration(tx, user, visitor));
  await audit(tx, auth.clock, {
    action: isOwners ? "confirm" : "confirm_and_void",
    userId: user.id,
    ...byVisitor(visitor),
  });
  await holdSessions(tx, user.id);
  const now = fromNow(auth);
  const confirmed = { confirmed_at: now, updated_at: now, access_epoch: user.access_epoch + 1 };
  const change = isOwners ? confirmed : { ...confirmed, hashed_password: null };
  await tx.updateTable("users").set(change).where("id", "=", user.id).execute();
  if (isOwners) return { voided: false, ended: [] };
  await voidPending(tx, user);
  return { voided: true, ended: await deleteSessions(tx, user.id) };
}

/** Tokens, and changes of the address that wait in the outbox. */
export async function voidPending(tx: AuthTransaction, { id }: UserRow): Promise<void> {
  await deleteTokens(tx, id);
  await withdrawMails(tx, id, "change_email");
}

async function isOfRegistration(tx: AuthTransaction, user: UserRow, { session }: Visitor): Promise<boolean> {
  if (session?.userId !== user.id) return false;
  const row = await tx
    .selectFrom("sessions")
    .select("factors")
    .where("id", "=", session.id)
    .where("user_id", "=", user.id)
    .executeTakeFirst();
  const factors = JSON.parse(row?.factors ?? "[]") as readonly { method: string }[]; // Written by startSession.
  return factors.some(({ method }) => method === "registration");
}
