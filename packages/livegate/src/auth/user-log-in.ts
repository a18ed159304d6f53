import type { Context } from "hono";
import { LivegateError } from "../errors/livegate-error.ts";
import type { Path } from "../paths/path.ts";
import { pageHeaders } from "../plug/page-headers.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { userTokenCookie, userTokenDeletion } from "../plug/user-token-cookie.ts";
import type { AuthContext } from "./auth-context.ts";
import { audit } from "./audit-log.ts";
import type { UserId } from "./auth-tables.ts";
import { type Device, deviceCookie } from "./device-cookie.ts";
import { type FlashMessages, leaveFor, leaveSession } from "./leave-session.ts";
import { wantMail } from "./mail-outbox.ts";
import { clientFacts, tokenOf, visitorOf } from "./request-visitor.ts";
import { returnPath } from "./return-path.ts";
import { type EndedSession, endSessionOf } from "./session-end.ts";
import { CredentialChanged, type LogInMethod, startSession } from "./user-sessions.ts";
import { type Visitor, accountKey, isKnownDevice } from "./visitor.ts";

/** How somebody has proved who they are, and where they go from there. */
export interface LogInOptions {
  readonly method: LogInMethod;
  /** Whether the browser keeps the cookie when it is closed: true, or the form's own fields with `remember_me`. */
  readonly remember?: unknown;
  /** Where the visitor wanted to go; anything that isn't a page of the app counts as nothing. */
  readonly returnTo?: unknown;
  readonly flash?: FlashMessages;
}

/** The very value that a function of `authentication()` gave back. */
export interface LoggedInUser {
  readonly id: UserId;
  readonly email: string;
}

interface LogIn {
  readonly user: LoggedInUser;
  readonly options: LogInOptions;
  readonly home: Path;
}

/** Starts a session for whoever has shown who they are, in place of the one that the browser had, and leads on. */
export async function logInUser(
  auth: AuthContext,
  c: Context<PlugEnv>,
  { user, options, home }: LogIn,
): Promise<Response> {
  const { endpoint } = c.env;
  const credential = credentialOf(auth, user);
  const visitor = visitorOf(auth, c);
  const former = await endSessionOf(auth, tokenOf(c));
  const remember = isTicked(options.remember);
  const started = await startSession(auth, user.id, { visitor, method: options.method, remember, credential }).catch(
    (error: unknown) => {
      if (error instanceof CredentialChanged) return null;
      throw error;
    },
  );
  if (!started) return refuseLogIn(auth, c, { user, home, former });
  const { token } = started;
  await tellOfNewDevice(auth, user, { visitor, method: options.method });

  const session = c.get("session");
  const { lifetimes } = auth.settings;
  const left = session.takeFlash();
  leaveSession(auth, c, former);
  const headers = pageHeaders(c);
  headers.addCookie(userTokenCookie(token, remember ? lifetimes.session / 1000 : null, endpoint));
  const device: Device | null = visitor.device === null ? null : { id: visitor.device, accounts: visitor.accounts };
  headers.addCookie(deviceCookie(device, accountKey(user.email), endpoint, lifetimes.device));
  return leaveFor(c, returnPath(options.returnTo, endpoint) ?? home.href(endpoint.base), { ...left, ...options.flash });
}

/** The password, hashed, that a user had when they showed who they are. */
function credentialOf({ credentials, settings }: AuthContext, user: LoggedInUser): string | null {
  const credential = credentials.get(user);
  if (credential !== undefined) return credential;
  throw new LivegateError(
    "LG_AUTH_USER",
    `logInUser got a user with the id ${JSON.stringify(user.id)} that no function of the accounts of ${settings.appName} gave back.`,
  );
}

/** Somebody has shown a password that was changed before they were logged in. */
async function refuseLogIn(
  auth: AuthContext,
  c: Context<PlugEnv>,
  { user, home, former }: { readonly user: LoggedInUser; readonly home: Path; readonly former: EndedSession | null },
): Promise<Response> {
  const { network } = clientFacts(c);
  await audit(auth.db, auth.clock, { action: "log_in", reason: "credential_changed", userId: user.id, network });
  leaveSession(auth, c, former);
  if (former) pageHeaders(c).addCookie(userTokenDeletion(c.env.endpoint));
  return leaveFor(c, home.href(c.env.endpoint.base), { error: "The password was changed meanwhile. Log in again." });
}

/** A checkbox of a form, or the app's own decision. */
function isTicked(remember: unknown): boolean {
  const asked =
    typeof remember === "object" && remember !== null && "remember_me" in remember ? remember.remember_me : remember;
  return asked === true || asked === "true" || asked === "on" || asked === "1";
}

/** Tells the owner of the first log-in on a device that no one of theirs has logged in on; but not of the first of all. */
async function tellOfNewDevice(
  auth: AuthContext,
  { id, email }: LoggedInUser,
  { visitor, method }: { readonly visitor: Visitor; readonly method: LogInMethod },
): Promise<void> {
  if (method === "registration" || isKnownDevice(visitor, email)) return;
  const data = { network: visitor.network, userAgent: visitor.userAgent, at: new Date(auth.clock.now()).toISOString() };
  await wantMail(auth, auth.db, { kind: "new_device", address: email, userId: id, data });
}
