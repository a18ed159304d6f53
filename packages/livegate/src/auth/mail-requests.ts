import type { AuthContext, UserRow } from "./auth-context.ts";
import { audit, auditRefusal, byVisitor } from "./audit-log.ts";
import { checkEmail, emailAddress } from "./email-address.ts";
import { wantMail } from "./mail-outbox.ts";
import { type Outcome, done, refused, throttled } from "./outcome.ts";
import { fieldsOf } from "./reauthentication.ts";
import type { Visitor } from "./visitor.ts";

const SENT_BEFORE =
  "A mail went to this address a moment ago. The link in it is good; wait before you ask for another one.";

/**
 * Asks for a mail with a link. Only the wish is written down, for known and unknown addresses alike; who it concerns is
 * looked up when the mail is sent. Over the limit nothing is written, and the last link stays good.
 */
export async function requestLink(
  auth: AuthContext,
  kind: "log_in" | "confirm" | "reset_password",
  { input, visitor }: { readonly input: unknown; readonly visitor: Visitor },
): Promise<Outcome<null>> {
  const typed = fieldsOf(input)["email"];
  const address = emailAddress(typed);
  const entry = { action: `request_${kind}`, ...byVisitor(visitor) };
  if (address === null) {
    const message = checkEmail(typeof typed === "string" ? typed : "") ?? "";
    return auditRefusal(auth, refused("input", "email", message), entry);
  }
  const wait = await auth.throttles.take("mail", address, visitor);
  if (wait > 0) return auditRefusal(auth, throttled(wait, SENT_BEFORE), entry);
  await wantMail(auth, auth.db, { kind, address });
  await audit(auth.db, auth.clock, entry);
  return done(null);
}

/** Asks for a code: what proves an account without a password to be the user's. */
export async function requestCode(auth: AuthContext, user: UserRow, visitor: Visitor): Promise<Outcome<null>> {
  const entry = { action: "request_code", userId: user.id, ...byVisitor(visitor) };
  const wait = await auth.throttles.take("mail", user.email, visitor);
  if (wait > 0) return auditRefusal(auth, throttled(wait, SENT_BEFORE), entry);
  await wantMail(auth, auth.db, { kind: "code", address: user.email, userId: user.id });
  await audit(auth.db, auth.clock, entry);
  return done(null);
}
