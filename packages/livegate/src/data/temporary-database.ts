import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { PostgresPool } from "./postgres-pool.ts";

/** An empty database that is gone when it is disposed of. */
export interface TemporaryDatabase {
  /** What `openDatabase` takes; another process may open it too. */
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes an empty database for a test: on the PostgreSQL server that `url` names, whose user must be allowed to create
 * databases, or else a SQLite file.
 *
 * @throws DatabaseUnavailable if the server can't be reached.
 * @example
 * await using database = await temporaryDatabase(process.env.DATABASE_URL);
 * const db = await openDatabase<Tables>(database.url);
 */
export async function temporaryDatabase(url = "sqlite:"): Promise<TemporaryDatabase> {
  return /^postgres(?:ql)?:/.test(url) ? onServer(url) : inFolder();
}

async function inFolder(): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "livegate-database-"));
  return {
    url: `sqlite:${join(folder, "test.db")}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function onServer(server: string): Promise<TemporaryDatabase> {
  const name = `livegate_test_${randomUUID().replaceAll("-", "")}`;
  await tell(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, [Symbol.asyncDispose]: () => tell(server, `drop database if exists ${name} with (force)`) };
}

/** Has one statement executed that no transaction may hold. */
async function tell(server: string, statement: string): Promise<void> {
  const pool = await PostgresPool.at(server);
  try {
    const client = await pool.connect();
    await client.query(statement, []).finally(() => client.release());
  } finally {
    await pool.end();
  }
}
