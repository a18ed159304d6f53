import type { Session } from "../plug/session.ts";
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

/**
 * Whether the user of a session has shown lately who they are: by the token that came, if it is the session's present one, or on
 * the socket that asks.
 */
export function hasSudo(
  { clock, settings }: AuthContext,
  { userSession, sudo }: Pick<Session, "userSession" | "sudo">,
): boolean {
  if (!userSession) return false;
  const onSocket = sudo?.userSessionId === userSession.id ? sudo.at : null;
  const provenAt = Math.max(userSession.provenAt ?? 0, onSocket ?? 0);
  return clock.now() < provenAt + settings.lifetimes.sudo;
}

/** Makes sure that it is the user who asks: their session has shown it lately, or what was typed does. */
export const confirmUser = async (
  auth: AuthContext,
  user: UserRow,
  given: { readonly input: unknown; readonly visitor: Visitor; readonly action: string },
): Promise<Outcome<null>> => {
  const { session } = given.visitor;
  const isShown = session?.userId === user.id && hasSudo(auth, { userSession: session, sudo: null });
  return isShown ? done(null) : reauthenticate(auth, user, given);
};

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
