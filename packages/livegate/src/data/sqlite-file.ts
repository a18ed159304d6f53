import { statSync } from "node:fs";
import Database from "better-sqlite3";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import { bound } from "./bound.ts";
import { DatabaseUnavailable } from "./database-unavailable.ts";

/** Statements that are kept prepared; beyond, the one that was made first goes. */
const KEPT_STATEMENTS = 500;

/** Milliseconds between two looks at whether the file is still there. */
const LOOK_EVERY = 1000;

/**
 * A SQLite file as Kysely's driver wants it: each statement is prepared once; booleans, dates, objects and lists may be bound.
 *
 * Opened with WAL (readers don't wait for the writer), enforced foreign keys and `synchronous = NORMAL`: a killed
 * process loses nothing, a power cut at most the last commits. It never waits for other processes: see `whenFree`.
 */
export class SqliteFile implements SqliteDatabase {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, SqliteStatement>();
  readonly #inode: number | null;
  #looked = performance.now();

  /** `path` is a file, which is made if need be, or ":memory:". */
  constructor(path: string) {
    this.#database = new Database(path, { timeout: 0 });
    try {
      this.#database.pragma("journal_mode = WAL");
      this.#database.pragma("foreign_keys = ON");
      this.#database.pragma("synchronous = NORMAL");
      this.#inode = path === ":memory:" ? null : statSync(path).ino;
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  prepare(sql: string): SqliteStatement {
    this.#look();
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

  // What is written to a deleted file is lost, and SQLite doesn't mind.
  #look(): void {
    const now = performance.now();
    if (this.#inode === null || now - this.#looked < LOOK_EVERY) return;
    if (statSync(this.#database.name, { throwIfNoEntry: false })?.ino !== this.#inode) {
      throw new DatabaseUnavailable("gone");
    }
    this.#looked = now;
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
