import Database from "better-sqlite3";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** Statements that are kept prepared; beyond, the one that was made first goes. */
const KEPT_STATEMENTS = 500;

/** Milliseconds that a statement waits while another process writes. */
const BUSY_TIMEOUT = 10_000;

/**
 * A SQLite file as Kysely's driver wants it: each statement is prepared once, booleans and dates may be bound.
 *
 * Opened with WAL (readers don't wait for the writer), enforced foreign keys and `synchronous = NORMAL`: a killed
 * process loses nothing, a power cut at most the last commits.
 */
export class SqliteFile implements SqliteDatabase {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  /** `path` is a file, which is made if need be, or ":memory:". */
  constructor(path: string) {
    this.#database = new Database(path, { timeout: BUSY_TIMEOUT });
    this.#database.pragma("journal_mode = WAL");
    this.#database.pragma("foreign_keys = ON");
    this.#database.pragma("synchronous = NORMAL");
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = bindable(this.#database.prepare(sql));
    this.#statements.set(sql, statement);
    if (this.#statements.size > KEPT_STATEMENTS) this.#statements.delete(this.#statements.keys().next().value!); // Not empty.
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

function bindable(statement: Database.Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters.map(bound)),
    run: (parameters) => statement.run(parameters.map(bound)),
    iterate: (parameters) => statement.iterate(parameters.map(bound)),
  };
}

/** SQLite knows no booleans and no dates: they become 1 and 0, and ISO 8601 text in UTC. */
function bound(value: unknown): unknown {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Date ? value.toISOString() : value;
}
