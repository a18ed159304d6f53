import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { promisify } from "node:util";
import { sql } from "kysely";
import { openDatabase } from "./open-database.ts";
import { temporaryDatabase } from "./temporary-database.ts";

const postgres = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";
const skip = postgres === "" && "LIVEGATE_TEST_POSTGRES names no server";

test("a file is gone when it is disposed of", async () => {
  const database = await temporaryDatabase();
  await (await openDatabase(database.url)).destroy();
  const file = database.url.slice("sqlite:".length);
  assert.ok(existsSync(file));
  await database[Symbol.asyncDispose]();
  assert.ok(!existsSync(file));
});

test("on a server each is empty, whatever was in the one before and whoever held it", { skip }, async () => {
  const first = await temporaryDatabase(postgres);
  const held = await openDatabase(first.url);
  await sql`create table notes (n int); create schema other; create table other.more (n int)`.execute(held);
  const transaction = await held.startTransaction().execute();
  await sql`insert into notes values (1)`.execute(transaction);
  await first[Symbol.asyncDispose]();
  await transaction
    .rollback()
    .execute()
    .catch(() => {});
  await held.destroy();

  await using second = await temporaryDatabase(postgres);
  const db = await openDatabase(second.url);
  const { rows } = await sql`
    select table_schema, table_name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema')`.execute(db);
  assert.deepEqual(rows, []);
  await sql`create table notes (n int)`.execute(db);
  await db.destroy();
});

test(
  "on a server the schema is everybody's as in a new database, and settings of a database end with it",
  { skip },
  async () => {
    const first = await temporaryDatabase(postgres);
    const own = await openDatabase(first.url);
    await sql
      .raw(`alter database ${new URL(first.url).pathname.slice(1)} set default_transaction_read_only = on`)
      .execute(own);
    await own.destroy();
    await first[Symbol.asyncDispose]();
    const rightsIn = async () => {
      await using database = await temporaryDatabase(postgres);
      const db = await openDatabase(database.url);
      const { rows } = await sql`
      select current_setting('default_transaction_read_only') as reads, nspacl::text as rights, nspowner::regrole::text as owner
      from pg_namespace where nspname = 'public'`.execute(db);
      await db.destroy();
      return rows;
    };
    const asNew = [
      {
        reads: "off",
        rights: "{pg_database_owner=UC/pg_database_owner,=U/pg_database_owner}",
        owner: "pg_database_owner",
      },
    ];
    assert.deepEqual([await rightsIn(), await rightsIn()], [asNew, asNew]);
  },
);

test("on a server two that are used at once are two", { skip }, async () => {
  await using first = await temporaryDatabase(postgres);
  await using second = await temporaryDatabase(postgres);
  assert.notEqual(first.url, second.url);
});

test("a process leaves none on the server", { skip }, async () => {
  const program = `
    import { temporaryDatabase } from ${JSON.stringify(new URL("temporary-database.ts", import.meta.url).href)};
    const [first, second] = [await temporaryDatabase(process.argv[1]), await temporaryDatabase(process.argv[1])];
    for (const { url } of [first, second]) console.log(new URL(url).pathname.slice(1));
    for (const database of [first, second]) await database[Symbol.asyncDispose]();`;
  const args = ["--input-type=module", "--eval", program, postgres];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const db = await openDatabase<{ pg_database: { datname: string } }>(postgres);
  const names = stdout.trim().split("\n");
  const left = await db.selectFrom("pg_database").select("datname").where("datname", "in", names).execute();
  await db.destroy();
  assert.deepEqual([names.length, left], [2, []]);
});
