import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import { type OnEngine, testOnEach, testOnPostgres } from "./engines.fixture.ts";

interface Tables {
  notes: { id: number };
}

async function withNotes({ db }: OnEngine<Tables>, count: number): Promise<Kysely<Tables>> {
  await db.schema
    .createTable("notes")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .execute();
  for (let id = 1; id <= count; id++) await db.insertInto("notes").values({ id }).execute();
  return db;
}

const idsOf = async (db: Kysely<Tables>) =>
  (await db.selectFrom("notes").select("id").orderBy("id").execute()).map(({ id }) => id);

testOnEach<Tables>("a transaction that fails leaves nothing behind", async (on) => {
  const db = await withNotes(on, 0);
  const failing = db.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ id: 1 }).execute();
    throw new Error("enough");
  });
  await assert.rejects(failing, /enough/);
  assert.deepEqual(await idsOf(db), []);
});

testOnEach<Tables>("what a transaction has written is seen by others when it is over", async (on) => {
  const db = await withNotes(on, 0);
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ id: 1 }).execute();
    assert.deepEqual(await idsOf(transaction), [1]);
  });
  assert.deepEqual(await idsOf(db), [1]);
});

testOnEach<Tables>(
  "rows that are read to be changed are kept from others until the transaction is over",
  async (on) => {
    const db = await withNotes(on, 1);
    const raise = () =>
      db.transaction().execute(async (transaction) => {
        const { id } = await transaction.selectFrom("notes").select("id").forUpdate().executeTakeFirstOrThrow();
        await new Promise((resolve) => setImmediate(resolve));
        await transaction
          .updateTable("notes")
          .set({ id: id + 1 })
          .execute();
      });
    await Promise.all([raise(), raise(), raise()]);
    assert.deepEqual(await idsOf(db), [4]);
  },
);

testOnEach<Tables>("a stream gives rows one after another, more than it takes at a time", async (on) => {
  const db = await withNotes(on, 5);
  const ids: number[] = [];
  const query = db.selectFrom("notes").select("id").where("id", ">", 1).orderBy("id");
  for await (const { id } of query.stream(2)) ids.push(id);
  assert.deepEqual(ids, [2, 3, 4, 5]);
});

testOnEach<Tables>("a stream that is left early gives its connection back", async (on) => {
  const db = await withNotes(on, 3);
  for (let round = 0; round < 12; round++) {
    for await (const { id } of db.selectFrom("notes").select("id").stream(1)) if (id > 0) break;
  }
  assert.deepEqual(await idsOf(db), [1, 2, 3]);
});

testOnEach<Tables>("a stream inside a transaction belongs to it", async (on) => {
  const db = await withNotes(on, 2);
  const failing = db.transaction().execute(async (transaction) => {
    for await (const { id } of transaction.selectFrom("notes").select("id").orderBy("id").stream(1)) {
      if (id === 1) continue;
    }
    await transaction.insertInto("notes").values({ id: 3 }).execute();
    assert.deepEqual(await idsOf(transaction), [1, 2, 3]);
    throw new Error("enough");
  });
  await assert.rejects(failing, /enough/);
  assert.deepEqual(await idsOf(db), [1, 2]);
});

testOnPostgres<Tables>("a stream whose query fails tells it and leaves nothing open", async (on) => {
  const db = await withNotes(on, 1);
  for (let round = 0; round < 12; round++) {
    const rows = db
      .selectFrom("notes")
      .select(sql<number>`nothing`.as("id"))
      .stream();
    await assert.rejects(rows.next(), { code: "42703" });
  }
  assert.deepEqual(await idsOf(db), [1]);
});
