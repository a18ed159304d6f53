import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { DatabaseUnavailable, openDatabase } from "livegate/data";
import { temporaryDatabase } from "livegate/testing";
import { type CuttingProxy, cuttingProxy } from "../../packages/livegate/src/pubsub-adapters/cutting-proxy.fixture.ts";

const server = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";

interface Tables {
  notes: { n: number };
}

type Body = (db: Kysely<Tables>, proxy: CuttingProxy, direct: Kysely<Tables>) => Promise<void>;

async function behindProxy(body: Body): Promise<void> {
  await using database = await temporaryDatabase(server);
  await using proxy = await cuttingProxy(database.url);
  const db = await openDatabase<Tables>(proxy.url);
  const direct = await openDatabase<Tables>(database.url);
  await sql`create table notes (n bigint primary key)`.execute(db);
  try {
    await body(db, proxy, direct);
  } finally {
    proxy.mend();
    await Promise.all([db.destroy(), direct.destroy()]);
  }
}

const write = (db: Kysely<Tables>, n: number) => db.insertInto("notes").values({ n }).execute();
const isUnreachable = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable && error.reason === "unreachable";

describe(
  "A PostgreSQL server that is gone for a while",
  { skip: server === "" && "there is no PostgreSQL for tests" },
  () => {
    test("keeps who needs a new connection waiting, and then goes on", () =>
      behindProxy(async (db, proxy) => {
        proxy.cut();
        // The connection that was lost may be noticed only by whoever uses it.
        await write(db, 0).catch(() => {});
        const waiting = write(db, 1);
        await pause(300);
        proxy.mend();
        await waiting;
      }));

    test("is given up after a while, with what means 503", () =>
      behindProxy(async (db, proxy) => {
        proxy.cut();
        const begin = performance.now();
        await assert.rejects(write(db, 1), isUnreachable);
        await assert.rejects(write(db, 2), isUnreachable);
        assert.ok(performance.now() - begin < 10_000);
      }));

    test("has all that was acknowledged when connections are reset under many writers", () =>
      behindProxy(async (db, proxy, direct) => {
        const acknowledged: number[] = [];
        const over = new AbortController();
        const writer = async (first: number): Promise<void> => {
          for (let n = first; !over.signal.aborted; n += 10) {
            await write(db, n).then(
              () => acknowledged.push(n),
              (error: unknown) => assert.ok(isUnreachable(error), String(error)),
            );
          }
        };
        const writers = Array.from({ length: 10 }, (_, first) => writer(first));
        for (let cut = 0; cut < 10; cut += 1) {
          const before = acknowledged.length;
          while (acknowledged.length < before + 20) await pause(5);
          proxy.reset();
        }
        over.abort();
        await Promise.all(writers);
        // Asked on the server itself: a connection that was reset is noticed by whoever uses it next.
        const rows = await direct.selectFrom("notes").select("n").execute();
        const kept = new Set(rows.map(({ n }) => n));
        assert.deepEqual(
          acknowledged.filter((n) => !kept.has(n)),
          [],
        );
      }));
  },
);
