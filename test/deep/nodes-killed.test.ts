import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { openDatabase } from "livegate/data";
import { startPostgres } from "../../scripts/services/postgres.mjs";
import { startRedis } from "../../scripts/services/redis.mjs";
import { roundRobin } from "../nodes/round-robin.ts";
import { type RunningNode, sharedSettings, startNode } from "../nodes/start-node.ts";
import { Writer } from "../nodes/writer.ts";
import { Random } from "./random.ts";

const ROUNDS = 50;
const SEED = Number(process.env["SEED"] ?? 87);
const skip =
  (process.env["LIVEGATE_TEST_REDIS"] === undefined && "there is no Redis for tests") ||
  (!existsSync("/usr/lib/postgresql") && "PostgreSQL's programs are missing");

/** Milliseconds in which whatever was killed has to be back, and everybody with it. */
const PATIENCE = 30_000;

test(
  `${ROUNDS} kills of workers, Redis and PostgreSQL lose no acknowledged write, and everybody comes back`,
  { skip, timeout: 9 * 60_000 },
  async (t) => {
    const random = new Random(SEED);
    const [postgres, redis] = [await startPostgres(), await startRedis()];
    await using proxy = await roundRobin();
    const url = `http://127.0.0.1:${proxy.port}`;
    const env = { ...sharedSettings(url), LOG_LEVEL: "silent", DATABASE_URL: postgres.url, PUBSUB_URL: redis.url };
    const nodes: RunningNode[] = [];
    const writers: Writer[] = [];
    t.after(async () => {
      await Promise.all(writers.map((writer) => writer.stop()));
      await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
      await Promise.all([postgres.stop(), redis.stop()]);
    });
    // One after the other: both make the table.
    for (const _ of [1, 2]) nodes.push(await startNode({ env, args: ["--workers", "2"] }));
    proxy.nodes = nodes.map(({ port }) => port);
    for (let number = 0; number < 6; number++)
      writers.push(new Writer({ port: proxy.port, origin: url }, `w${number}`));

    const kills = {
      worker: () => killWorker(random.one(nodes), random),
      redis: () => redis.kill().then(() => redis.start()),
      postgres: () => postgres.restart(),
    };
    const killed: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const what = random.one(["worker", "worker", "redis", "postgres"] as const);
      killed.push(what);
      await new Promise((resolve) => setTimeout(resolve, random.below(400)));
      await kills[what]();
      await allReady(nodes, `after round ${round}: ${what}`);
      await allWrite(writers, `after round ${round}: ${what}`);
    }
    await Promise.all(writers.map((writer) => writer.stop()));

    const db = await openDatabase<{ notes: { id: string } }>(postgres.url);
    const stored = new Set((await db.selectFrom("notes").select("id").execute()).map(({ id }) => id));
    await db.destroy();
    const acknowledged = writers.flatMap((writer) => writer.acknowledged);
    const counts = Map.groupBy(killed, (what) => what);
    t.diagnostic(`seed ${SEED}: ${[...counts].map(([what, { length }]) => `${length} × ${what}`).join(", ")}`);
    t.diagnostic(`${acknowledged.length} acknowledged writes`);
    assert.deepEqual(
      acknowledged.filter((id) => !stored.has(id)),
      [],
    );
    for (const node of nodes) assert.equal(await node.stop(), 0, node.command.output.slice(-2000));
  },
);

async function killWorker({ command }: RunningNode, random: Random): Promise<void> {
  const from = command.output.length;
  process.kill(random.one(command.children), "SIGKILL");
  await command.printed(/A worker has ended with signal SIGKILL/, from);
}

/** Waits until all nodes say that they are ready. */
async function allReady(nodes: readonly RunningNode[], when: string): Promise<void> {
  const isReady = ({ port }: RunningNode): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/healthz/ready`, { headers: { connection: "close" } }).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(async () => (await Promise.all(nodes.map(isReady))).every(Boolean), `a node isn't ready ${when}`);
}

/** Waits until each writer has had something acknowledged. */
async function allWrite(writers: readonly Writer[], when: string): Promise<void> {
  const before = writers.map(({ acknowledged }) => acknowledged.length);
  const wrote = async () => writers.every(({ acknowledged }, index) => acknowledged.length > before[index]!);
  await eventually(wrote, `somebody can't write ${when}`);
}

async function eventually(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; !(await holds());) {
    if (Date.now() > deadline) assert.fail(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
