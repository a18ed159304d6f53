import type { Kysely, Transaction } from "kysely";
import { type Clock, systemClock } from "../clock/clock.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { type Logger, logger } from "../plug/logger.ts";
import { Session } from "../plug/session.ts";
import type { SharedTries } from "../pubsub/shared-tries.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { TopicRef } from "../pubsub/topic.ts";
import { OpenSessions } from "../runtime/open-sessions.ts";
import { deleteAccount } from "./account-deletion.ts";
import type { Actor } from "./audit-log.ts";
import type { AuthContext, AuthSettings, UserRow } from "./auth-context.ts";
import type { AuthTables, TableNames, UserId } from "./auth-tables.ts";
import { commonPasswords } from "./common-passwords.ts";
import { changeEmail, requestEmailChange, undoEmailChange } from "./email-change.ts";
import { purgeExpired } from "./expired-rows.ts";
import { type InSession, type SessionKey, inSession } from "./in-session.ts";
import { type Lifetimes, defaultLifetimes } from "./lifetimes.ts";
import { type MailLinks } from "./mail-delivery.ts";
import { type LinkPreview, previewLink, resetPassword, useLink } from "./mail-links.ts";
import { requestCode, requestLink } from "./mail-requests.ts";
import type { MailTexts } from "./mail-texts.ts";
import type { MailPurpose } from "./mail-tokens.ts";
import { MailWorker } from "./mail-worker.ts";
import type { Mailer } from "./mailer.ts";
import { NamedTables } from "./named-tables.ts";
import { type Outcome, done, userGone } from "./outcome.ts";
import { changePassword } from "./password-change.ts";
import { type HashCost, defaultHashCost, passwordHashing } from "./password-hashing.ts";
import { logInWithPassword } from "./password-log-in.ts";
import { type UserExtras, register } from "./registration.ts";
import { type SudoProof, hasSudo, proveSudo } from "./sudo.ts";
import { Throttles } from "./throttles.ts";
import { type EndOptions, endSession, endSessions } from "./session-end.ts";
import { type ListedSession, listSessions } from "./session-list.ts";
import { databaseTries, isServer } from "./database-tries.ts";
import { SessionNews } from "./session-news.ts";
import { type SessionsChange, SessionsTopic, sessionsTopic } from "./sessions-topic.ts";
import { SessionWatch } from "./session-watch.ts";
import { changeAccess, disableUser, enableUser } from "./user-access.ts";
import { findProven, findSession } from "./user-sessions.ts";
import type { Visitor } from "./visitor.ts";

/** What an app says about its accounts. */
export interface AuthenticationDefinition<Row extends UserRow, User> {
  /** No password may be built from it, and mails name it. */
  readonly appName: string;
  readonly tables: TableNames;
  /** What the app sees of a user: of all columns, those that it selects. */
  readonly user: (row: Row) => User;
  readonly mails: MailTexts;
  /** "immediate" (default): who registers is logged in, and learns of taken addresses. "verified": the mailbox comes first. */
  readonly registration?: AuthSettings["registration"];
  /** Milliseconds; those that differ from the defaults. */
  readonly lifetimes?: Partial<Lifetimes>;
  /**
   * Milliseconds after which open pages of users end while neither the database nor other nodes can say whether their sessions
   * still hold; 10,000 at least. Default: never, as most apps would rather show what is there.
   */
  readonly failClosed?: number;
  /** Makes the key of a new user; default: the database counts. */
  readonly newUserId?: () => string;
  /** Deletes what the app keeps of a user, in the transaction that deletes the user. A throw keeps all of it. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a transaction of whatever tables the app has
  readonly deleting?: (tx: Transaction<any>, user: User) => Promise<void>;
  /** What a password's hash costs; tests make it less. */
  readonly hashCost?: HashCost;
}

/** What authentication runs with, from the start of the app on. */
export interface AuthenticationStart {
  // oxlint-disable-next-line typescript/no-explicit-any -- a database of whatever tables the app has
  readonly db: Kysely<any>;
  readonly mailer: Mailer;
  readonly links: MailLinks;
  /** The app's public address, as the endpoint has it. */
  readonly url: URL;
  /** Default: standard output. */
  readonly log?: Logger;
  /** Decides every expiry; the endpoint has the same. Default: the machine's. */
  readonly clock?: Clock;
  /**
   * Where processes tell each other which sessions have ended or changed, so that open pages of the others follow at once, and
   * pages that list sessions what has become of them: see `sessionsTopic`. Default: nowhere; the others find out within ten seconds,
   * and lists stay as they were.
   */
  readonly pubsub?: PubSub;
}

/** What a command runs with beside the app: mails wait in the outbox until the app sends them, and expired rows stay. */
export interface AuthenticationBeside extends Pick<AuthenticationStart, "db" | "log" | "clock" | "pubsub"> {
  readonly mailer: null;
}

