import { type AuthContext, type UserRow, fromNow } from "./auth-context.ts";
import { auditRefusal, byVisitor } from "./audit-log.ts";
import { emailAddress } from "./email-address.ts";
import { type Outcome, done, refused, throttled, tooBusy } from "./outcome.ts";
import { passwordText } from "./password-rules.ts";
import { fieldsOf } from "./reauthentication.ts";
import { type Visitor, isKnownDevice } from "./visitor.ts";

/** One answer for a wrong password, an unknown address, an account without a password and one that is disabled. */
const wrong = refused("credentials", "", "The e-mail address or the password is wrong.");

/**
 * The user of an address and a password. An address that nobody has costs as much time as one that somebody has; strangers
 * are counted by network and by address before anything is hashed.
 */
export async function logInWithPassword(
  auth: AuthContext,
  input: unknown,
  visitor: Visitor,
): Promise<Outcome<UserRow>> {
  const fields = fieldsOf(input);
  const email = emailAddress(fields["email"]) ?? "";
  const wait = await auth.throttles.take("password", email, visitor);
  const user = wait > 0 ? undefined : await userOf(auth, email);
  const result =
    wait > 0 ? throttled(wait) : await compared(auth, user, fields["password"], isKnownDevice(visitor, email));
  if (result.ok) return result;
  return auditRefusal(auth, result, { action: "log_in_by_password", userId: user?.id ?? null, ...byVisitor(visitor) });
}

const userOf = ({ db }: AuthContext, email: string): Promise<UserRow | undefined> =>
  db.selectFrom("users").selectAll().where("email", "=", email).executeTakeFirst();

async function compared(
  auth: AuthContext,
  user: UserRow | undefined,
  typed: unknown,
  isKnown: boolean,
): Promise<Outcome<UserRow>> {
  const hashed = user?.hashed_password ?? null;
  const fits = await auth.hashing.verify(hashed, typed, isKnown);
  if (fits === null) return tooBusy;
  if (!fits || !user || hashed === null || user.disabled_at !== null) return wrong;
  // Whoever registered an address with it learns nothing either: it may have been somebody else's before.
  if (auth.settings.registration === "verified" && user.confirmed_at === null) return wrong;
  if (!auth.hashing.isOutdated(hashed)) return done(user);
  return done({ ...user, hashed_password: await hashAnew(auth, user, { hashed, typed }) });
}

/**
 * Today's parameters, for a password that was hashed with former ones. Another time will do where there is no place. Gives the hash
 * that the password has now.
 */
async function hashAnew(
  auth: AuthContext,
  { id }: UserRow,
  { hashed, typed }: { readonly hashed: string; readonly typed: unknown },
): Promise<string> {
  const next = await auth.hashing.hash(passwordText(typed) ?? "", true);
  if (next === null) return hashed;
  const { numUpdatedRows } = await auth.db
    .updateTable("users")
    .set({ hashed_password: next, updated_at: fromNow(auth) })
    .where("id", "=", id)
    .where("hashed_password", "=", hashed)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? next : hashed;
}
