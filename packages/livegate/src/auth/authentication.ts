import type { Transaction } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { Session } from "../plug/session.ts";
import type { TopicRef } from "../pubsub/topic.ts";
import { OpenSessions } from "../runtime/open-sessions.ts";
import { type AccountFlows, accountFlows } from "./account-flows.ts";
import type { Actor } from "./audit-log.ts";
import type { AuthContext, UserRow } from "./auth-context.ts";
import type { UserId } from "./auth-tables.ts";
import { type AuthenticationDefinition, settingsOf } from "./authentication-definition.ts";
import {
  type AuthenticationBeside,
  type AuthenticationStart,
  type RunningAuthentication,
  startAuthentication,
} from "./authentication-start.ts";
import { purgeExpired } from "./expired-rows.ts";
import { type InSession, type SessionKey, inSession } from "./in-session.ts";
import type { Outcome } from "./outcome.ts";
import { type EndOptions, endSession, endSessions } from "./session-end.ts";
import { type ListedSession, listSessions } from "./session-list.ts";
import { type SessionsChange, sessionsTopic } from "./sessions-topic.ts";
import { hasSudo } from "./sudo.ts";
import { changeAccess, disableUser, enableUser } from "./user-access.ts";
import { findProven, findSession } from "./user-sessions.ts";

/** For this package's own doors: what stands behind an `authentication()`. */
export const CONTEXT: unique symbol = Symbol("livegate authentication");

/** An app's accounts: what people do with them, and what the app asks of them and does about them. */
export interface Authentication<User> extends AccountFlows<User> {
  readonly [CONTEXT]: () => AuthContext;
  /** The open pages of this process, for the endpoint. */
  readonly sessions: OpenSessions;
  /** Starts the mail worker and the removal of expired rows; neither in a command beside the app. */
  start(start: AuthenticationStart | AuthenticationBeside): Promise<void>;
  stop(): Promise<void>;
  /** The user of a session's token: one query. For the guard that provides `currentUser`. */
  currentUser(session: { get(key: string): unknown }): Promise<User | null>;
  /**
   * Whether the user of a session has shown who they are within `lifetimes.sudo`; for a guard behind the one that has called
   * `currentUser` with the same session.
   */
  hasSudo(session: { get(key: string): unknown }): boolean;
  /**
   * The session of whoever `currentUser` was asked about last with the same session, for `scopeFor` and what is written within it; null
   * where there is none.
   */
  sessionOf(session: { get(key: string): unknown }): SessionKey | null;
  /**
   * Writes within the session of whoever asks: no write is committed after the session has ended, whichever process ends it. `work`
   * gets a transaction of the app's database that holds the session's row, so whoever ends the session waits until it is over;
   * keep it short, and write through `tx` alone. One at a time runs in a session. Where the session has ended, has expired or
   * never was, or its user is disabled, `work` isn't called and the answer is a refusal: status 401, reason "session_ended".
   * What `work` throws takes its writes back and is thrown on.
   *
   * @example
   * const removed = await Accounts.inSession(currentScope, (tx) => tx.deleteFrom("albums").where("id", "=", 7).execute());
   * if (!removed.ok) return removed.errors;
   */
  inSession<Value>(
    scope: InSession,
    // oxlint-disable-next-line typescript/no-explicit-any -- a transaction of whatever tables the app has
    work: (tx: Transaction<any>) => Promise<Value>,
  ): Promise<Outcome<Value>>;
  /**
   * Tells open pages that a session of this user has begun or ended, here or by another process that shares `pubsub`; or that pages of
   * theirs have been opened or closed on this process.
   */
  sessionsTopic(userId: UserId): TopicRef<SessionsChange>;
  /** The sessions of a user that haven't expired, the one that was used last first. */
  sessionsOf(userId: UserId): Promise<readonly ListedSession[]>;
  /**
   * Ends one session by its id: when it resolves, nothing of its pages starts any more on this process. With `userId` only if it
   * is that user's. False where there is none.
   */
  endSession(id: string, options?: Pick<EndOptions, "userId" | "by">): Promise<boolean>;
  /** Logs a user out everywhere, or everywhere but in the session `except`; gives how many sessions that were. */
  endSessions(userId: UserId, options?: Pick<EndOptions, "except" | "by">): Promise<number>;
  /** Keeps a user out: sessions end with their pages, mailed links die, and log-in answers as to a wrong password. False: no such user. */
  disable(userId: UserId, by?: Actor): Promise<boolean>;
  /** Lets a user in again. False where there is no such user. */
  enable(userId: UserId, by?: Actor): Promise<boolean>;
  /** Something that guards look at has changed, such as a role, and is committed: open pages of the user run them again. */
  changed(userId: UserId): Promise<void>;
  /** Looks up now what has become of the sessions with open pages; happens every eight seconds by itself. */
  rereadSessions(): Promise<void>;
  /** Sends what is in the outbox now; for tests. */
  deliverMails(): Promise<void>;
  /** Removes expired rows now; happens every hour by itself. */
  purgeExpired(): Promise<number>;
}

