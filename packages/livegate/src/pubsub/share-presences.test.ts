import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { type ManualClock, manualClock } from "../clock/manual-clock.ts";
import { MemoryServer } from "./memory-server.fixture.ts";
import { NodePubSub } from "./node-pubsub.ts";
import { presence } from "./presence.ts";
import { Presences } from "./presences.ts";
import { sharePresences } from "./share-presences.ts";

const readers = presence((album: number) => `albums:${album}`, z.object({ name: z.string() }));
const album = readers(1);

/** Time passes on all nodes, with what comes of it. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    clock.advance(Math.min(left, 100));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function startNode(server: MemoryServer, clock: ManualClock, version?: string) {
  const pubsub = new NodePubSub(version);
  const presences = new Presences(clock);
  const stopSharing = sharePresences(presences, pubsub, clock);
  await pubsub.connect(server.adapter(), { clock, production: true });
  const heard: string[] = [];
  presences.subscribe(album.name, ({ joined, left }) => {
    for (const { key } of joined) heard.push(`+${key}`);
    for (const { key } of left) heard.push(`-${key}`);
  });
  return {
    pubsub,
    presences,
    heard,
    track: (key: string) => presences.track(album.name, key, { name: key })!, // There is room.
    keys: () => presences.list(album).map(({ key, metas }) => key + metas.length),
    async stop() {
      stopSharing();
      await pubsub.stop();
    },
  };
}

async function startTwo() {
  const [server, clock] = [new MemoryServer(), manualClock()];
  const [a, b] = [await startNode(server, clock), await startNode(server, clock)];
  await pass(clock, 200);
  return { server, clock, a, b };
}

describe("Presences of several nodes", () => {
  it("are one list, whose keys have views of each node", async () => {
    const { clock, a, b } = await startTwo();
    const ann = a.track("ann");
    b.track("ann");
    b.track("bob");
    await pass(clock, 100);
    assert.deepEqual(a.keys().toSorted(), ["ann2", "bob1"]);
    assert.deepEqual(b.keys().toSorted(), ["ann2", "bob1"]);
    ann.end();
    await pass(clock, 100);
    assert.deepEqual(
      [a.keys(), b.keys()],
      [
        ["ann1", "bob1"],
        ["ann1", "bob1"],
      ],
    );
  });

  it("are told to a node that comes late, and more than fit into a message", async () => {
    const { server, clock, a, b } = await startTwo();
    for (let n = 0; n < 100; n += 1) a.track(`reader ${n}`);
    b.track("bob");
    await pass(clock, 100);
    const late = await startNode(server, clock);
    await pass(clock, 200);
    assert.equal(late.keys().length, 101);
    assert.deepEqual(late.keys().toSorted(), a.keys().toSorted());
  });

  it("of a node that leaves go at once, and of one that dies within twelve seconds", async () => {
    const { server, clock, a, b } = await startTwo();
    const c = await startNode(server, clock);
    b.track("bob");
    c.track("cy");
    await pass(clock, 200);
    assert.deepEqual(a.keys(), ["bob1", "cy1"]);
    await b.stop();
    assert.deepEqual(a.keys(), ["cy1"]);
    server.forget(c.pubsub.node);
    await pass(clock, 12_500);
    assert.deepEqual([a.keys(), a.heard], [[], ["+bob", "+cy", "-bob", "-cy"]]);
  });

  it("of a node that only seemed to be dead are there again when it speaks", async () => {
    const { server, clock, a, b } = await startTwo();
    b.track("bob");
    await pass(clock, 200);
    server.forget(b.pubsub.node);
    await pass(clock, 12_500);
    assert.deepEqual(a.keys(), []);
    server.revive(b.pubsub.node);
    await pass(clock, 8000);
    assert.deepEqual([a.keys(), b.keys()], [["bob1"], ["bob1"]]);
  });

  it("that changed while a node was cut off are what they are, without a flicker of those that stayed", async () => {
    const { server, clock, a, b } = await startTwo();
    b.track("stays");
    const goes = b.track("goes");
    await pass(clock, 200);
    server.isDown = true;
    server.cut();
    goes.end();
    b.track("comes");
    a.track("here");
    await pass(clock, 3000);
    assert.deepEqual(
      [a.keys(), b.keys()],
      [
        ["stays1", "goes1", "here1"],
        ["stays1", "comes1"],
      ],
    );
    server.isDown = false;
    await pass(clock, 6000);
    assert.deepEqual(a.keys().toSorted(), ["comes1", "here1", "stays1"]);
    assert.deepEqual(b.keys().toSorted(), ["comes1", "here1", "stays1"]);
    assert.deepEqual(a.heard, ["+stays", "+goes", "+here", "+comes", "-goes"]);
  });

  it("of another version of the app aren't shown, but counted", async () => {
    const { server, clock, a } = await startTwo();
    const other = await startNode(server, clock, "2");
    other.track("old");
    await pass(clock, 200);
    assert.deepEqual(a.keys(), []);
    assert.ok(a.pubsub.counts.otherVersion > 0);
  });

  it("say nothing to anybody on a node that is alone", () => {
    const [pubsub, clock] = [new NodePubSub(), manualClock()];
    const [one, two] = [new Presences(clock), new Presences(clock)];
    const stops = [one, two].map((presences) => sharePresences(presences, pubsub, clock));
    one.track(album.name, "ann", { name: "Ann" });
    clock.advance(1000);
    assert.deepEqual([two.list(album), clock.pending], [[], 0]);
    for (const stop of stops) stop();
    assert.equal(pubsub.size, 0);
  });
});
