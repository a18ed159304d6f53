import type { Context, MiddlewareHandler } from "hono";
import { LivegateError } from "../errors/livegate-error.ts";
import type { Path } from "../paths/path.ts";
import { clientOf } from "../plug/client-address.ts";
import { writeSession } from "../plug/fetch-session.ts";
import { pageHeaders, settleHeaders } from "../plug/page-headers.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { userTokenCookie, userTokenDeletion } from "../plug/user-token-cookie.ts";
import type { LastAnswer } from "../runtime/farewell.ts";
import { visitorSession } from "../runtime/open-sessions.ts";
import { signReleaseTicket } from "../runtime/release-ticket.ts";
import { type AuthContext, moment } from "./auth-context.ts";
import { answerSheet } from "./answer-sheet.ts";
import { audit } from "./audit-log.ts";
import type { UserId } from "./auth-tables.ts";
import { type Authentication, CONTEXT } from "./authentication.ts";
import { type Device, deviceCookie, readDevice } from "./device-cookie.ts";
import { wantMail } from "./mail-outbox.ts";
import { networkOf } from "./network.ts";
import { refused } from "./outcome.ts";
import { returnPath } from "./return-path.ts";
import { type EndedSession, endSessionOf } from "./session-end.ts";
import { isActivityDue, noteActivity } from "./session-activity.ts";
import type { SudoProof } from "./sudo.ts";
import {
  CredentialChanged,
  type Factor,
  type LogInMethod,
  findSession,
  isDue,
  rotateSession,
  startSession,
} from "./user-sessions.ts";
import { type Visitor, accountKey, isKnownDevice } from "./visitor.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- a handler of any route, whatever its path and its guards give
type AnyContext = Context<any>;

/** Where people go who have logged in or out and didn't want to go anywhere else. */
export interface UserAuthPages {
  readonly loggedIn: Path;
  readonly loggedOut: Path;
  /** Where `refreshUserSession` stands: pages that are open when their session is to be renewed send a request there. */
  readonly refresh: Path;
}

/** How somebody has proved who they are, and where they go from there. */
export interface LogInOptions {
  readonly method: LogInMethod;
  /** Whether the browser keeps the cookie when it is closed: true, or the form's own fields with `remember_me`. */
  readonly remember?: unknown;
  /** Where the visitor wanted to go; anything that isn't a page of the app counts as nothing. */
  readonly returnTo?: unknown;
  readonly flash?: FlashMessages;
}

/** Where a controller sends people after it is done, and what it tells them there. Default: the page that `userAuth` was given, no message. */
export interface LeaveOptions {
  readonly to?: Path;
  readonly flash?: FlashMessages;
}

/** Where somebody goes who has shown who they are. */
export interface GrantOptions extends LeaveOptions {
  /** The field `held` of the form, as it came: with an id in it the form was that of a sheet in a live page. */
  readonly held?: unknown;
  /** Where they wanted to go; anything that isn't a page of the app counts as nothing. */
  readonly returnTo?: unknown;
}

type FlashMessages = Readonly<Record<string, string>>;

/** What the controllers of an app call; the one place where the cookies of a log-in are written. */
export interface UserAuth {
  /**
   * A plug, between `fetchSession()` and `protectFromForgery()`: gives a session that is old enough a new token, with a page
   * that is being read, and writes down which forms were refused for their CSRF token.
   */
  keepUserSession(): MiddlewareHandler<PlugEnv>;
  /** Who asks: for the functions of `authentication()`. */
  visitorOf(c: AnyContext): Visitor;
  /**
   * Starts a session for a user and redirects; a session that this browser had ends. The user is the very value that a function of
   * `authentication()` gave to whoever has just shown who they are; for any other it throws `LG_AUTH_USER`.
   */
  logInUser(c: AnyContext, user: LoggedInUser, options: LogInOptions): Promise<Response>;
  /** Ends the session of this browser, with its open pages in every tab, and redirects. */
  logOutUser(c: AnyContext, options?: LeaveOptions): Promise<Response>;
  /**
   * Notes in the session that its user has shown who they are, gives it a new token, and redirects: to `returnTo`, else `to`.
   * The former token holds for ten seconds, in which it shows nothing of the kind. A sheet that asked for a `held` event gets what
   * releases it instead.
   */
  grantSudo(c: AnyContext, proof: SudoProof, options?: GrantOptions): Promise<Response>;
  /** Gives the session a new token after a change of password, and redirects. */
  renewUserSession(c: AnyContext, options?: LeaveOptions): Promise<Response>;
  /** A handler: pages that stay open have their session's token renewed by it. 204, or 401 for nobody. */
  refreshUserSession(c: AnyContext): Promise<Response>;
}