/**
 * An app's accounts: who they are, how they get in, and how they are kept out again.
 *
 * Started by `application.ts`; whatever is asked before throws `LG_AUTH_NOT_STARTED`.
 *
 * @example
 * export const Accounts = authentication({
 *   appName: "Teacher",
 *   tables: { users: "users", sessions: "users_sessions", tokens: "users_tokens", mails: "users_mails", audit: "users_audit" },
 *   user: ({ id, email }: UserRow) => ({ id, email }),
 *   mails: userMails,
 * });
 */
export function authentication<Row extends UserRow, User>(
  definition: AuthenticationDefinition<Row, User>,
): Authentication<User> {
  const userOf = (row: UserRow): User => definition.user(row as Row); // Rows are read whole: what the app says of its table holds.
  const settings = settingsOf(definition, userOf);
  let running: RunningAuthentication | null = null;
  const context = (): AuthContext => {
    if (running) return running.auth;
    throw new LivegateError(
      "LG_AUTH_NOT_STARTED",
      `The accounts of ${definition.appName} were asked before they started.`,
    );
  };
  // Made before there is a clock, because the endpoint is put together with it.
  const sessions = new OpenSessions({
    now: () => context().clock.now(),
    setTimeout: (task, ms) => context().clock.setTimeout(task, ms),
  });

  return {
    [CONTEXT]: context,
    sessions,
    async start(given) {
      running = await startAuthentication(given, { definition, settings, sessions });
    },
    async stop() {
      await running?.stop();
      running = null;
    },
    async currentUser(session) {
      const proven = session instanceof Session ? session.proven : null;
      const found =
        proven === null
          ? await findSession(context(), session.get("user_token"), session instanceof Session ? session : {})
          : await findProven(context(), proven, session.get("user_token"));
      if (session instanceof Session) session.userSession = found?.session ?? null;
      return found && userOf(found.user);
    },
    sessionOf: (session) => (session instanceof Session && session.userSession ? { id: session.userSession.id } : null),
    inSession: async (scope, work) => inSession(context(), scope, work),
    hasSudo: (session) => session instanceof Session && hasSudo(context(), session),
    ...accountFlows(context, userOf),
    sessionsTopic: (userId) => sessionsTopic(definition.tables.sessions, userId),
    sessionsOf: async (userId) => listSessions(context(), userId),
    endSession: async (id, options = {}) => endSession(context(), id, options),
    endSessions: async (userId, options = {}) => endSessions(context(), userId, options),
    disable: async (userId, by) => disableUser(context(), userId, by),
    enable: async (userId, by) => enableUser(context(), userId, by),
    changed: async (userId) => changeAccess(context(), userId),
    rereadSessions: async () => running?.watch.look(),
    deliverMails: async () => running?.worker?.deliver(),
    purgeExpired: async () => purgeExpired(context()),
  };
}

/**
 * Whether a value is what `authentication()` gave.
 *
 * @example
 * const accounts = Object.values({ Accounts }).find(isAuthentication);
 */
export const isAuthentication = (value: unknown): value is Authentication<unknown> =>
  typeof value === "object" && value !== null && CONTEXT in value;
