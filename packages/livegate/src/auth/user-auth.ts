import type { Context, MiddlewareHandler } from "hono";
import type { Path } from "../paths/path.ts";
import { pageHeaders, settleHeaders } from "../plug/page-headers.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { userTokenCookie } from "../plug/user-token-cookie.ts";
import { signReleaseTicket } from "../runtime/release-ticket.ts";
import { answerSheet } from "./answer-sheet.ts";
import { audit } from "./audit-log.ts";
import { type AuthContext, moment } from "./auth-context.ts";
import { type Authentication, CONTEXT } from "./authentication.ts";
import { type FlashMessages, leaveFor } from "./leave-session.ts";
import { refused } from "./outcome.ts";
import { clientFacts, tokenOf, visitorOf } from "./request-visitor.ts";
import { returnPath } from "./return-path.ts";
import { isActivityDue, noteActivity } from "./session-activity.ts";
import type { SudoProof } from "./sudo.ts";
import { type LogInOptions, type LoggedInUser, logInUser } from "./user-log-in.ts";
import { logOutUser } from "./user-log-out.ts";
import { type Factor, findSession, isDue, rotateSession } from "./user-sessions.ts";
import type { Visitor } from "./visitor.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- a handler of any route, whatever its path and its guards give
type AnyContext = Context<any>;

/** Where people go who have logged in or out and didn't want to go anywhere else. */
export interface UserAuthPages {
  readonly loggedIn: Path;
  readonly loggedOut: Path;
  /** Where `refreshUserSession` stands: pages that are open when their session is to be renewed send a request there. */
  readonly refresh: Path;
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
