import assert from "node:assert/strict";
import { test } from "node:test";
import Database from "better-sqlite3";
import { type Kysely, sql } from "kysely";
import { openDatabase } from "./open-database.ts";
import { testFolder } from "./test-folder.ts";

interface Tables {
  notes: { id: number; text: string };
}

async function start() {
  const folder = await testFolder();
  const db = await openDatabase<Tables>(folder.url);
  await sql`create table notes (id integer primary key, text)`.execute(db);
  const other = new Database(folder.url.slice("sqlite:".length));
  const write = (id: number, text = "") => db.insertInto("notes").values({ id, text }).execute();
  const ids = async (from: Kysely<Tables> = db) =>
    (await from.selectFrom("notes").select("id").orderBy("id").execute()).map(({ id }) => id);
  return {
    db,
    /** Another process's handle. */
    other,
    write,
    ids,
    async [Symbol.asyncDispose]() {
      other.close();
      await db.destroy();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test("who waits for another process's lock keeps no reader of this one waiting", async () => {
  await using at = await start();
  at.other.exec("begin immediate");
  const order: string[] = [];
  const waiting = [
    at.write(1).then(() => order.push("written")),
    at.db
      .transaction()
      .execute((transaction) => transaction.insertInto("notes").values({ id: 2, text: "" }).execute())
      .then(() => order.push("written")),
  ];
  for (let time = 0; time < 10; time += 1) assert.deepEqual(await at.ids(), []);
  order.push("read");
  at.other.exec("commit");
  await Promise.all(waiting);
  assert.deepEqual(order, ["read", "written", "written"]);
  assert.deepEqual(await at.ids(), [1, 2]);
});

test("a statement of somebody else is no part of an open transaction", async () => {
  await using at = await start();
  const inside = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const failing = at.db.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ id: 1, text: "" }).execute();
    inside.resolve();
    await goOn.promise;
    throw new Error("enough");
  });
  await inside.promise;
  const others = [at.write(2), at.ids(), at.ids()] as const;
  goOn.resolve();
  await assert.rejects(failing, /enough/);
  await at.write(3);
  assert.deepEqual(await others[1], [2], "what is taken back is seen by nobody");
  await Promise.all(others);
  assert.deepEqual(await at.ids(), [2, 3]);
});

test("transactions run one after another, and each sees its own writes", async () => {
  await using at = await start();
  const add = (id: number) =>
    at.db.transaction().execute(async (transaction) => {
      const before = await at.ids(transaction);
      await transaction.insertInto("notes").values({ id, text: "" }).execute();
      await new Promise((resolve) => setImmediate(resolve));
      return [before.length, (await at.ids(transaction)).length];
    });
  const seen = await Promise.all([1, 2, 3, 4].map(add));
  assert.deepEqual(
    seen.toSorted(([a], [b]) => (a ?? 0) - (b ?? 0)),
    [0, 1, 2, 3].map((count) => [count, count + 1]),
  );
});

test("a transaction that can't begin leaves the database to others", async () => {
  await using at = await start();
  at.other.exec("begin immediate");
  const locked = at.db.transaction().execute(() => Promise.resolve());
  await assert.rejects(locked, { name: "DatabaseUnavailable", reason: "locked" });
  at.other.exec("commit");
  await at.write(1);
  assert.deepEqual(await at.ids(), [1]);
});

test("a transaction whose commit fails is taken back and leaves the database to others", async () => {
  await using at = await start();
  await sql`create table lines (note integer references notes (id) deferrable initially deferred)`.execute(at.db);
  const failing = at.db.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ id: 1, text: "" }).execute();
    await sql`insert into lines (note) values (99)`.execute(transaction);
  });
  await assert.rejects(failing, /FOREIGN KEY/);
  assert.deepEqual(await at.ids(), []);
});

test("statements wait for the end of a stream, and of one that was left early", async () => {
  await using at = await start();
  for (const id of [1, 2, 3]) await at.write(id);
  const seen: number[] = [];
  let late: Promise<unknown> | null = null;
  for await (const { id } of at.db.selectFrom("notes").select("id").orderBy("id").stream()) {
    late ??= at.write(4);
    seen.push(id);
  }
  for await (const { id } of at.db.selectFrom("notes").select("id").stream()) if (id > 0) break;
  await late;
  assert.deepEqual(
    [seen, await at.ids()],
    [
      [1, 2, 3],
      [1, 2, 3, 4],
    ],
  );
});
