import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openDatabase } from "livegate/data";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import { startLedger } from "./ledger-process.ts";
import { Random, seed } from "./random.ts";

const ROUNDS = 12;
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
      const clients = Array.from({ length: CLIENTS }, () => addUntilTheEnd(port, counter, acknowledged));
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

/** Adds one number after the other, several on their way at once, until the connection ends. */
async function addUntilTheEnd(port: number, counter: { next: number }, acknowledged: Set<number>): Promise<void> {
  const client = new ConformanceClient({ port, origin: "https://shop.test" });
  const view = await client.visit("/");
  const add = async (): Promise<void> => {
    while (!view.socket.ended) {
      const n = counter.next++;
      const answer = await view.click("add", { n }).catch(() => null);
      if (answer?.status === "ok") acknowledged.add(n);
    }
  };
  await Promise.all([add(), add(), add()]);
}

async function missing(url: string, acknowledged: ReadonlySet<number>): Promise<readonly number[]> {
  const db = await openDatabase<{ entries: { n: number } }>(url);
  const rows = await db.selectFrom("entries").select("n").execute();
  await db.destroy();
  const kept = new Set(rows.map(({ n }) => n));
  return [...acknowledged].filter((n) => !kept.has(n));
}
