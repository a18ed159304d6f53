import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { startPostgres } from "../../scripts/services/postgres.mjs";
import { startRedis } from "../../scripts/services/redis.mjs";
import { counted, startNode, until } from "../../packages/livegate/src/pubsub-adapters/nodes.fixture.ts";

/** A server that is killed and comes back. */
interface Killed {
  readonly url: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const servers: readonly (readonly [name: string, skip: string | false, start: () => Promise<Killed>])[] = [
  [
    "Redis",
    process.env["LIVEGATE_TEST_REDIS"] === undefined && "there is no Redis for tests",
    async () => {
      const server = await startRedis();
      return { ...server, restart: () => server.kill().then(() => server.start()) };
    },
  ],
  ["PostgreSQL", !existsSync("/usr/lib/postgresql") && "PostgreSQL's programs are missing", startPostgres],
];

for (const [name, skip, start] of servers) {
  test(`nodes find each other again when ${name} was killed and came back`, { skip, timeout: 60_000 }, async () => {
    const server = await start();
    const [a, b] = [await startNode(server.url, "killed"), await startNode(server.url, "killed")];
    try {
      a.pubsub.broadcast(counted("all"), { n: 1, text: "" });
      await until(() => b.heard.length === 1);
      await server.restart();
      await until(() => [a, b].every(({ pubsub, missed }) => pubsub.state === "connected" && missed() > 0));
      a.pubsub.broadcast(counted("all"), { n: 2, text: "" });
      b.pubsub.broadcast(counted("all"), { n: 3, text: "" });
      await until(() => a.heard.length === 3 && b.heard.length === 3);
      assert.deepEqual(
        [a.heard, b.heard].map((heard) => heard.toSorted((x, y) => x - y)),
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
      );
    } finally {
      await Promise.all([a.pubsub.stop(), b.pubsub.stop()]);
      await server.stop();
    }
  });
}
