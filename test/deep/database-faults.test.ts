import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { openDatabase } from "livegate/data";
import { Random, seed } from "./random.ts";

const ROUNDS = 20;
const PROCESSES = 4;

interface Tables {
  debits: { n: number };
  credits: { n: number; writer: string };
}

// What a row means must not depend on who was killed when: as many debits as credits, and all that was acknowledged.
describe("processes that are killed at any moment", () => {
  let folder: string;
  let url: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "livegate-faults-"));
    url = `sqlite:${join(folder, "faults.db")}`;
  });
  after(() => rm(folder, { recursive: true }));

  it(`lose no acknowledged row while ${PROCESSES} of them write, ${ROUNDS} times`, async (t) => {
    t.diagnostic(`SEED=${seed}`);
    const random = new Random(seed);
    const db = await openDatabase<Tables>(url);
    await sql`create table debits (n integer primary key)`.execute(db);
    await sql`create table credits (n integer primary key, writer text not null)`.execute(db);
    let written = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const writers = Array.from({ length: PROCESSES }, (_, index) => writer(url, `${round}-${index}`));
      await Promise.all(writers.map(({ started }) => started));
      await pause(random.below(300));
      const acknowledged = await Promise.all(writers.map(({ killed }) => killed()));
      for (const [index, count] of acknowledged.entries()) await holds(db, `${round}-${index}`, count);
      written += acknowledged.reduce((sum, count) => sum + count, 0);
    }
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
    assert.deepEqual(rows, [{ integrity_check: "ok" }]);
    t.diagnostic(`${written} transactions acknowledged`);
    assert.ok(written > ROUNDS * PROCESSES);
    await db.destroy();
  });

  it("never leave half of a migration, and the next start finishes it", async (t) => {
    const random = new Random(seed + 1);
    const migrations = await mkdtemp(join(folder, "migrations-"));
    await writeFile(join(migrations, "001-many.js"), manyTables(40));
    const whole = new Set<number>();
    for (let round = 1; round <= ROUNDS; round++) {
      const place = `sqlite:${join(folder, `migrated-${round}.db`)}`;
      const first = migrator(place, migrations);
      await saysSomething(first);
      await pause(random.below(200));
      first.kill("SIGKILL");
      const db = await openDatabase(place);
      const found = (await db.introspection.getTables()).length;
      whole.add(found);
      assert.ok(found === 0 || found === 40, `${found} of 40 tables, SEED=${seed}, round ${round}`);
      await db.destroy();
      const [status] = (await once(migrator(place, migrations), "exit")) as [number];
      assert.equal(status, 0);
    }
    t.diagnostic(`tables found after kills: ${[...whole].toSorted((a, b) => a - b).join(", ")}`);
  });

  it(`start ${PROCESSES} at once on an empty database, and each is fine`, async () => {
    const migrations = await mkdtemp(join(folder, "migrations-"));
    await writeFile(join(migrations, "001-many.js"), manyTables(40));
    for (let round = 1; round <= 5; round++) {
      const place = `sqlite:${join(folder, `together-${round}.db`)}`;
      const starts = Array.from({ length: PROCESSES }, () => once(migrator(place, migrations), "exit"));
      assert.deepEqual(
        (await Promise.all(starts)).map(([status]: unknown[]) => status),
        Array.from({ length: PROCESSES }, () => 0),
      );
    }
  });
});

async function holds(db: Kysely<Tables>, name: string, acknowledged: number): Promise<void> {
  const { rows } = await sql<{ debits: number; credits: number; own: number }>`
    select (select count(*) from debits) as debits, (select count(*) from credits) as credits,
      (select count(*) from credits where writer = ${name}) as own`.execute(db);
  const { debits = -1, credits = -2, own = -1 } = rows[0] ?? {};
  assert.equal(debits, credits, `SEED=${seed}`);
  assert.ok(own >= acknowledged, `writer ${name}: ${acknowledged} acknowledged, ${own} there, SEED=${seed}`);
}

/** A process that writes a debit and a credit in one transaction and then prints a dot, again and again. */
function writer(url: string, name: string) {
  const child = program(`
    const db = await openDatabase(${JSON.stringify(url)});
    for (;;) {
      await db.transaction().execute(async (transaction) => {
        await transaction.insertInto("debits").defaultValues().execute();
        await transaction.insertInto("credits").values({ writer: ${JSON.stringify(name)} }).execute();
      });
      writeSync(1, ".");
    }`);
  let acknowledged = 0;
  child.stdout?.on("data", (chunk: Buffer) => (acknowledged += chunk.length));
  return {
    started: saysSomething(child),
    async killed(): Promise<number> {
      const closed = once(child, "close");
      child.kill("SIGKILL");
      await closed;
      return acknowledged;
    },
  };
}

const migrator = (url: string, folder: string): ChildProcess =>
  program(`
    const db = await openDatabase(${JSON.stringify(url)});
    writeSync(1, ".");
    await migrate(db, ${JSON.stringify(folder)});
    await db.destroy();`);

const program = (source: string): ChildProcess =>
  spawn(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { writeSync } from "node:fs"; import { migrate, openDatabase } from ${JSON.stringify(import.meta.resolve("livegate/data"))}; ${source}`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );

async function saysSomething(child: ChildProcess): Promise<void> {
  assert.ok(child.stdout);
  await once(child.stdout, "data");
}

/** A migration that takes a while and gives others a turn between its tables. */
const manyTables = (count: number): string => `
  export async function up(db) {
    for (let n = 1; n <= ${count}; n++) {
      await db.schema.createTable("t" + n).addColumn("id", "integer").execute();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }`;
