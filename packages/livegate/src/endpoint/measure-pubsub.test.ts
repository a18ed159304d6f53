import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { manualClock } from "../clock/manual-clock.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { MemoryServer } from "../pubsub/memory-server.fixture.ts";
import { NodePubSub } from "../pubsub/node-pubsub.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import { topic } from "../pubsub/topic.ts";
import { measurePubSub } from "./measure-pubsub.ts";

const albums = topic(() => "albums", z.object({ n: z.number() }));

/** What promises have left to do, none of which waits for time. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The numbers that aren't 0, by name and label. */
const numbers = (pubsub: PubSub): Record<string, number> =>
  Object.fromEntries(
    measurePubSub(pubsub).flatMap(({ name, samples }) =>
      samples
        .filter(({ value }) => value !== 0)
        .map(({ labels = {}, value }) => [[name, ...Object.values(labels)].join(" "), value]),
    ),
  );

async function twoNodes() {
  const [server, clock] = [new MemoryServer(), manualClock(0)];
  const nodes = [new NodePubSub(), new NodePubSub("2")] as const;
  for (const node of nodes) await node.connect(server.adapter(), { clock, production: true });
  clock.advance(100);
  await settled();
  return { server, clock, nodes };
}

test("a node tells what became of messages, who is there and how often something was missed", async () => {
  const { server, clock, nodes } = await twoNodes();
  const [a, b] = nodes;
  a.subscribe(albums(), () => {});
  a.broadcast(albums(), { n: 1 });
  b.broadcast(albums(), { n: 2 });
  server.say("no message at all");
  await settled();
  assert.deepEqual(numbers(a), {
    "livegate_pubsub_state connected": 1,
    livegate_pubsub_nodes: 1,
    "livegate_pubsub_messages_total published": 1,
    "livegate_pubsub_messages_total other_version": 1,
    "livegate_pubsub_messages_total misfit": 1,
  });
  server.cut(1);
  a.broadcast(albums(), { n: 3 });
  await a.tries?.take("key", { burst: 1, every: 1 }, 0).catch(() => {});
  assert.equal(numbers(a)["livegate_pubsub_state disconnected"], 1);
  assert.equal(numbers(a)["livegate_pubsub_messages_total dropped"], 1);
  clock.advance(100);
  await settled();
  assert.equal(numbers(a)["livegate_pubsub_state connected"], 1);
  assert.equal(numbers(a)["livegate_pubsub_resyncs_total"], 1);
  for (const node of nodes) await node.stop();
});

test("a pubsub that never has other nodes is alone, and has nothing to count", () => {
  assert.deepEqual(numbers(localPubSub()), { "livegate_pubsub_state alone": 1 });
});
