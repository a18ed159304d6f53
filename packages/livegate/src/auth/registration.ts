import { type AuthContext, type UserRow, fromNow } from "./auth-context.ts";
import { audit, auditRefusal, byVisitor } from "./audit-log.ts";
import type { UserId } from "./auth-tables.ts";
import { checkEmail, emailAddress } from "./email-address.ts";
import { wantMail } from "./mail-outbox.ts";
import { isReserved } from "./mail-tokens.ts";
import { type Outcome, done, refused, throttled, tooBusy } from "./outcome.ts";
import { checkPassword, passwordText } from "./password-rules.ts";
import { fieldsOf } from "./reauthentication.ts";
import { type Visitor, isKnownDevice } from "./visitor.ts";

/** More columns of a new user, which the app decides, never the form. */
export type UserExtras = Readonly<Record<string, unknown>>;

/**
 * Registers an address with a password. "immediate": gives the user, or says that the address is taken. "verified": the
 * answer is the same for every address, null, and a mail tells the rest.
 */
export async function register(
  auth: AuthContext,
  input: unknown,
  visitor: Visitor,
  extras: UserExtras = {},
): Promise<Outcome<UserRow | null>> {
  const result = await tryToRegister(auth, input, visitor, extras);
  if (!result.ok) return auditRefusal(auth, result, { action: "register", ...byVisitor(visitor) });
  return result;
}

async function tryToRegister(
  auth: AuthContext,
  input: unknown,
  visitor: Visitor,
  extras: UserExtras,
): Promise<Outcome<UserRow | null>> {
  const { appName, registration } = auth.settings;
  const typed = newCredentials(input, [appName]);
  if (!typed.ok) return typed;
  const { email, password } = typed.value;
  const wait = await auth.throttles.take("registration", email, visitor);
  if (wait > 0) return throttled(wait);
  const hashed = await auth.hashing.hash(password, isKnownDevice(visitor, email));
  if (hashed === null) return tooBusy;
  const user = await insertUser(auth, { email, hashed, extras, visitor });
  if (registration === "verified") {
    if (!user) await wantMail(auth, auth.db, { kind: "registered", address: email });
    return done(null);
  }
  return user ? done(user) : refused("taken", "email", "This address is taken already.");
}

/** What a form must bring for an account: an address and a password that can be used. All that is wrong is said at once. */
function newCredentials(
  input: unknown,
  names: readonly string[],
): Outcome<{ readonly email: string; readonly password: string }> {
  const { email: typedEmail, password: typedPassword } = fieldsOf(input);
  const email = emailAddress(typedEmail);
  const password = newPassword(typedPassword, [...names, ...(email === null ? [] : [email])]);
  if (email !== null && password.ok) return done({ email, password: password.value });
  const emailErrors = email === null ? { email: [checkEmail(textOf(typedEmail)) ?? ""] } : {};
  const errors = { ...emailErrors, ...(password.ok ? {} : password.errors) };
  return { ok: false, status: 422, reason: "input", errors, retryAfter: null };
}

const textOf = (typed: unknown): string => (typeof typed === "string" ? typed : "");

/** A password that may be chosen, in the form in which it is hashed. */
export function newPassword(typed: unknown, names: readonly string[]): Outcome<string> {
  const wrong = checkPassword(textOf(typed), { not: names });
  const text = passwordText(typed);
  if (wrong !== null || text === null) return refused("password_rules", "password", wrong ?? "Choose a password.");
  return done(text);
}

interface NewUser {
  readonly email: string;
  readonly hashed: string;
  readonly extras: UserExtras;
  readonly visitor: Visitor;
}

/** Adds the user, and the mail that asks for the mailbox's proof; null where the address is taken. */
async function insertUser(auth: AuthContext, { email, hashed, extras, visitor }: NewUser): Promise<UserRow | null> {
  const now = fromNow(auth);
  const id: { id?: UserId } = auth.settings.newUserId ? { id: auth.settings.newUserId() } : {};
  const kind = auth.settings.registration === "verified" ? "registered" : "confirm";
  return auth.db.transaction().execute(async (tx) => {
    if (await isReserved(auth, tx, { address: email, userId: null })) return null;
    const user = await tx
      .insertInto("users")
      .values({ ...extras, ...id, email, hashed_password: hashed, created_at: now, updated_at: now })
      .onConflict((conflict) => conflict.column("email").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!user) return null;
    await wantMail(auth, tx, { kind, address: email });
    await audit(tx, auth.clock, { action: "register", userId: user.id, ...byVisitor(visitor) });
    return user;
  });
}
