import { Unavailable } from "../errors/unavailable.ts";

/** Why a database can't do its work now: another process holds it, nobody may write, its server can't be reached, … */
export type UnavailableReason =
  | "locked"
  | "readonly"
  | "full"
  | "gone"
  | "damaged"
  | "failing"
  | "unreachable"
  | "refused"
  | "overloaded"
  | "slow";

const EXPLANATIONS: Readonly<Record<UnavailableReason, string>> = {
  locked: "another process has been writing for too long",
  readonly: "it may only be read: its file, its directory or its disk can't be written to, or its server is a copy",
  full: "the disk is full",
  gone: "it has been moved or deleted while it was open",
  damaged: "its file is no database or is damaged",
  failing: "its file can't be reached or the disk fails",
  unreachable: "its server can't be reached",
  refused: "its server doesn't take the user or the password any more",
  overloaded: "all connections to it are in use",
  slow: "its answer took too long",
};

const REASONS: readonly (readonly [code: string, UnavailableReason])[] = [
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_READONLY", "readonly"],
  ["SQLITE_FULL", "full"],
  ["SQLITE_CORRUPT", "damaged"],
  ["SQLITE_NOTADB", "damaged"],
  ["SQLITE_CANTOPEN", "failing"],
  ["SQLITE_IOERR", "failing"],
];

/**
 * The database can't do its work now. Not the query's fault: the same may go through later.
 *
 * @example
 * if (error instanceof DatabaseUnavailable) return context.text(error.message, 503);
 */
export class DatabaseUnavailable extends Unavailable {
  override readonly name = "DatabaseUnavailable";
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, options?: ErrorOptions) {
    super(`The database is unavailable: ${EXPLANATIONS[reason]}.`, options);
    this.reason = reason;
  }
}

/** SQLite's error as what it means for the app; errors that are a query's own stay as they are. */
export function asUnavailable(error: unknown): unknown {
  const code = errorCode(error);
  const reason = REASONS.find(([prefix]) => code.startsWith(prefix))?.[1];
  return reason ? new DatabaseUnavailable(reason, { cause: error }) : error;
}

/** Whether the same statement can go through in a moment. A stale snapshot can't: its transaction must begin anew. */
export const isBusy = (error: unknown): boolean => ["SQLITE_BUSY", "SQLITE_BUSY_RECOVERY"].includes(errorCode(error));

const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
