import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { SqliteFile } from "./sqlite-file.ts";

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
  const path = sqlitePath(url);
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: openFile(path) }) });
}

function sqlitePath(url: string): string {
  const path = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "";
  if (path === "") {
    throw new LivegateError(
      "LG_DATABASE_URL",
      `The database URL "${url.split(":", 1)[0]}:…" names no database that is supported.`,
    );
  }
  return path;
}

function openFile(path: string): SqliteFile {
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    return new SqliteFile(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LivegateError("LG_DATABASE_OPEN", `The database file "${path}" can't be opened: ${why}.`, undefined, {
      cause,
    });
  }
}