/** The very value that a function of `authentication()` gave back. */
interface LoggedInUser {
  readonly id: UserId;
  readonly email: string;
}

/** Characters of what a browser calls itself. */
const USER_AGENT_LENGTH = 200;

/**
 * What controllers need to log users in and out.
 *
 * @example
 * export const { keepUserSession, logInUser, logOutUser, visitorOf } = userAuth(Accounts, {
 *   loggedIn: paths.home(),
 *   loggedOut: paths.home(),
 *   refresh: paths.sessionRefresh(),
 * });
 */
export function userAuth<User>(accounts: Authentication<User>, pages: UserAuthPages): UserAuth {
  const context = accounts[CONTEXT];
  accounts.sessions.renewal = pages.refresh;
  return {
    keepUserSession: () => async (c, next) => {
      const session = c.get("session");
      // Asked now: a log-in or a log-out gives another.
      const came = session.isNew ? null : session.id;
      await next();
      const auth = context();
      const { userSession } = session;
      if (c.get("forgeryRefused") === true) await noteForgery(auth, c);
      if (came !== null) auth.sessions.answered(came);
      if (userSession && isPersons(c) && isActivityDue(auth, userSession.seenAt)) noteActivity(auth, userSession.id);
      if (!isDue(auth, userSession) || !isRead(c)) return;
      await renewToken(auth, c, "due");
      settleHeaders(c);
    },
    visitorOf: (c: AnyContext) => visitorOf(context(), c),
    logInUser: (c, user, options) => logInUser(context(), c, { user, options, home: pages.loggedIn }),
    logOutUser: (c, { to = pages.loggedOut, flash = {} } = {}) => logOutUser(context(), c, { to, flash }),
    grantSudo: (c, proof, { to = pages.loggedIn, ...options } = {}) =>
      grantSudo(context(), c, { proof, options: { to, ...options } }),
    async renewUserSession(c, { to = pages.loggedIn, flash = {} } = {}) {
      await renewToken(context(), c, "strict");
      return leaveFor(c, to.href(c.env.endpoint.base), flash);
    },
    async refreshUserSession(c) {
      const found = await findSession(context(), tokenOf(c), c.get("session"));
      if (!found) return c.body(null, 401);
      if (isDue(context(), found.session)) await renewToken(context(), c, "due");
      return c.body(null, 204);
    },
  };
}

async function noteForgery({ db, clock }: AuthContext, c: Context<PlugEnv>): Promise<void> {
  await audit(db, clock, { action: "form", reason: "forgery", network: clientFacts(c).network });
}

const tokenOf = (c: AnyContext): unknown => c.get("session").get("user_token");

/** Whether a person is looking at the answer: a new token is for nobody who only fetches ahead. */
const isRead = (c: Context<PlugEnv>): boolean => c.req.method === "GET" && c.res.status < 400 && !isAhead(c);

/** Whether a person has asked: by a link, a form or an address, and not a script by itself. */
const isPersons = (c: Context<PlugEnv>): boolean =>
  (c.req.header("sec-fetch-mode") ?? "navigate") === "navigate" && !isAhead(c);

function isAhead(c: Context<PlugEnv>): boolean {
  const purpose = c.req.header("sec-purpose") ?? c.req.header("purpose") ?? c.req.header("x-moz") ?? "";
  return /prefetch|prerender/i.test(purpose);
}

/** Whether there was a new token: of several requests at the same time one gets it. */
async function renewToken(auth: AuthContext, c: Context<PlugEnv>, why: "due" | "strict" | Factor): Promise<boolean> {
  const renewed = await rotateSession(auth, tokenOf(c), why);
  if (renewed) pageHeaders(c).addCookie(userTokenCookie(renewed.token, renewed.maxAge, c.env.endpoint));
  return renewed !== null;
}

