import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { asUnavailable } from "./database-unavailable.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { SqliteFile } from "./sqlite-file.ts";
import { whenFree } from "./when-free.ts";

/**
 * Opens the database that a URL names: `sqlite:db/app.db` (a file, made with its directory if need be) or
 * `sqlite::memory:` (gone with the process).
 *
 * @throws LG_DATABASE_URL for another kind of URL, LG_DATABASE_OPEN if the file can't be opened.
 * @example
 * const db = await openDatabase<Tables>("sqlite:db/app.db");
 * await db.destroy();
 */
export async function openDatabase<Tables>(url: string): Promise<Kysely<Tables>> {
  const file = await openFile(sqlitePath(url));
  return new Kysely<Tables>({ dialect: sqliteDialect(file) });
}

// Another kind of database is another prefix here, and a dialect of its own beside sqlite-dialect.ts.
function sqlitePath(url: string): string {
  const path = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "";
  if (path !== "") return path;
  // The rest of the URL may hold a password.
  const kind = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? "";
  throw new LivegateError(
    "LG_DATABASE_URL",
    `A database URL that starts with "${kind}" is not supported; "sqlite:" and a path is.`,
  );
}

async function openFile(path: string): Promise<SqliteFile> {
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    return await whenFree(() => new SqliteFile(path));
  } catch (error) {
    const cause = asUnavailable(error);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LivegateError("LG_DATABASE_OPEN", `The database file "${path}" can't be opened: ${why}`, undefined, {
      cause,
    });
  }
}
