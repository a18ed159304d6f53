import type { Kysely } from "kysely";
import { type Clock, systemClock } from "../clock/clock.ts";
import { type Logger, logger } from "../plug/logger.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { SharedTries } from "../pubsub/shared-tries.ts";
import type { OpenSessions } from "../runtime/open-sessions.ts";
import type { AuthContext, AuthSettings, UserRow } from "./auth-context.ts";
import type { AuthTables } from "./auth-tables.ts";
import type { AuthenticationDefinition } from "./authentication-definition.ts";
import { commonPasswords } from "./common-passwords.ts";
import { databaseTries, isServer } from "./database-tries.ts";
import { purgeHourly } from "./expired-rows.ts";
import type { MailLinks } from "./mail-delivery.ts";
import { MailWorker } from "./mail-worker.ts";
import type { Mailer } from "./mailer.ts";
import { NamedTables } from "./named-tables.ts";
import { type HashCost, defaultHashCost, passwordHashing } from "./password-hashing.ts";
import { SessionNews } from "./session-news.ts";
import { SessionWatch } from "./session-watch.ts";
import { SessionsTopic } from "./sessions-topic.ts";
import { Throttles } from "./throttles.ts";

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
  /** What a password's hash costs, in the place of what the definition says: for tests, see `cheapHash`. */
  readonly hashCost?: HashCost;
}

/** What a command runs with beside the app: mails wait in the outbox until the app sends them, and expired rows stay. */
export interface AuthenticationBeside extends Pick<AuthenticationStart, "db" | "log" | "clock" | "pubsub"> {
  readonly mailer: null;
}

/** What runs between the start of the accounts and their stop. */
export interface RunningAuthentication {
  readonly auth: AuthContext;
  /** Null in a command beside the app. */
  readonly worker: MailWorker | null;
  readonly watch: SessionWatch;
  stop(): Promise<void>;
}

interface Parts<Row extends UserRow, User> {
  readonly definition: AuthenticationDefinition<Row, User>;
  readonly settings: AuthSettings;
  readonly sessions: OpenSessions;
}

/** Puts together what the accounts run with. */
export async function startAuthentication<Row extends UserRow, User>(
  given: AuthenticationStart | AuthenticationBeside,
  { definition, settings, sessions }: Parts<Row, User>,
): Promise<RunningAuthentication> {
  const { db, log = logger(), clock = systemClock, pubsub = null } = given;
  const tries = await sharedTries(given);
  const auth: AuthContext = {
    db: (db as Kysely<AuthTables>).withPlugin(new NamedTables(definition.tables)),
    clock,
    log,
    settings,
    hashing: passwordHashing(("hashCost" in given ? given.hashCost : null) ?? definition.hashCost ?? defaultHashCost),
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
  const cancelPurge = worker ? purgeHourly(auth) : () => {};
  if (worker) commonPasswords(); // Read now rather than by the first person who registers.
  return {
    auth,
    worker,
    watch,
    async stop() {
      cancelPurge();
      stopListening();
      watch.end();
      auth.topic.stop();
      await worker?.stop();
    },
  };
}

/** Where nodes count together: on the server between them if it can, else in the database. A command counts nothing. */
async function sharedTries(given: AuthenticationStart | AuthenticationBeside): Promise<SharedTries | null> {
  const { db, mailer, pubsub } = given;
  // A file of SQLite may be that of several workers.
  const mayBeSeveral = isServer(db) || (pubsub && pubsub.state !== "alone");
  return mailer && mayBeSeveral ? (pubsub?.tries ?? databaseTries(db)) : null;
}
