import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { openDatabase } from "./open-database.ts";
import { testFolder } from "./test-folder.ts";

interface Tables {
  notes: { id: number; text: unknown };
}

async function memory() {
  const db = await openDatabase<Tables>("sqlite::memory:");
  await sql`create table notes (id integer primary key, text)`.execute(db);
  return db;
}

test("a file is opened with WAL, foreign keys and its directory made", async () => {
  await using folder = await testFolder();
  const db = await openDatabase(`sqlite:${join(folder.path, "deep", "er", "test.db")}`);
  const pragma = async (name: string) =>
    (await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0];
  assert.deepEqual(await pragma("journal_mode"), { journal_mode: "wal" });
  assert.deepEqual(await pragma("foreign_keys"), { foreign_keys: 1 });
  assert.deepEqual(await pragma("synchronous"), { synchronous: 1 });
  await db.destroy();
});

test("a prepared statement sees columns that came later", async () => {
  const db = await memory();
  await db.insertInto("notes").values({ id: 1, text: "a" }).execute();
  const all = () => db.selectFrom("notes").selectAll().executeTakeFirst();
  assert.deepEqual(await all(), { id: 1, text: "a" });
  await sql`alter table notes add column size integer default 3`.execute(db);
  assert.deepEqual(await all(), { id: 1, text: "a", size: 3 });
  await db.destroy();
});

test("more different statements than are kept prepared all work", async () => {
  const db = await memory();
  for (let count = 1; count <= 600; count++) {
    const { rows } = await sql<{ n: number }>`select ${sql.raw(String(count))} as n`.execute(db);
    assert.deepEqual(rows, [{ n: count }]);
  }
  await db.destroy();
});

test("a URL may be a value that isn't printed", async () => {
  const db = await openDatabase({ reveal: () => "sqlite::memory:" });
  assert.deepEqual((await sql`select 1 as n`.execute(db)).rows, [{ n: 1 }]);
  await db.destroy();
});

test("another kind of URL is refused without its password", async () => {
  await assert.rejects(openDatabase("mysql://root:hunter2@db/app"), (error: LivegateError) => {
    assert.equal(error.code, "LG_DATABASE_URL");
    assert.match(error.message, /"mysql:", is not supported/);
    return !error.message.includes("hunter2");
  });
  await assert.rejects(openDatabase("sqlite:"), { code: "LG_DATABASE_URL" });
  await assert.rejects(openDatabase(""), { code: "LG_DATABASE_URL" });
  for (const url of ["postgres://u:hunter2@[db/app", "postgres:u:hunter2"])
    await assert.rejects(openDatabase(url), (error: LivegateError) => {
      assert.equal(error.code, "LG_DATABASE_URL");
      return !error.message.includes("hunter2");
    });
});

test("what can't be opened is told with its path and why", async () => {
  await using folder = await testFolder({ "letter.txt": "Dear database,\n".repeat(100) });
  await assert.rejects(openDatabase(`sqlite:${folder.path}`), {
    code: "LG_DATABASE_OPEN",
    message: /can't be opened: .*can't be reached/,
  });
  await assert.rejects(openDatabase(`sqlite:${join(folder.path, "letter.txt")}`), {
    code: "LG_DATABASE_OPEN",
    message: /letter\.txt" can't be opened: .*is no database/,
  });
});
