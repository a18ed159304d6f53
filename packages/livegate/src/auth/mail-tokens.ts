import { type AuthContext, type AuthTransaction, type UserRow, fromNow } from "./auth-context.ts";
import type { Moment, UserId } from "./auth-tables.ts";
import { newRowId, newToken, tokenHash } from "./opaque-token.ts";

/** What a link in a mail is for. */
export type MailPurpose = "log_in" | "confirm" | "reset_password" | "change_email" | "undo_email";

/** A token's row with its user. */
export interface MailToken {
  readonly user: UserRow;
  /** The address that it went to. */
  readonly sentTo: string;
  readonly createdAt: Moment;
}

const lifetimeOf = {
  log_in: "logInLink",
  confirm: "confirmLink",
  reset_password: "resetLink",
  change_email: "changeEmailLink",
  undo_email: "undoLink",
} as const;

interface NewMailToken {
  readonly userId: UserId;
  readonly sentTo: string;
  /** When what the mail tells of happened; default now. */
  readonly createdAt?: Moment;
}

/** Makes a token for a mail. A user's former ones for the same purpose are no good any more, "it wasn't me" excepted. */
export async function makeMailToken(
  auth: AuthContext,
  purpose: MailPurpose,
  { userId, sentTo, createdAt = fromNow(auth) }: NewMailToken,
): Promise<string> {
  const { token, hash } = newToken();
  const row = {
    id: newRowId(),
    user_id: userId,
    purpose,
    token_hash: hash,
    sent_to: sentTo,
    tries: 0,
    created_at: createdAt,
    expires_at: fromNow(auth, auth.settings.lifetimes[lifetimeOf[purpose]]),
  };
  await auth.db.transaction().execute(async (tx) => {
    if (purpose !== "undo_email") await deleteTokens(tx, userId, purpose);
    await tx.insertInto("tokens").values(row).execute();
  });
  return token;
}

/** Looks at a token without using it up; null for one that is no good, whatever it is. */
export async function peekMailToken(
  auth: AuthContext,
  purpose: MailPurpose,
  token: unknown,
): Promise<MailToken | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const row = await auth.db
    .selectFrom("tokens")
    .innerJoin("users", "users.id", "tokens.user_id")
    .selectAll("users")
    .select(["tokens.sent_to", "tokens.created_at as token_created_at"])
    .where("tokens.token_hash", "=", hash)
    .where("tokens.purpose", "=", purpose)
    .where("tokens.expires_at", ">", fromNow(auth))
    .executeTakeFirst();
  return row && isGoodFor(purpose, row, row.sent_to)
    ? { user: row, sentTo: row.sent_to, createdAt: row.token_created_at }
    : null;
}

/** Uses a token up. Of several that try at once a single one gets it. */
export async function consumeMailToken(
  auth: AuthContext,
  tx: AuthTransaction,
  { purpose, token }: { readonly purpose: MailPurpose; readonly token: unknown },
): Promise<MailToken | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const used = await tx
    .deleteFrom("tokens")
    .where("token_hash", "=", hash)
    .where("purpose", "=", purpose)
    .where("expires_at", ">", fromNow(auth))
    .returning(["user_id", "sent_to", "created_at"])
    .executeTakeFirst();
  const user = used && (await tx.selectFrom("users").selectAll().where("id", "=", used.user_id).executeTakeFirst());
  return user && isGoodFor(purpose, user, used.sent_to)
    ? { user, sentTo: used.sent_to, createdAt: used.created_at }
    : null;
}

/** A link belongs to the address that it went to: it dies when the user has another one. */
function isGoodFor(purpose: MailPurpose, user: UserRow, sentTo: string): boolean {
  if (user.disabled_at !== null) return false;
  return purpose === "change_email" || purpose === "undo_email" || user.email === sentTo;
}

/** Makes a user's tokens no good: those for one purpose, or all but "it wasn't me", which must outlive what it undoes. */
export async function deleteTokens(tx: AuthTransaction, userId: UserId, purpose?: string): Promise<void> {
  const ofUser = tx.deleteFrom("tokens").where("user_id", "=", userId);
  await (
    purpose === undefined ? ofUser.where("purpose", "!=", "undo_email") : ofUser.where("purpose", "=", purpose)
  ).execute();
}

/**
 * Makes the "it wasn't me" of later changes no good: what was done after the change that is being taken back was done by
 * the same stranger. Earlier ones stay, for they are the owner's if the stranger is the one who takes back.
 */
export async function deleteLaterUndos(tx: AuthTransaction, { user, createdAt }: MailToken): Promise<void> {
  await tx
    .deleteFrom("tokens")
    .where("user_id", "=", user.id)
    .where("purpose", "=", "undo_email")
    .where("created_at", ">=", createdAt)
    .execute();
}

/** Whether an address is kept for another user, who may still take a change of it back. */
export async function isReserved(
  auth: AuthContext,
  tx: AuthTransaction,
  { address, userId }: { readonly address: string; readonly userId: UserId | null },
): Promise<boolean> {
  const undos = await tx
    .selectFrom("tokens")
    .select("user_id")
    .where("purpose", "=", "undo_email")
    .where("sent_to", "=", address)
    .where("expires_at", ">", fromNow(auth))
    .execute();
  const unsent = await tx
    .selectFrom("mails")
    .select("user_id")
    .where("kind", "=", "email_changed")
    .where("address", "=", address)
    .execute();
  return [...undos, ...unsent].some(({ user_id }) => userId === null || String(user_id) !== String(userId));
}
