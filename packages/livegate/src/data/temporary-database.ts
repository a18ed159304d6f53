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
 * databases, or else a SQLite file. On a server one that was disposed of is emptied for the next test, and dropped when the
 * process ends.
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

/** Databases on servers that no test uses now, for the next: to empty one takes a fraction of what it takes to make one. */
const spare: { readonly server: string; readonly name: string }[] = [];

async function onServer(server: string): Promise<TemporaryDatabase> {
  const name = takeSpare(server) ?? (await makeOn(server));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      const isEmpty = await tell(url.href, EMPTY).then(
        () => true,
        () => false,
      );
      if (!isEmpty) return tell(server, dropping(name));
      process.off("beforeExit", dropSpare).on("beforeExit", dropSpare);
      spare.push({ server, name });
    },
  };
}

function takeSpare(server: string): string | null {
  const index = spare.findIndex((each) => each.server === server);
  return spare.splice(index, index < 0 ? 0 : 1)[0]?.name ?? null;
}

async function makeOn(server: string): Promise<string> {
  const name = `livegate_test_${randomUUID().replaceAll("-", "")}`;
  await tell(server, `create database ${name}`);
  return name;
}

/** Whoever is still connected goes first, as they may hold what is dropped. What isn't emptied by this is dropped as a whole. */
const EMPTY = `do $$
declare
  each record;
begin
  if exists (select from pg_db_role_setting join pg_database on oid = setdatabase where datname = current_database()) then
    raise exception 'it has settings of its own';
  end if;
  perform pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  for each in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', each.nspname);
  end loop;
  create schema public authorization pg_database_owner;
  grant usage on schema public to public;
end $$`;

/** The process has nothing left to do. Where the server has gone before, so have the databases. */
function dropSpare(): void {
  for (const { server, name } of spare.splice(0)) void tell(server, dropping(name)).catch(() => {});
}

const dropping = (name: string): string => `drop database if exists ${name} with (force)`;

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
