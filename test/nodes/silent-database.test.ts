import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Kysely, sql } from "kysely";
import { DatabaseUnavailable } from "livegate/data";
import { postgresDialect } from "../../packages/livegate/src/data/postgres-dialect.ts";
import { PostgresPool } from "../../packages/livegate/src/data/postgres-pool.ts";
import { type CuttingProxy, cuttingProxy } from "../../packages/livegate/src/pubsub-adapters/cutting-proxy.fixture.ts";
import { until } from "../../packages/livegate/src/pubsub-adapters/nodes.fixture.ts";

const server = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";
const skip = server === "" && "there is no PostgreSQL for tests";

/** Milliseconds instead of 35 seconds. */
const answerWithin = 150;

/** A database behind a proxy which can swallow what both sides say, so that their connections stay and nothing arrives. */
async function behindProxy(body: (db: Kysely<unknown>, proxy: CuttingProxy) => Promise<void>): Promise<void> {
  await using proxy = await cuttingProxy(server);
  const db = new Kysely<unknown>({ dialect: postgresDialect(await PostgresPool.at(proxy.url, { answerWithin })) });
  try {
    await body(db, proxy);
  } finally {
    proxy.reset();
    await db.destroy();
  }
}

const processOf = async (db: Kysely<unknown>): Promise<number> => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]!.pid; // One row, whatever it says.
};

/** The server's processes of three connections that were in use at the same time, and are idle now. */
async function threeConnections(db: Kysely<unknown>): Promise<ReadonlySet<number>> {
  const all = Promise.withResolvers<void>();
  const pids = new Set<number>();
  const hold = () =>
    db.connection().execute(async (held) => {
      if (pids.add(await processOf(held)).size === 3) all.resolve();
      await all.promise;
    });
  await Promise.all([hold(), hold(), hold()]);
  return pids;
}

/** A statement that has gone nowhere, while whoever asks anew is answered. */
async function swallowed(proxy: CuttingProxy, statement: Promise<unknown>): Promise<unknown> {
  const before = proxy.swallowed;
  statement.catch(() => {}); // Looked at below.
  await until(() => proxy.swallowed > before);
  proxy.mend();
  return statement;
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable && error.reason === "unreachable";

describe("A connection to PostgreSQL on which no answer comes", { skip, timeout: 60_000 }, () => {
  test("ends its statement as a database that can't be reached, and the next one gets a new connection", () =>
    behindProxy(async (db, proxy) => {
      const former = await processOf(db);
      proxy.halfOpen();
      await assert.rejects(swallowed(proxy, processOf(db)), isUnreachable);
      assert.notEqual(await processOf(db), former);
    }));

  test("does so as well where the server can't be asked, which takes five seconds", () =>
    behindProxy(async (db, proxy) => {
      await processOf(db);
      proxy.halfOpen();
      const begin = performance.now();
      await assert.rejects(processOf(db), isUnreachable);
      assert.ok(performance.now() - begin < 15_000);
      proxy.mend();
      await processOf(db);
    }));

  test("ends a transaction, of which nothing stays", () =>
    behindProxy(async (db, proxy) => {
      const table = sql.table(`silent_${crypto.randomUUID().replaceAll("-", "")}`);
      const transaction = db.transaction().execute(async (tx) => {
        await sql`create table ${table} (n int)`.execute(tx);
        proxy.halfOpen();
        await swallowed(proxy, processOf(tx));
      });
      await assert.rejects(transaction, isUnreachable);
      await assert.rejects(sql`select * from ${table}`.execute(db), /does not exist/);
    }));

  test("makes those doubtful that are as old: none of them is lent again", () =>
    behindProxy(async (db, proxy) => {
      const former = await threeConnections(db);
      proxy.halfOpen();
      await assert.rejects(swallowed(proxy, processOf(db)), isUnreachable);
      for (const pid of await threeConnections(db)) assert.ok(!former.has(pid));
      await until(() => proxy.open <= 3);
    }));

  test("is none as long as the server says that the statement runs", () =>
    behindProxy(async (db) => {
      const former = await processOf(db);
      await sql`select pg_sleep(1)`.execute(db);
      assert.equal(await processOf(db), former);
    }));
});
