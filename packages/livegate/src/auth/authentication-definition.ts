import type { Transaction } from "kysely";
import type { AuthSettings, UserRow } from "./auth-context.ts";
import type { TableNames } from "./auth-tables.ts";
import { type Lifetimes, defaultLifetimes } from "./lifetimes.ts";
import type { MailTexts } from "./mail-texts.ts";
import type { HashCost } from "./password-hashing.ts";

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

/** A shorter bound would end pages although all is well: between two looks at the database there are eight seconds. */
const SHORTEST_BOUND = 10_000;

/** What was said, with the defaults. */
export function settingsOf<Row extends UserRow, User>(
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
