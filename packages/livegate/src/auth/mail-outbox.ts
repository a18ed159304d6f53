import type { Kysely } from "kysely";
import { type AuthContext, fromNow } from "./auth-context.ts";
import type { AuthTables, UserId } from "./auth-tables.ts";
import type { MailPurpose } from "./mail-tokens.ts";
import { newRowId } from "./opaque-token.ts";

/** What a mail is about. "registered" is decided when it is sent: confirm, or "you have an account already". */
export type MailKind = MailPurpose | "registered" | "code" | "email_changed" | "password_changed" | "new_device";

/** A mail that somebody wants sent. */
export interface WantedMail {
  readonly kind: MailKind;
  readonly address: string;
  /** Of whom it tells; absent where only the address is known. */
  readonly userId?: UserId;
  /** What the text tells besides. No secrets: they are made when the mail is sent. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Puts a mail into the outbox; within a transaction where the deed that it tells of is one. */
export async function wantMail(auth: AuthContext, db: Kysely<AuthTables>, wanted: WantedMail): Promise<void> {
  const { kind, address, userId = null, data = null } = wanted;
  const now = fromNow(auth);
  const row = {
    id: newRowId(),
    kind,
    address,
    user_id: userId === null ? null : String(userId),
    data: data && JSON.stringify(data),
    created_at: now,
    due_at: now,
    attempts: 0,
  };
  await db.insertInto("mails").values(row).execute();
  auth.mailsWait();
}

/** Takes mails of a kind about a user back that haven't been sent. */
export async function withdrawMails(db: Kysely<AuthTables>, userId: UserId, kind: MailKind): Promise<void> {
  await db.deleteFrom("mails").where("user_id", "=", String(userId)).where("kind", "=", kind).execute();
}
