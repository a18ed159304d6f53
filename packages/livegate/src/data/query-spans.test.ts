import assert from "node:assert/strict";
import { type TestContext, after, test } from "node:test";
import { sql } from "kysely";
import { type QuerySpan, spans } from "../tracing/spans.ts";
import { testOnEach } from "./engines.fixture.ts";
import { openDatabase } from "./open-database.ts";

const told: string[] = [];
const handlers = {
  start: ({ system, statement }: QuerySpan) => void told.push(`${system}: ${statement}`),
  asyncEnd: ({ error }: QuerySpan) => void told.push(error === undefined ? "done" : "failed"),
};
spans.query.subscribe(handlers);
after(() => spans.query.unsubscribe(handlers));

testOnEach("a statement is told with places for its values, and how it ended", async ({ engine, db }) => {
  told.length = 0;
  await sql`select cast(${"very private"} as text) as title`.execute(db);
  await assert.rejects(sql`select nothing from nowhere`.execute(db));
  const system = engine === "SQLite" ? "sqlite" : "postgresql";
  const place = engine === "SQLite" ? "?" : "$1";
  assert.deepEqual(told, [
    `${system}: select cast(${place} as text) as title`,
    "done",
    `${system}: select nothing from nowhere`,
    "failed",
  ]);
});

const POSTGRES = process.env["LIVEGATE_TEST_POSTGRES"];
const skip = POSTGRES === undefined && "LIVEGATE_TEST_POSTGRES names no server";

test("who waits for one of two connections is told, who finds one isn't", { skip }, async (t: TestContext) => {
  const url = new URL(POSTGRES!); // Else it is skipped.
  url.searchParams.set("pool", "2");
  const db = await openDatabase(url.href);
  t.after(() => db.destroy());
  let [waits, waiting] = [0, 0];
  const pool = {
    start: () => void ((waits += 1), (waiting += 1)),
    asyncEnd: () => void (waiting -= 1),
  };
  spans.pool.subscribe(pool);
  t.after(() => spans.pool.unsubscribe(pool));
  await sql`select 1`.execute(db);
  assert.equal(waits, 0, "the connection that was made first is idle");
  await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.02)`.execute(db)));
  assert.deepEqual([waits, waiting], [3, 0]);
});
