import assert from "node:assert/strict";
import { test } from "node:test";
import { type Kysely, sql } from "kysely";
import { bound } from "./bound.ts";
import { type OnEngine, testOnEach, testOnPostgres } from "./engines.fixture.ts";

interface Tables {
  things: {
    id: number;
    is_open: unknown;
    at: unknown;
    data: unknown;
    bytes: unknown;
    size: unknown;
    title: unknown;
  };
}

/** A table with a column of each kind, as a migration makes it. */
async function withThings({ db }: OnEngine<Tables>): Promise<Kysely<Tables>> {
  await db.schema
    .createTable("things")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("is_open", "boolean")
    .addColumn("at", "text")
    .addColumn("data", "json")
    .addColumn("bytes", "blob")
    .addColumn("size", "real")
    .addColumn("title", "text")
    .execute();
  return db;
}

type Column = Exclude<keyof Tables["things"], "id">;

const same: readonly (readonly [Column, given: unknown, read: unknown])[] = [
  ["is_open", true, 1],
  ["is_open", false, 0],
  ["at", new Date(0), "1970-01-01T00:00:00.000Z"],
  ["bytes", Buffer.from("c\0d"), Buffer.from("c\0d")],
  ["bytes", new Uint8Array([255, 0]), Buffer.from([255, 0])],
  ["size", 0.1, 0.1],
  ["size", 1e300, 1e300],
  ["title", "Ágætis ' byrjun 🎵", "Ágætis ' byrjun 🎵"],
  ["title", null, null],
  ["title", { a: [1] }, '{"a":[1]}'],
  ["title", ["b"], '["b"]'],
];

testOnEach<Tables>("what is written is read as the same value on both", async (on) => {
  const db = await withThings(on);
  for (const [column, given, read] of same) {
    const [row] = await db
      .insertInto("things")
      .values({ id: 1, [column]: given } as never)
      .returning(column)
      .execute();
    assert.deepEqual(row, { [column]: read });
    await db.deleteFrom("things").execute();
  }
});

testOnEach<Tables>("a JSON column gives its text, and its members to SQL", async (on) => {
  const db = await withThings(on);
  await db
    .insertInto("things")
    .values({ id: 1, data: { tags: ["a"] }, is_open: null, at: null, bytes: null, size: null, title: null })
    .execute();
  const { data, tag } = await db
    .selectFrom("things")
    .select(["data", sql<string>`data -> 'tags' ->> 0`.as("tag")])
    .executeTakeFirstOrThrow();
  assert.deepEqual([JSON.parse(data as string), tag], [{ tags: ["a"] }, "a"]);
});

testOnEach("counts, sums and averages are numbers, also beyond 32 bits", async ({ db }) => {
  const { rows } = await sql`
    select count(*) as rows, sum(n) as sum, avg(n) as average
    from (select 4000000000 as n union all select 4000000001) as numbers`.execute(db);
  assert.deepEqual(rows, [{ rows: 2, sum: 8000000001, average: 4000000000.5 }]);
});

testOnEach("an id that no row can have finds none", async ({ db }) => {
  await sql`create table notes (id bigint primary key)`.execute(db);
  const { rows } = await sql`select id from notes where id = ${Number.MAX_SAFE_INTEGER}`.execute(db);
  assert.deepEqual(rows, []);
});

testOnEach<Tables>("text with a NUL breaks no query", async (on) => {
  const db = await withThings(on);
  const found = db.selectFrom("things").select("id").where("title", "=", "a\0b").execute();
  assert.deepEqual(await found, []);
});

testOnPostgres("PostgreSQL's own times are ISO 8601 in UTC, days stay days", async ({ db }) => {
  const { rows } = await sql`
    select '2026-11-26 01:02:03.5+05:30'::timestamptz as zoned, '2026-11-26 01:02:03'::timestamp as plain,
      '2026-11-26'::date as day, 'infinity'::timestamptz as never`.execute(db);
  assert.deepEqual(rows, [
    { zoned: "2026-11-25T19:32:03.500Z", plain: "2026-11-26T01:02:03.000Z", day: "2026-11-26", never: "infinity" },
  ]);
});

test("a date that is none can't be bound", () => assert.throws(() => bound(new Date(Number.NaN)), RangeError));
