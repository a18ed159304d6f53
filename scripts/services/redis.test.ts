import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "redis";
import { startRedis } from "./redis.mjs";

const skip = process.env["LIVEGATE_TEST_REDIS"] === undefined && "LIVEGATE_TEST_REDIS names no server";

async function ping(url: string): Promise<string> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.ping();
  } finally {
    client.destroy();
  }
}

test("a server of one's own starts, is killed, comes back at the same place, and ends", { skip }, async () => {
  const server = await startRedis();
  assert.equal(await ping(server.url), "PONG");
  await server.kill();
  await assert.rejects(ping(server.url), { code: "ECONNREFUSED" });
  await server.start();
  assert.equal(await ping(server.url), "PONG");
  await server.stop();
  await assert.rejects(ping(server.url), { code: "ECONNREFUSED" });
});