/** What acting on a link came to. `voided`: password, sessions and pending changes were not proven to be the owner's, and are gone. */
export interface LinkOutcome<User> {
  readonly user: User;
  readonly voided: boolean;
}

/** For this package's own doors: what stands behind an `authentication()`. */
export const CONTEXT: unique symbol = Symbol("livegate authentication");

/** An app's accounts. Every function takes input as it came, and answers with a value: it throws for no input. */
export interface Authentication<User> {
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
  /** In "verified" the user is null: a mail tells the rest. `extras` are columns that the app decides, never the form. */
  register(input: unknown, visitor: Visitor, extras?: UserExtras): Promise<Outcome<{ readonly user: User | null }>>;
  logInWithPassword(input: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  requestLogInLink(input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  requestConfirmation(input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  requestPasswordReset(input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  /** What a link is about, without using it up. */
  peek(purpose: MailPurpose, token: unknown): Promise<Outcome<LinkPreview>>;
  logInWithLink(token: unknown, input: unknown, visitor: Visitor): Promise<Outcome<LinkOutcome<User>>>;
  confirm(token: unknown, input: unknown, visitor: Visitor): Promise<Outcome<LinkOutcome<User>>>;
  resetPassword(token: unknown, input: unknown, visitor: Visitor): Promise<Outcome<LinkOutcome<User>>>;
  requestCode(user: HasId, visitor: Visitor): Promise<Outcome<null>>;
  /** Takes the current password, or the mailed code of an account without one, as proof for `grantSudo`. */
  reauthenticate(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<SudoProof>>;
  requestEmailChange(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  changeEmail(token: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  undoEmailChange(token: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  changePassword(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  deleteAccount(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<null>>;
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

interface HasId {
  readonly id: UserId;
}

interface Running {
  readonly auth: AuthContext;
  /** Null in a command beside the app. */
  readonly worker: MailWorker | null;
  readonly watch: SessionWatch;
  readonly stopListening: () => void;
  readonly cancelPurge: () => void;
}

/** A shorter bound would end pages although all is well: between two looks at the database there are eight seconds. */
const SHORTEST_BOUND = 10_000;

const PURGE_EVERY = 3_600_000;

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
  let running: Running | null = null;
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
      running = startWith(given, { definition, settings, sessions, tries: await sharedTries(given) });
      if (given.mailer) commonPasswords(); // Read now rather than by the first person who registers.
    },
    async stop() {
      const stopping = running;
      stopping?.cancelPurge();
      stopping?.stopListening();
      stopping?.watch.end();
      stopping?.auth.topic.stop();
      await stopping?.worker?.stop();
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
    ...flows(context, userOf),
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

/** What people do, each with the user as the app sees it. */
function flows<User>(context: () => AuthContext, userOf: (row: UserRow) => User) {
  // Whoever is logged in with this value is who showed it with this password, or with a link while it was theirs.
  const shown = (row: UserRow): User => {
    const user = userOf(row);
    if (typeof user === "object" && user !== null) context().credentials.set(user, row.hashed_password);
    return user;
  };
  const withUser = (outcome: Outcome<UserRow>) => (outcome.ok ? done({ user: shown(outcome.value) }) : outcome);
  const withUserOrNull = (outcome: Outcome<UserRow | null>) =>
    outcome.ok ? done({ user: outcome.value && shown(outcome.value) }) : outcome;
  const withProof = (outcome: Awaited<ReturnType<typeof useLink>>) =>
    outcome.ok ? done({ user: shown(outcome.value.user), voided: outcome.value.voided }) : outcome;
  // What the app holds of a user may be of a while ago.
  const withRow = async <Value>({ id }: HasId, act: (row: UserRow) => Promise<Outcome<Value>>) => {
    const row = await context().db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst();
    return row ? act(row) : userGone;
  };
  return {
    register: async (input: unknown, visitor: Visitor, extras?: UserExtras) =>
      withUserOrNull(await register(context(), input, visitor, extras)),
    logInWithPassword: async (input: unknown, visitor: Visitor) =>
      withUser(await logInWithPassword(context(), input, visitor)),
    requestLogInLink: async (input: unknown, visitor: Visitor) => requestLink(context(), "log_in", { input, visitor }),
    requestConfirmation: async (input: unknown, visitor: Visitor) =>
      requestLink(context(), "confirm", { input, visitor }),
    requestPasswordReset: async (input: unknown, visitor: Visitor) =>
      requestLink(context(), "reset_password", { input, visitor }),
    peek: async (purpose: MailPurpose, token: unknown) => previewLink(context(), purpose, token),
    logInWithLink: async (token: unknown, input: unknown, visitor: Visitor) =>
      withProof(await useLink(context(), "log_in", { token, input, visitor })),
    confirm: async (token: unknown, input: unknown, visitor: Visitor) =>
      withProof(await useLink(context(), "confirm", { token, input, visitor })),
    resetPassword: async (token: unknown, input: unknown, visitor: Visitor) =>
      withProof(await resetPassword(context(), { token, input, visitor })),
    requestCode: async (user: HasId, visitor: Visitor) => withRow(user, (row) => requestCode(context(), row, visitor)),
    reauthenticate: async (user: HasId, input: unknown, visitor: Visitor) =>
      withRow(user, (row) => proveSudo(context(), row, { input, visitor })),
    requestEmailChange: async (user: HasId, input: unknown, visitor: Visitor) =>
      withRow(user, (row) => requestEmailChange(context(), row, { input, visitor })),
    changeEmail: async (token: unknown, visitor: Visitor) => withUser(await changeEmail(context(), { token, visitor })),
    undoEmailChange: async (token: unknown, visitor: Visitor) =>
      withUser(await undoEmailChange(context(), { token, visitor })),
    changePassword: async (user: HasId, input: unknown, visitor: Visitor) => {
      const changed = await withRow(user, (row) => changePassword(context(), row, { input, visitor }));
      return changed.ok ? withRow(user, async (row) => done({ user: userOf(row) })) : changed;
    },
    deleteAccount: async (user: HasId, input: unknown, visitor: Visitor) =>
      withRow(user, (row) => deleteAccount(context(), row, { input, visitor })),
  };
}

function settingsOf<Row extends UserRow, User>(
  {
    appName,
    registration = "immediate",
    lifetimes,
    failClosed,
    newUserId,
    deleting,
  }: AuthenticationDefinition<Row, User>,
  userOf: (row: UserRow) => User,
): AuthSettings {
  return {
    appName,
    registration,
    lifetimes: { ...defaultLifetimes, ...lifetimes },
    failClosed: failClosed === undefined ? null : Math.max(failClosed, SHORTEST_BOUND),
    newUserId: newUserId ?? null,
    deleting: async (tx, user) => deleting?.(tx, userOf(user)),
  };
}

interface Parts<Row extends UserRow, User> {
  readonly definition: AuthenticationDefinition<Row, User>;
  readonly settings: AuthSettings;
  readonly sessions: OpenSessions;
  readonly tries: SharedTries | null;
}

/** Where nodes count together: on the server between them if it can, else in the database. A command counts nothing. */
async function sharedTries(given: AuthenticationStart | AuthenticationBeside): Promise<SharedTries | null> {
  const { db, mailer, pubsub } = given;
  // A file of SQLite may be that of several workers.
  const mayBeSeveral = isServer(db) || (pubsub && pubsub.state !== "alone");
  return mailer && mayBeSeveral ? (pubsub?.tries ?? databaseTries(db)) : null;
}

function startWith<Row extends UserRow, User>(
  given: AuthenticationStart | AuthenticationBeside,
  { definition, settings, sessions, tries }: Parts<Row, User>,
): Running {
  const { db, log = logger(), clock = systemClock, pubsub = null } = given;
  const auth: AuthContext = {
    db: (db as Kysely<AuthTables>).withPlugin(new NamedTables(definition.tables)),
    clock,
    log,
    settings,
    hashing: passwordHashing(definition.hashCost ?? defaultHashCost),
    throttles: new Throttles(clock, tries, log),
    sessions,
    news: new SessionNews({ sessions, log, pubsub }),
    topic: new SessionsTopic({ clock, log, sessions, pubsub, table: definition.tables.sessions }),
    credentials: new WeakMap(),
    mailsWait: () => worker?.wake(),
  };
  const worker: MailWorker | null = given.mailer
    ? new MailWorker(auth, given.mailer, { texts: definition.mails, links: given.links, url: given.url })
    : null;
  const watch = new SessionWatch(auth);
  // A command has no pages.
  const stopListening = worker ? auth.news.listen(() => void watch.look()) : () => {};
  return { auth, worker, watch, stopListening, cancelPurge: worker ? purgeHourly(auth) : () => {} };
}

/** Removes expired rows again and again; gives what ends that. */
function purgeHourly(auth: AuthContext): () => void {
  let cancel = (): void => {};
  const purgeLater = (): void => {
    cancel = auth.clock.setTimeout(() => {
      purgeExpired(auth).catch((error: unknown) => auth.log.warn({ err: error }, "expired rows not removed"));
      purgeLater();
    }, PURGE_EVERY);
  };
  purgeLater();
  return () => cancel();
}

/**
 * Whether a value is what `authentication()` gave.
 *
 * @example
 * const accounts = Object.values({ Accounts }).find(isAuthentication);
 */
export const isAuthentication = (value: unknown): value is Authentication<unknown> =>
  typeof value === "object" && value !== null && CONTEXT in value;
