import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "livegate/data";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import { startLedger } from "./ledger-process.ts";
import { Random, seed } from "./random.ts";

const ROUNDS = 50;
const CLIENTS = 4;

// A reply is sent after its handler, and its handler after the commit: what a page has seen acknowledged is in the file.
describe("a server that is killed while events commit", () => {
  let directory = "";
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "livegate-killed-"));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  it("loses nothing that was acknowledged, and starts again on the same file", async (t) => {
    t.diagnostic(`SEED=${seed}`);
    const [random, url] = [new Random(seed), `sqlite:${join(directory, "ledger.db")}`];
    const [acknowledged, counter] = [new Set<number>(), { next: 0 }];
    for (let round = 0; round < ROUNDS; round++) {
      const { child, port } = await startLedger(url);
      t.after(() => child.kill("SIGKILL"));
      // All are there before anything is counted: the kill is to hit commits, not joins.
      const views = await Promise.all(Array.from({ length: CLIENTS }, () => visit(port)));
      const clients = views.map((view) => addUntilTheEnd(view, counter, acknowledged));
      // After a number of commits by chance, and from there at any moment of the next ones.
      const enough = acknowledged.size + 5 + random.below(40);
      const deadline = Date.now() + 20_000;
      while (acknowledged.size < enough && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
      assert.ok(acknowledged.size >= enough, `${acknowledged.size} acknowledged`);
      for (let turns = random.below(50); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      child.kill("SIGKILL");
      await Promise.all([once(child, "exit"), ...clients]);
      assert.deepEqual(await missing(url, acknowledged), [], `after round ${round}`);
    }
    t.diagnostic(`${acknowledged.size} acknowledged of ${counter.next} sent, in ${ROUNDS} rounds`);
  });
});

const visit = (port: number) => new ConformanceClient({ port, origin: "https://shop.test" }).visit("/");

type View = Awaited<ReturnType<typeof visit>>;

/** Adds one number after the other, several on their way at once, until the connection ends. */
async function addUntilTheEnd(view: View, counter: { next: number }, acknowledged: Set<number>): Promise<void> {
  const add = async (): Promise<void> => {
    while (!view.socket.ended) {
      const n = counter.next++;
      const answer = await view.click("add", { n }).catch(() => null);
      if (answer?.status === "ok") acknowledged.add(n);
    }
  };
  await Promise.all([add(), add(), add()]);
}

/** What was acknowledged and isn't in the file, which has to be whole. */
async function missing(url: string, acknowledged: ReadonlySet<number>): Promise<readonly number[]> {
  const db = await openDatabase<{ entries: { n: number } }>(url);
  const rows = await db.selectFrom("entries").select("n").execute();
  const { rows: found } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  await db.destroy();
  assert.deepEqual(found, [{ integrity_check: "ok" }]);
  const kept = new Set(rows.map(({ n }) => n));
  return [...acknowledged].filter((n) => !kept.has(n));
}
