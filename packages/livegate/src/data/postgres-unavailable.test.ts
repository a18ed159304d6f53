import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { type Kysely, sql } from "kysely";
import { DatabaseUnavailable } from "./database-unavailable.ts";
import { testOnPostgres } from "./engines.fixture.ts";
import { openDatabase } from "./open-database.ts";
import { ping } from "./ping.ts";
import { postgresUnavailable } from "./postgres-unavailable.ts";

const isUnavailable = (reason: string) => (error: unknown) =>
  error instanceof DatabaseUnavailable && error.reason === reason;

/** Ends all connections to this database but the one that asks, as a server does that is stopped. */
async function cutConnections(url: string): Promise<void> {
  const other = await openDatabase(url);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(other);
  await other.destroy();
}

const isReadOnly = (error: unknown): void => assert.ok(isUnavailable("readonly")(error), String(error));

const one = async (db: Kysely<unknown>) => (await sql<{ n: number }>`select 1::bigint as n`.execute(db)).rows[0]?.n;

testOnPostgres("a connection that is lost in a transaction refuses it, and the next one works", async ({ db, url }) => {
  await sql`create table notes (id bigint)`.execute(db);
  const cut = db.transaction().execute(async (transaction) => {
    await sql`insert into notes values (1)`.execute(transaction);
    await cutConnections(url);
    await sql`insert into notes values (2)`.execute(transaction);
  });
  await assert.rejects(cut, isUnavailable("unreachable"));
  assert.deepEqual((await sql`select * from notes`.execute(db)).rows, []);
});

testOnPostgres("connections that are lost while nobody uses them are made anew", async ({ db, url }) => {
  await Promise.all(Array.from({ length: 5 }, () => one(db)));
  await cutConnections(url);
  // The loss of some may be noticed only by whoever uses them.
  const deadline = performance.now() + 5000;
  for (;;) {
    const answer = await one(db).catch((error: unknown) => error);
    if (answer === 1) break;
    assert.ok(isUnavailable("unreachable")(answer) && performance.now() < deadline, String(answer));
  }
  assert.deepEqual(await ping(db), { ok: true });
});

testOnPostgres("who waits for a row that others hold is refused in the end", async ({ db }) => {
  await sql`create table notes (id bigint)`.execute(db);
  await sql`insert into notes values (1)`.execute(db);
  await db.transaction().execute(async (transaction) => {
    await sql`select * from notes for update`.execute(transaction);
    const waiting = db.transaction().execute(async (impatient) => {
      await sql`set local lock_timeout = 10`.execute(impatient);
      await sql`update notes set id = 2`.execute(impatient);
    });
    await assert.rejects(waiting, isUnavailable("locked"));
  });
});

testOnPostgres("a statement that takes too long is stopped", async ({ db }) => {
  const slow = db.transaction().execute(async (transaction) => {
    await sql`set local statement_timeout = 10`.execute(transaction);
    await sql`select pg_sleep(60)`.execute(transaction);
  });
  await assert.rejects(slow, isUnavailable("slow"));
  assert.equal(await one(db), 1);
});

testOnPostgres("a transaction that does nothing for too long is refused and ends no process", async ({ db }) => {
  const areIdle = () =>
    sql`select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`.execute(
      db,
    );
  const idle = db.transaction().execute(async (transaction) => {
    await sql`set local idle_in_transaction_session_timeout = 10`.execute(transaction);
    while ((await areIdle()).rows.length > 0);
    await sql`select 1`.execute(transaction);
  });
  await assert.rejects(idle, (error) => error instanceof DatabaseUnavailable);
  assert.equal(await one(db), 1);
});

testOnPostgres("a ping of a database that may only be read says so", async ({ db, url }) => {
  await sql.raw(`alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`).execute(db);
  const reading = await openDatabase(url);
  const { ok, reason } = { reason: "", ...(await ping(reading)) };
  assert.deepEqual([ok, reason], [false, "readonly"]);
  await assert.rejects(sql`create table notes (id bigint)`.execute(reading), isUnavailable("readonly"));
  await reading.destroy();
});

for (const [who, use] of [
  ["a write", (db: Kysely<unknown>) => sql`insert into notes values (1)`.execute(db).catch(isReadOnly)],
  ["a ping", ping],
] as const) {
  testOnPostgres(`a connection to what was a copy is given up when ${who} finds that out`, async ({ db, url }) => {
    const makeCopy = (is: "on" | "off") =>
      sql.raw(`alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = ${is}`).execute(db);
    await sql`create table notes (id bigint)`.execute(db);
    await makeCopy("on");
    const follower = await openDatabase<unknown>(`${url}?pool=1`);
    await use(follower);
    // The name leads to the new primary server now; nothing on a connection to the old one says so.
    await makeCopy("off");
    await use(follower);
    assert.deepEqual(await ping(follower), { ok: true });
    await follower.destroy();
  });
}

testOnPostgres("more work than there are connections waits for its turn", async ({ url }) => {
  const db = await openDatabase<unknown>(`${url}?pool=2`);
  const backends = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.01)`.execute(db);
      return rows[0]?.pid;
    }),
  );
  assert.equal(new Set(backends).size, 2);
  await db.destroy();
});

testOnPostgres(
  "who gets no connection from a full server waits a moment for one that others give back",
  async ({ db, url }) => {
    const few = `few_${randomUUID().replaceAll("-", "")}`;
    await sql.raw(`create role ${few} login connection limit 2`).execute(db);
    const limited = new URL(`${url}?pool=8`);
    limited.username = few;
    const crowded = await openDatabase<unknown>(limited.href);
    try {
      const asked = Array.from({ length: 8 }, () => sql`select pg_sleep(0.05)`.execute(crowded));
      assert.deepEqual(
        (await Promise.allSettled(asked)).filter(({ status }) => status === "rejected"),
        [],
      );
    } finally {
      await crowded.destroy();
      // The server may notice later that they are gone; nobody else has the role.
      await sql.raw(`drop role ${few}`).execute(db);
    }
  },
);

test("an error of the query's own is not taken for one of the database", () => {
  for (const code of ["23505", "42P01", "22P02"]) {
    const error = Object.assign(new Error("no"), { code });
    assert.equal(postgresUnavailable(error), error);
  }
  assert.equal(postgresUnavailable("no"), "no");
});
