import type { Kysely, Transaction } from "kysely";
import type { Clock } from "../clock/clock.ts";
import type { Logger } from "../plug/logger.ts";
import type { OpenSessions } from "../runtime/open-sessions.ts";
import type { AuthTables, Moment, UserId } from "./auth-tables.ts";
import type { Lifetimes } from "./lifetimes.ts";
import type { PasswordHashing } from "./password-hashing.ts";
import type { SessionNews } from "./session-news.ts";
import type { SessionsTopic } from "./sessions-topic.ts";
import type { Throttles } from "./throttles.ts";

/** A user's row: the columns below, and whatever the app has added. */
export interface UserRow {
  readonly id: UserId;
  readonly email: string;
  readonly hashed_password: string | null;
  readonly confirmed_at: Moment | null;
  readonly disabled_at: Moment | null;
  readonly access_epoch: number;
  readonly created_at: Moment;
}

export type AuthTransaction = Transaction<AuthTables>;

/** What an app decided about its accounts. */
export interface AuthSettings {
  readonly appName: string;
  /** "immediate": who registers is logged in at once, and learns of taken addresses. "verified": a mail comes first. */
  readonly registration: "immediate" | "verified";
  readonly lifetimes: Lifetimes;
  /** Milliseconds that pages stay while nobody can say whether their sessions still hold; null: as long as it takes. */
  readonly failClosed: number | null;
  /** Makes the key of a new user; null where the database counts. */
  readonly newUserId: (() => string) | null;
  /** The app's own part of deleting a user. */
  readonly deleting: (tx: AuthTransaction, user: UserRow) => Promise<void>;
}

/** All that the functions of this room work with, once the app has started. */
export interface AuthContext {
  readonly db: Kysely<AuthTables>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: AuthSettings;
  readonly hashing: PasswordHashing;
  readonly throttles: Throttles;
  readonly sessions: OpenSessions;
  /** Ends and changes open pages, here and on other processes. */
  readonly news: SessionNews;
  /** Tells pages that list sessions what becomes of them. */
  readonly topic: SessionsTopic;
  /** The password, hashed, that a user had when they showed who they are: by the value that the app has of them. */
  readonly credentials: WeakMap<object, string | null>;
  /** Called when mails have been written to the outbox. */
  readonly mailsWait: () => void;
}

/** A moment as the tables hold it. */
export const moment = (ms: number): Moment => new Date(ms).toISOString();

/** A moment of a table in milliseconds. */
export const msOf = (at: Moment): number => Date.parse(at);

/** The moment now, and `ms` from now. */
export const fromNow = ({ clock }: AuthContext, ms = 0): Moment => moment(clock.now() + ms);
