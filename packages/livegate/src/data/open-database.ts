import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Dialect, Kysely, sql } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { asUnavailable } from "./database-unavailable.ts";
import { openPostgres } from "./open-postgres.ts";
import { postgresDialect } from "./postgres-dialect.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { SqliteFile } from "./sqlite-file.ts";
import { whenFree } from "./when-free.ts";

/** A database's URL as text, or as a value that keeps it from being printed, such as a `Secret`. */
export type DatabaseUrl = string | { reveal(): string };

/**
 * Opens the database that a URL names: `sqlite:db/app.db` (a file, made with its directory if need be), `sqlite::memory:`
 * (gone with the process) or `postgres://user:password@host:5432/app` (version 15 or newer). The same code runs on all of
 * them: values are read and bound alike.
 *
 * On PostgreSQL a process has up to ten connections, or as many as `?pool=20` says, and waits 5 seconds for one and for a
 * lock; a statement may take 30 seconds. TLS and the rest are asked for as in `pg`: `?sslmode=verify-full`.
 *
 * @throws LG_DATABASE_URL for another kind of URL, LG_DATABASE_OPEN if the database can't be opened.
 * @example
 * const db = await openDatabase<Tables>("sqlite:db/app.db");
 * await db.destroy();
 */
export async function openDatabase<Tables>(url: DatabaseUrl): Promise<Kysely<Tables>> {
  const db = new Kysely<Tables>({ dialect: await dialectOf(typeof url === "string" ? url : url.reveal()) });
  // Before its first query Kysely destroys nothing: the connection that was opened would stay.
  await sql`select 1`.execute(db);
  return db;
}

// Another kind of database is another line here, and a dialect of its own.
async function dialectOf(url: string): Promise<Dialect> {
  if (/^sqlite:./.test(url)) return sqliteDialect(await openFile(url.slice("sqlite:".length)));
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return postgresDialect(await openPostgres(url));
  // The rest of the URL may hold a password.
  const kind = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? "";
  throw new LivegateError(
    "LG_DATABASE_URL",
    `A database URL of this form, starting with "${kind}", is not supported; "sqlite:" and a path is, and "postgres://" and a server.`,
  );
}

async function openFile(path: string): Promise<SqliteFile> {
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    return await whenFree(() => new SqliteFile(path));
  } catch (error) {
    const cause = asUnavailable(error);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LivegateError(
      "LG_DATABASE_OPEN",
      `The database file "${path}" can't be opened: ${why}`,
      "Check that the directory exists and that this user may write to it: DATABASE_URL=sqlite:db/app.db",
      { cause },
    );
  }
}
