import { type AuthContext, type UserRow, fromNow } from "./auth-context.ts";
import { auditRefusal, byVisitor } from "./audit-log.ts";
import { deleteTokens } from "./mail-tokens.ts";
import { newRowId } from "./opaque-token.ts";
import { type Outcome, done, refused, throttled, tooBusy, wrongCode } from "./outcome.ts";
import type { Visitor } from "./visitor.ts";

/** Wrong guesses after which a code is no good any more. */
export const TRIES = 5;

const wrongPassword = refused("password", "current_password", "This is not your current password.");

/** The fields of a form that is an object; none of anything else. */
export const fieldsOf = (input: unknown): Readonly<Record<string, unknown>> =>
  typeof input === "object" && input !== null ? (input as Readonly<Record<string, unknown>>) : {};

/**
 * Makes sure that it is the user who asks, by what was typed just now: the current password, or for an account without one
 * the code that was mailed.
 */
export async function reauthenticate(
  auth: AuthContext,
  user: UserRow,
  { input, visitor, action }: { readonly input: unknown; readonly visitor: Visitor; readonly action: string },
): Promise<Outcome<null>> {
  const { current_password: password, code } = fieldsOf(input);
  const wait = await auth.throttles.take(user.hashed_password === null ? "code" : "password", user.email, visitor);
  const checked =
    wait > 0
      ? throttled(wait)
      : user.hashed_password === null
        ? await checkCode(auth, user, code)
        : await checkPassword(auth, user.hashed_password, password);
  if (checked.ok) return checked;
  return auditRefusal(auth, checked, { action, userId: user.id, ...byVisitor(visitor) });
}

async function checkPassword({ hashing }: AuthContext, hashed: string, typed: unknown): Promise<Outcome<null>> {
  const fits = await hashing.verify(hashed, typed, true);
  if (fits === null) return tooBusy;
  return fits ? done(null) : wrongPassword;
}

async function checkCode(auth: AuthContext, { id }: UserRow, typed: unknown): Promise<Outcome<null>> {
  const row = await auth.db
    .selectFrom("tokens")
    .select(["id", "token_hash"])
    .where("user_id", "=", id)
    .where("purpose", "=", "code")
    .where("expires_at", ">", fromNow(auth))
    .where("tries", "<", TRIES)
    .executeTakeFirst();
  const text = typeof typed === "string" ? typed.replaceAll(/[\s-]/g, "").toUpperCase() : "";
  const fits = await auth.hashing.verify(row?.token_hash ?? null, text, true);
  if (fits === null) return tooBusy;
  if (!row || !fits) return row ? countWrongGuess(auth, row.id) : wrongCode;
  // Of several that bring the right code at once a single one gets through.
  const { numDeletedRows } = await auth.db.deleteFrom("tokens").where("id", "=", row.id).executeTakeFirst();
  return numDeletedRows === 1n ? done(null) : wrongCode;
}

async function countWrongGuess({ db }: AuthContext, id: string): Promise<Outcome<null>> {
  await db
    .updateTable("tokens")
    .set(({ eb }) => ({ tries: eb("tries", "+", 1) }))
    .where("id", "=", id)
    .execute();
  return wrongCode;
}

/** Eight characters that nobody confuses: 40 bits. */
export function newCode(random: Buffer): string {
  const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  return [...random.subarray(0, 8)].map((byte) => letters[byte % letters.length]).join("");
}

/** Keeps a code, hashed like a password; the former one is no good any more. Null where hashing has no place left. */
export async function keepCode(auth: AuthContext, { id, email }: UserRow, code: string): Promise<boolean> {
  const hashed = await auth.hashing.hash(code, true);
  if (hashed === null) return false;
  const row = {
    id: newRowId(),
    user_id: id,
    purpose: "code",
    token_hash: hashed,
    sent_to: email,
    tries: 0,
    created_at: fromNow(auth),
    expires_at: fromNow(auth, auth.settings.lifetimes.logInLink),
  };
  await auth.db.transaction().execute(async (tx) => {
    await deleteTokens(tx, id, "code");
    await tx.insertInto("tokens").values(row).execute();
  });
  return true;
}
