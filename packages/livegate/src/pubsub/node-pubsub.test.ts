import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { manualClock } from "../clock/manual-clock.ts";
import { sealEnvelope } from "./envelope.ts";
import { MemoryServer } from "./memory-server.fixture.ts";
import { NodePubSub } from "./node-pubsub.ts";
import { topic } from "./topic.ts";

const albums = topic((id: number) => `albums:${id}`, z.object({ n: z.number() }));
const dated = topic(() => "dated", z.object({ at: z.coerce.date<Date | string>() }));
const strict = topic(() => "strict", z.object({ at: z.date() }));
const own = topic(() => "livegate:own", z.object({ n: z.number() }));

/** What promises have left to do, none of which waits for time. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function startNodes(count: number, { versions = [] as readonly string[], production = true } = {}) {
  const server = new MemoryServer();
  const clock = manualClock(0);
  const lines: string[] = [];
  const log = {
    info: (_: object, text: string) => lines.push(text),
    warn: (_: object, text: string) => lines.push(text),
  };
  const nodes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const pubsub = new NodePubSub(versions[index]);
      await pubsub.connect(server.adapter(), { clock, log, production });
      const heard: unknown[] = [];
      let missed = 0;
      pubsub.subscribe(albums(1), (message) => void heard.push(message));
      pubsub.onResync(() => void (missed += 1));
      return { pubsub, heard, missed: () => missed };
    }),
  );
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      clock.advance(Math.min(left, 500));
      await settled();
    }
  };
  await pass(1000);
  return { server, clock, nodes: nodes as [(typeof nodes)[0], (typeof nodes)[0], ...typeof nodes], pass, lines };
}

describe("NodePubSub", () => {
  it("is alone until it is connected, and delivers here before broadcast returns", () => {
    const pubsub = new NodePubSub();
    const heard: unknown[] = [];
    const stop = pubsub.subscribe(albums(1), (message) => void heard.push(message));
    pubsub.broadcast(albums(1), { n: 1 });
    assert.deepEqual([heard, pubsub.state, pubsub.size], [[{ n: 1 }], "alone", 1]);
    stop();
    assert.equal(pubsub.size, 0);
  });

  it("delivers directly on its own node and once, and to all others in the order of broadcasts", async () => {
    const { nodes } = await startNodes(3);
    const [a, b, c] = nodes as unknown as [(typeof nodes)[0], (typeof nodes)[0], (typeof nodes)[0]];
    a.pubsub.broadcast(albums(1), { n: 1 });
    a.pubsub.broadcast(albums(2), { n: 0 });
    a.pubsub.broadcast(albums(1), { n: 2 });
    assert.deepEqual(a.heard, [{ n: 1 }, { n: 2 }]);
    await settled();
    for (const { heard } of [a, b, c]) assert.deepEqual(heard, [{ n: 1 }, { n: 2 }]);
    assert.deepEqual([b.pubsub.counts.delivered, a.pubsub.counts.delivered, a.pubsub.counts.published], [2, 0, 3]);
  });

  it("parses what comes with the topic's schema", async () => {
    const { nodes } = await startNodes(2, { production: false });
    const [a, b] = nodes;
    const heard: unknown[] = [];
    b.pubsub.subscribe(dated(), (message) => void heard.push(message));
    a.pubsub.broadcast(dated(), { at: new Date(7) });
    await settled();
    assert.deepEqual(heard, [{ at: new Date(7) }]);
  });

  it("ignores and counts what the schema refuses, and what is no message", async () => {
    const { nodes, server, lines } = await startNodes(2);
    const [a] = nodes;
    const envelope = { node: "stranger", version: "1", topicName: "albums:1" };
    server.say(sealEnvelope({ ...envelope, sequence: 1, json: '{"n":"one"}' }));
    server.say(sealEnvelope({ ...envelope, sequence: 2, json: "{" }));
    for (const text of ["", "\n", "[1]\n{}", '[2,"x",1,"","albums:1"]\n{}', "null\n", `[1,"x",1.5,"",""]\n""`])
      server.say(text);
    assert.deepEqual([a.heard, a.pubsub.counts.misfit], [[], 8]);
    assert.deepEqual(
      lines,
      Array.from({ length: 4 }, () => "pubsub message ignored"),
    ); // Two on each node.
  });

  it("writes ten lines at most between two signs of life about what it ignores", async () => {
    const { nodes, server, pass, lines } = await startNodes(1);
    const [{ pubsub }] = nodes;
    const written = () => lines.filter((line) => line === "pubsub message ignored").length;
    let sequence = 0;
    const say = (times: number): void => {
      for (let time = 0; time < times; time++) server.say(`[1,"other",${(sequence += 1)},"1","albums:1"]\n{"n":"one"}`);
    };
    say(1000);
    assert.deepEqual([written(), pubsub.counts.misfit], [10, 1000]);
    await pass(3000);
    say(1);
    assert.equal(written(), 11);
  });

  it("ignores and counts messages of another version of the app, but not Livegate's own", async () => {
    const { nodes } = await startNodes(2, { versions: ["1", "2"] });
    const [a, b] = nodes;
    const heard: unknown[] = [];
    b.pubsub.subscribe(own(), (message) => void heard.push(message));
    a.pubsub.broadcast(albums(1), { n: 1 });
    a.pubsub.broadcast(own(), { n: 2 });
    await settled();
    assert.deepEqual([b.heard, b.pubsub.counts.otherVersion, heard], [[], 1, [{ n: 2 }]]);
  });

  it("comes back by itself when its connection is cut, and then says that messages may have been missed", async () => {
    const { nodes, server, pass, lines } = await startNodes(2);
    const [a, b] = nodes;
    server.cut();
    assert.deepEqual([a.pubsub.state, b.pubsub.state, a.missed()], ["disconnected", "disconnected", 0]);
    await pass(500);
    assert.deepEqual([a.pubsub.state, b.pubsub.state], ["connected", "connected"]);
    assert.ok(a.missed() >= 1 && b.missed() >= 1);
    a.pubsub.broadcast(albums(1), { n: 1 });
    await settled();
    assert.deepEqual(b.heard, [{ n: 1 }]);
    assert.ok(lines.includes("pubsub connection lost") && lines.includes("pubsub connected again"));
  });

  it("says once for each reason why it can't come back, as a server that has another password now", async () => {
    const { server, pass, lines } = await startNodes(1);
    const said = () => lines.filter((line) => line === "pubsub can't connect again").length;
    server.isDown = true;
    server.cut();
    await pass(30_000);
    assert.equal(said(), 1);
    [server.isDown, server.isDeaf] = [false, true];
    await pass(60_000);
    assert.equal(said(), 2);
    server.isDeaf = false;
    await pass(10_000);
    server.isDown = true;
    server.cut();
    await pass(30_000);
    assert.equal(said(), 3, "another outage");
  });

  it("goes on where a subscriber fails, now or later: the others hear it, and the log says so", async () => {
    const { nodes, lines } = await startNodes(2);
    const [a, b] = nodes;
    for (const { pubsub } of nodes) {
      pubsub.subscribe(albums(2), () => {
        throw new Error("author's");
      });
      pubsub.subscribe(albums(2), async () => {
        throw new Error("author's");
      });
    }
    const heard: unknown[] = [];
    for (const { pubsub } of nodes) pubsub.subscribe(albums(2), (message) => void heard.push(message));
    a.pubsub.broadcast(albums(2), { n: 1 });
    a.pubsub.broadcast(albums(1), { n: 2 });
    await settled();
    assert.deepEqual([heard.length, b.heard], [2, [{ n: 2 }]]);
    assert.equal(lines.filter((line) => line === "pubsub subscriber failed").length, 4);
  });

  it("goes on where somebody fails who was told that messages may have been missed", async () => {
    const { nodes, server, pass, lines } = await startNodes(2);
    const [, b] = nodes;
    let told = 0;
    b.pubsub.onResync(async () => {
      throw new Error("the database is unavailable");
    });
    b.pubsub.onResync(() => {
      throw new Error("author's");
    });
    b.pubsub.onResync(() => void (told += 1));
    server.cut();
    await pass(10_000);
    server.cut();
    await pass(10_000);
    assert.deepEqual([told, b.missed()], [2, 2]);
    assert.equal(lines.filter((line) => line === "pubsub subscriber failed").length, 4);
  });

  it("tells the others when what it published was lost, although their connections held", async () => {
    const { nodes, server, pass } = await startNodes(2);
    const [a, b] = nodes;
    server.isDown = true;
    server.cut(1);
    a.pubsub.broadcast(albums(1), { n: 1 });
    assert.deepEqual([a.heard, a.pubsub.counts.dropped], [[{ n: 1 }], 1]);
    await pass(10_000);
    assert.deepEqual([b.heard, b.missed()], [[], 0]);
    server.isDown = false;
    await pass(3000);
    assert.deepEqual([b.heard, b.missed(), a.pubsub.state], [[], 1, "connected"]);
  });

  it("finds out that nothing comes back, although nobody says that the connection is lost", async () => {
    const { nodes, server, pass } = await startNodes(2);
    const [a] = nodes;
    server.isDeaf = true;
    await pass(12_500);
    assert.equal(a.pubsub.state, "disconnected");
    server.isDeaf = false;
    await pass(8000);
    assert.equal(a.pubsub.state, "connected");
    assert.ok(a.missed() >= 1);
  });

  it("hears who has left, and who has died without a word", async () => {
    const { nodes, pass, server } = await startNodes(3);
    const [a, b, c] = nodes as unknown as [(typeof nodes)[0], (typeof nodes)[0], (typeof nodes)[0]];
    const gone: string[] = [];
    a.pubsub.onNodeGone((node) => void gone.push(node));
    assert.deepEqual(a.pubsub.nodes.toSorted(), [b.pubsub.node, c.pubsub.node].toSorted());
    await b.pubsub.stop();
    assert.deepEqual(gone, [b.pubsub.node]);
    server.forget(c.pubsub.node);
    await pass(12_500);
    assert.deepEqual([gone, a.pubsub.nodes], [[b.pubsub.node, c.pubsub.node], []]);
  });

  it("refuses to start where the server isn't there, or doesn't hand on what it takes", async () => {
    const server = new MemoryServer();
    const clock = manualClock(0);
    server.isDown = true;
    await assert.rejects(new NodePubSub().connect(server.adapter(), { clock }), /down/);
    server.isDown = false;
    server.isDeaf = true;
    const deaf = assert.rejects(new NodePubSub().connect(server.adapter(), { clock }), /didn't hand it on/);
    await settled();
    clock.advance(5000);
    await deaf;
    assert.equal(clock.pending, 0);
  });

  it("leaves no timer behind", async () => {
    const { nodes, clock } = await startNodes(2);
    for (const { pubsub } of nodes) await pubsub.stop();
    assert.equal(clock.pending, 0);
  });
});

describe("A message for other nodes", () => {
  it("that JSON doesn't keep as it is throws while developing, before anybody has heard it", () => {
    const pubsub = new NodePubSub();
    const heard: unknown[] = [];
    pubsub.subscribe(strict(), (message) => void heard.push(message));
    assert.throws(() => pubsub.broadcast(strict(), { at: new Date() }), { code: "LG_TOPIC_MESSAGE", message: /JSON/ });
    assert.deepEqual(heard, []);
  });

  it("that is too long throws with its size, on every adapter", async () => {
    const words = topic(() => "words", z.string());
    const text = "ä".repeat(140_000);
    assert.throws(() => new NodePubSub().broadcast(words(), text), {
      code: "LG_TOPIC_MESSAGE",
      message: /280002 bytes/,
    });
    const { nodes } = await startNodes(2);
    assert.throws(() => nodes[0].pubsub.broadcast(words(), text), { code: "LG_TOPIC_MESSAGE" });
    nodes[0].pubsub.broadcast(words(), text.slice(0, 130_000));
  });

  it("that can't be JSON at all throws", () => {
    const any = topic(() => "any", z.unknown());
    const pubsub = new NodePubSub();
    for (const message of [1n, undefined, () => {}]) {
      assert.throws(() => pubsub.broadcast(any(), message), {
        code: "LG_TOPIC_MESSAGE",
        message: /can't be written as JSON/,
      });
    }
  });

  it("may leave keys without a value", () => {
    const optional = topic(() => "optional", z.object({ a: z.number().optional(), b: z.array(z.string()) }));
    new NodePubSub().broadcast(optional(), { a: undefined, b: ["x"] });
  });
});
