import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { type Kysely, sql } from "kysely";
import { DatabaseUnavailable } from "./database-unavailable.ts";
import { openDatabase } from "./open-database.ts";
import { ping } from "./ping.ts";
import { testFolder } from "./test-folder.ts";

interface Tables {
  notes: { text: string };
}

async function notes(url: string): Promise<Kysely<Tables>> {
  const db = await openDatabase<Tables>(url);
  await sql`create table notes (text)`.execute(db);
  return db;
}

const add = (db: Kysely<Tables>) => db.insertInto("notes").values({ text: "a" }).execute();

test("a write waits for another writer while the process goes on with other work", async () => {
  await using folder = await testFolder();
  const db = await notes(folder.url);
  const other = new Database(join(folder.path, "test.db"));
  other.exec("begin immediate");
  let written = false;
  const writing = add(db).then(() => (written = true));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(written, false);
  other.exec("commit");
  await writing;
  assert.equal((await db.selectFrom("notes").selectAll().execute()).length, 1);
  other.close();
  await db.destroy();
});

test("a transaction that reads first isn't thrown out by a writer in another process", async () => {
  await using folder = await testFolder();
  const db = await notes(folder.url);
  const other = new Database(join(folder.path, "test.db"), { timeout: 0 });
  await db.transaction().execute(async (transaction) => {
    await transaction.selectFrom("notes").selectAll().execute();
    assert.throws(() => other.exec("insert into notes values ('b')"), { code: "SQLITE_BUSY" });
    await add(transaction);
  });
  other.exec("insert into notes values ('b')");
  assert.equal((await db.selectFrom("notes").selectAll().execute()).length, 2);
  other.close();
  await db.destroy();
});

test("a database that may only be read says so, for a query and for a ping", async () => {
  await using folder = await testFolder();
  const db = await notes(folder.url);
  await sql`pragma query_only = on`.execute(db);
  await assert.rejects(add(db), (error) => error instanceof DatabaseUnavailable && error.reason === "readonly");
  await db.destroy();
});

test("a file that was moved away is noticed within about a second", async () => {
  await using folder = await testFolder();
  const db = await notes(folder.url);
  await rename(join(folder.path, "test.db"), join(folder.path, "elsewhere.db"));
  const start = performance.now();
  let error: unknown = null;
  while (!error && performance.now() - start < 3000) {
    error = await add(db).then(
      () => null,
      (reason: unknown) => reason,
    );
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(error instanceof DatabaseUnavailable);
  assert.equal(error.reason, "gone");
  assert.deepEqual(await ping(db), { ok: false, reason: "gone", message: error.message });
  await db.destroy();
});

test("an error of the query's own is not taken for one of the database", async () => {
  const db = await openDatabase("sqlite::memory:");
  await assert.rejects(sql`select * from nowhere`.execute(db), { code: "SQLITE_ERROR" });
  await db.destroy();
});

test("a ping of a database that works is ok and changes nothing", async () => {
  const db = await notes("sqlite::memory:");
  assert.deepEqual(await ping(db), { ok: true });
  await db.destroy();
});

test("a ping doesn't wait for a database that is locked for long", async () => {
  await using folder = await testFolder();
  const db = await notes(folder.url);
  const other = new Database(join(folder.path, "test.db"));
  other.exec("begin immediate");
  assert.deepEqual(await ping(db, { patience: 20 }), {
    ok: false,
    reason: "slow",
    message: "The database didn't answer within 20 ms.",
  });
  other.close();
  await db.destroy();
});
