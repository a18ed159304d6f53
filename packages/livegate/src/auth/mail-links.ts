import { type AuthContext, type UserRow, fromNow } from "./auth-context.ts";
import { audit, auditRefusal, byVisitor } from "./audit-log.ts";
import { wantMail } from "./mail-outbox.ts";
import { type MailPurpose, consumeMailToken, peekMailToken } from "./mail-tokens.ts";
import { type MailboxProof, proveMailbox, voidPending } from "./mailbox-proof.ts";
import { type Outcome, type Refusal, done, noLongerGood, refused, throttled, tooBusy } from "./outcome.ts";
import { fieldsOf } from "./reauthentication.ts";
import { newPassword } from "./registration.ts";
import { deleteSessions, endPages, holdSessions } from "./session-end.ts";
import { recheckUser } from "./user-access.ts";
import type { Visitor } from "./visitor.ts";

/** What a page shows before somebody acts on a link. */
export interface LinkPreview {
  /** The address that the link went to. */
  readonly email: string;
  /** False: this would be the first proof of the mailbox, so the page offers to give the password. */
  readonly confirmed: boolean;
  readonly hasPassword: boolean;
}

/** What acting on a link came to. `voided`: what was there before need not have been the owner's, and is gone. */
export interface LinkResult {
  readonly user: UserRow;
  readonly voided: boolean;
}

interface LinkUse {
  readonly token: unknown;
  readonly input: unknown;
  readonly visitor: Visitor;
}

/** What a link is about, for GET and HEAD: nothing is used up. */
export async function previewLink(
  auth: AuthContext,
  purpose: MailPurpose,
  token: unknown,
): Promise<Outcome<LinkPreview>> {
  const found = await peekMailToken(auth, purpose, token);
  if (!found) return noLongerGood;
  const { user, sentTo } = found;
  return done({ email: sentTo, confirmed: user.confirmed_at !== null, hasPassword: user.hashed_password !== null });
}

/** Uses a link that confirms an address, or one that logs in: both prove the mailbox. */
export async function useLink(
  auth: AuthContext,
  purpose: "log_in" | "confirm",
  { token, input, visitor }: LinkUse,
): Promise<Outcome<LinkResult>> {
  const refuse = refusalOf(auth, purpose, visitor);
  const found = await peekMailToken(auth, purpose, token);
  if (!found) return refuse(noLongerGood);
  const password = await givenPassword(auth, found.user, { input, visitor });
  if (!password.ok) return refuse(password, found.user);
  const used = await auth.db.transaction().execute(async (tx) => {
    const current = await consumeMailToken(auth, tx, { purpose, token });
    if (!current) return null;
    const proof = await proveMailbox(auth, tx, current.user, { visitor, passwordFits: password.value });
    return { userId: current.user.id, proof };
  });
  if (!used) return refuse(noLongerGood, found.user);
  return afterProof(auth, used);
}

/** Sets a password by a link: all sessions end, nobody is logged in, all other links are no good any more. */
export async function resetPassword(
  auth: AuthContext,
  { token, input, visitor }: LinkUse,
): Promise<Outcome<LinkResult>> {
  const refuse = refusalOf(auth, "reset_password", visitor);
  // Nothing is hashed for whoever has no link.
  const found = await peekMailToken(auth, "reset_password", token);
  if (!found) return refuse(noLongerGood);
  const password = newPassword(fieldsOf(input)["password"], [auth.settings.appName, found.user.email]);
  if (!password.ok) return refuse(password, found.user);
  const hashed = await auth.hashing.hash(password.value, false);
  if (hashed === null) return refuse(tooBusy, found.user);
  const used = await auth.db.transaction().execute(async (tx) => {
    const current = await consumeMailToken(auth, tx, { purpose: "reset_password", token });
    if (!current) return null;
    const { user } = current;
    await holdSessions(tx, user.id);
    // The new password is the owner's; what was there before is judged as by any other link.
    const proof = await proveMailbox(auth, tx, user, { visitor, passwordFits: false });
    await tx
      .updateTable("users")
      .set({ hashed_password: hashed, updated_at: fromNow(auth) })
      .where("id", "=", user.id)
      .execute();
    // Behind the password: a log-in that is under way with the former one waits for it, or has its session by now.
    const ended = await deleteSessions(tx, user.id);
    await voidPending(tx, user);
    await wantMail(auth, tx, passwordChanged(auth, user, visitor));
    await audit(tx, auth.clock, { action: "reset_password", userId: user.id, ...byVisitor(visitor) });
    return { userId: user.id, proof: { voided: proof.voided, ended: [...proof.ended, ...ended] } };
  });
  if (!used) return refuse(noLongerGood, found.user);
  return afterProof(auth, used);
}

/** The mail that tells of another password. */
export const passwordChanged = (auth: AuthContext, { id, email }: UserRow, { network, userAgent }: Visitor) =>
  ({ kind: "password_changed", address: email, userId: id, data: { network, userAgent, at: fromNow(auth) } }) as const;

function refusalOf(auth: AuthContext, action: string, visitor: Visitor) {
  return (refusal: Refusal, user?: UserRow): Promise<Refusal> =>
    auditRefusal(auth, refusal, { action, userId: user?.id ?? null, ...byVisitor(visitor) });
}

/** Whether the form gave the account's password; none given is no mistake, but a wrong one is. */
async function givenPassword(
  { throttles, hashing }: AuthContext,
  user: UserRow,
  { input, visitor }: { readonly input: unknown; readonly visitor: Visitor },
): Promise<Outcome<boolean>> {
  const { password } = fieldsOf(input);
  if (user.confirmed_at !== null || password === undefined || password === "") return done(false);
  const wait = await throttles.take("password", user.email, visitor);
  if (wait > 0) return throttled(wait);
  const fits = await hashing.verify(user.hashed_password, password, false);
  if (fits === null) return tooBusy;
  return fits ? done(true) : refused("password", "password", "This is not the password of this account.");
}

async function afterProof(
  auth: AuthContext,
  { userId, proof }: { readonly userId: UserRow["id"]; readonly proof: MailboxProof },
): Promise<Outcome<LinkResult>> {
  endPages(auth, proof.ended);
  await recheckUser(auth, userId);
  const user = await auth.db.selectFrom("users").selectAll().where("id", "=", userId).executeTakeFirst();
  return user ? done({ user, voided: proof.voided }) : noLongerGood;
}