interface Grant {
  readonly proof: SudoProof;
  readonly options: GrantOptions & { readonly to: Path };
}

async function grantSudo(auth: AuthContext, c: Context<PlugEnv>, { proof, options }: Grant): Promise<Response> {
  const { to, returnTo, held, flash = {} } = options;
  const { endpoint } = c.env;
  const provenAt = auth.clock.now();
  const renewed = await renewToken(auth, c, { method: proof.method, at: moment(provenAt) });
  if (typeof held !== "string" || held === "")
    return leaveFor(c, returnPath(returnTo, endpoint) ?? to.href(endpoint.base), flash);
  const { userSession } = c.get("session");
  if (!renewed || userSession?.userId !== proof.userId) return answerSheet(c, meanwhile);
  return answerSheet(c, { ticket: signReleaseTicket(endpoint, { held, userSessionId: userSession.id, provenAt }) });
}

/** The session got another token while this request was under way; the next one brings it. */
const meanwhile = refused("renewed", "", "Something came in between. Try again.");

function visitorOf({ settings }: AuthContext, c: Context<PlugEnv>): Visitor {
  const device = readDevice(c, settings.lifetimes.device);
  return {
    ...clientFacts(c),
    device: device?.id ?? null,
    accounts: device?.accounts ?? [],
    session: c.get("session").userSession,
  };
}

function clientFacts(c: Context<PlugEnv>): Pick<Visitor, "network" | "userAgent"> {
  const { address } = clientOf(
    {
      remoteAddress: c.env.remoteAddress ?? "",
      forwardedFor: c.req.header("x-forwarded-for"),
      forwardedProto: c.req.header("x-forwarded-proto"),
    },
    c.env.endpoint,
  );
  // Control characters have no place in a table that people read.
  const userAgent = (c.req.header("user-agent") ?? "").replaceAll(/\p{C}/gu, " ").slice(0, USER_AGENT_LENGTH);
  return { network: networkOf(address), userAgent };
}

interface LogIn {
  readonly user: LoggedInUser;
  readonly options: LogInOptions;
  readonly home: Path;
}

async function logInUser(auth: AuthContext, c: Context<PlugEnv>, { user, options, home }: LogIn): Promise<Response> {
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

async function logOutUser(
  auth: AuthContext,
  c: Context<PlugEnv>,
  { to, flash }: { readonly to: Path; readonly flash: FlashMessages },
): Promise<Response> {
  const ended = await endSessionOf(auth, tokenOf(c));
  leaveSession(auth, c, ended);
  if (ended) {
    const { network } = clientFacts(c);
    await audit(auth.db, auth.clock, { action: "log_out", userId: ended.user_id, sessionId: ended.id, network });
  }
  pageHeaders(c).addCookie(userTokenDeletion(c.env.endpoint));
  // What the browser keeps of the pages that were seen is nobody's business any more.
  pageHeaders(c).put("clear-site-data", '"cache"');
  return leaveFor(c, to.href(c.env.endpoint.base), flash);
}

/** Begins a new browser session, and ends the pages that this browser has open in the former one, and in that of a user. */
function leaveSession(auth: AuthContext, c: Context<PlugEnv>, user: { readonly id: string } | null): void {
  const session = c.get("session");
  const visitor = session.isNew ? [] : [visitorSession(session.id)];
  session.clear();
  session.renew();
  const answer = lastAnswer(c, session.id);
  auth.news.ended(user ? [user.id, ...visitor] : visitor, answer);
}

/** 303: whatever brought the form, the next page is fetched by GET. */
function leaveFor(c: Context<PlugEnv>, to: string, flash: FlashMessages): Response {
  for (const [kind, message] of Object.entries(flash)) c.get("session").putFlash(kind, message);
  pageHeaders(c).put("cache-control", "no-store");
  writeSession(c);
  return c.redirect(to, 303);
}

/** What becomes of the answer on its way to the browser, as far as the server is told. */
function lastAnswer({ env }: Context<PlugEnv>, next: string): LastAnswer {
  const { outgoing } = env as { outgoing?: { once(event: string, listen: () => void): unknown } };
  const when = (...events: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      for (const event of events) outgoing?.once(event, resolve);
    });
  return { next, written: when("finish", "close"), arrived: when("arrived") };
}
