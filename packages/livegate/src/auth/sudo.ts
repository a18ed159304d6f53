import type { UserSession } from "../plug/session.ts";
import type { AuthContext, UserRow } from "./auth-context.ts";
import type { UserId } from "./auth-tables.ts";
import { audit, byVisitor } from "./audit-log.ts";
import { type Outcome, done } from "./outcome.ts";
import { reauthenticate } from "./reauthentication.ts";
import type { Visitor } from "./visitor.ts";

/** That a user has shown just now who they are: what `reauthenticate` gives and `grantSudo` takes. */
export interface SudoProof {
  readonly userId: UserId;
  readonly method: "password" | "code";
}

/** Whether the user of a session has shown lately who they are, and the token that came is the session's present one. */
export const hasSudo = ({ clock, settings }: AuthContext, session: UserSession | null): boolean =>
  typeof session?.provenAt === "number" && clock.now() < session.provenAt + settings.lifetimes.sudo;

/** Takes what was typed as proof of who is there: throttled like a log-in, and audited whatever comes of it. */
export async function proveSudo(
  auth: AuthContext,
  user: UserRow,
  { input, visitor }: { readonly input: unknown; readonly visitor: Visitor },
): Promise<Outcome<SudoProof>> {
  const action = "reauthenticate";
  const proven = await reauthenticate(auth, user, { input, visitor, action });
  if (!proven.ok) return proven;
  await audit(auth.db, auth.clock, { action, userId: user.id, ...byVisitor(visitor) });
  return done({ userId: user.id, method: user.hashed_password === null ? "code" : "password" });
}
