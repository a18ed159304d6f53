import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { manualClock } from "../clock/manual-clock.ts";
import { localPubSub } from "./local-pubsub.ts";
import { Presences, checkedMeta } from "./presences.ts";
import { type PresenceChange, presence, presenceLimits } from "./presence.ts";

const readers = presence((album: number) => `albums:${album}`, z.object({ name: z.string() }));
const { name: album1 } = readers(1);

/** Presences, and a way to listen that writes down who came, went and changed, and who is there. */
function startPresences() {
  const clock = manualClock();
  const presences = new Presences(clock);
  const heard: string[] = [];
  const words = ({ joined, left, updated, list }: PresenceChange<unknown>): string => {
    const keys = (some: PresenceChange<unknown>["list"]) => some.map(({ key, metas }) => key + metas.length).join(",");
    return `+${keys(joined)} -${keys(left)} ~${keys(updated)} =${keys(list)}`;
  };
  const listen = (topicName = album1) => presences.subscribe(topicName, (change) => void heard.push(words(change)));
  const track = (key: string, name = key) =>
    presences.track(album1, key, { name }) ?? assert.fail(`${key} finds no place`);
  return { clock, presences, heard, listen, track };
}

describe("Presences", () => {
  it("tell who comes, changes and goes, with everybody who is there then", () => {
    const { heard, listen, track } = startPresences();
    listen();
    const ann = track("ann");
    const bob = track("bob");
    ann.update("ann", { name: "Ann" });
    ann.end();
    bob.end();
    assert.deepEqual(heard, [
      "+ann1 - ~ =ann1",
      "+bob1 - ~ =ann1,bob1",
      "+ - ~ann1 =ann1,bob1",
      "+ -ann1 ~ =bob1",
      "+ -bob1 ~ =",
    ]);
  });

  it("tell a late listener who is there already, and nothing where nobody is", () => {
    const { heard, listen, track } = startPresences();
    listen("presence elsewhere");
    track("ann");
    track("bob");
    listen();
    assert.deepEqual(heard, ["+ann1,bob1 - ~ =ann1,bob1"]);
  });

  it("keep several metas of a key, which is there until the last of them goes", () => {
    const { presences, heard, listen, track } = startPresences();
    listen();
    const [first, second] = [track("ann", "first tab"), track("ann", "second tab")];
    assert.deepEqual(presences.list(readers(1)), [
      { key: "ann", metas: [{ name: "first tab" }, { name: "second tab" }] },
    ]);
    first.end();
    second.end();
    assert.deepEqual(heard, ["+ann1 - ~ =ann1", "+ - ~ann2 =ann2", "+ - ~ann1 =ann1", "+ -ann1 ~ ="]);
  });

  it("tell nothing where nothing has changed", () => {
    const { heard, listen, track } = startPresences();
    const ann = track("ann");
    listen();
    ann.update("ann", { name: "ann" });
    ann.end();
    ann.end();
    assert.deepEqual(heard.slice(1), ["+ -ann1 ~ ="]);
  });

  it("change a key as one that goes and one that comes", () => {
    const { heard, listen, track } = startPresences();
    listen();
    track("visitor").update("ann", { name: "Ann" });
    assert.deepEqual(heard.slice(1), ["+ann1 -visitor1 ~ =ann1"]);
  });

  it("take any key for data", () => {
    const { presences, heard, listen, track } = startPresences();
    listen();
    const keys = ["__proto__", "constructor", "toString", "", "0", "10", "2"];
    const tracked = keys.map((key) => track(key));
    assert.deepEqual(
      presences.list(readers(1)).map(({ key }) => key),
      keys,
    );
    assert.equal(({} as { name?: string }).name, undefined);
    for (const one of tracked) one.end();
    assert.equal(heard.at(-1), "+ -21 ~ =");
  });

  it("keep topics apart, and nothing of those that nobody uses", () => {
    const { presences, heard, listen, track } = startPresences();
    const stop = listen(readers(2).name);
    const ann = track("ann");
    assert.deepEqual([heard, presences.list(readers(2)), presences.size], [[], [], 2]);
    ann.end();
    stop();
    stop();
    assert.equal(presences.size, 0);
  });

  it("say nothing to a listener that has gone", () => {
    const { heard, listen, track } = startPresences();
    const stop = listen();
    stop();
    track("ann");
    assert.deepEqual(heard, []);
  });

  it("gather what many would hear, and tell it once", () => {
    const { clock, heard, listen, track } = startPresences();
    for (let listener = 0; listener < 100; listener += 1) listen();
    const [ann] = [track("ann"), track("bob"), track("cy")];
    ann.end();
    assert.deepEqual(heard, []);
    clock.advance(250);
    assert.deepEqual([heard.length, heard[0]], [100, "+bob1,cy1 - ~ =bob1,cy1"]);
    assert.equal(clock.pending, 0);
  });

  it("tell a listener that comes while something is gathered each arrival once", () => {
    const { clock, heard, listen, track } = startPresences();
    for (let listener = 0; listener < 51; listener += 1) listen();
    track("ann");
    listen();
    assert.equal(heard.at(-1), "+ann1 - ~ =ann1");
    assert.equal(heard.length, 52);
    clock.advance(250);
    assert.equal(heard.length, 52);
  });

  it("have so many places on a topic and no more", () => {
    const { presences, track } = startPresences();
    for (let view = 1; view < presenceLimits.viewsPerTopic; view += 1) track("ann");
    const last = track("ann");
    assert.equal(presences.track(album1, "bob", {}), null);
    last.end();
    assert.ok(presences.track(album1, "bob", {}));
  });
});

describe("presences of several processes", () => {
  /** Two processes that tell each other at once. */
  function startTwo() {
    const [here, there] = [startPresences(), startPresences()];
    here.presences.tellOthers((news) => there.presences.takeFrom(here.presences.node, news));
    there.presences.tellOthers((news) => here.presences.takeFrom(there.presences.node, news));
    return { here, there };
  }

  it("are one list, in which a key has metas of each", () => {
    const { here, there } = startTwo();
    here.listen();
    const ann = there.track("ann", "there");
    here.track("ann", "here");
    there.track("bob").update("bob", { name: "Bob" });
    ann.end();
    ann.end();
    assert.deepEqual(here.presences.list(readers(1)), [
      { key: "ann", metas: [{ name: "here" }] },
      { key: "bob", metas: [{ name: "Bob" }] },
    ]);
    assert.deepEqual(there.presences.list(readers(1)), here.presences.list(readers(1)));
    assert.deepEqual(here.heard, [
      "+ann1 - ~ =ann1",
      "+ - ~ann2 =ann2",
      "+bob1 - ~ =ann2,bob1",
      "+ - ~bob1 =ann2,bob1",
      "+ - ~ann1 =ann1,bob1",
    ]);
  });

  it("tell a process that comes late what each has, and only that", () => {
    const { here, there } = startTwo();
    here.track("ann");
    there.track("bob");
    const late = startPresences();
    for (const news of here.presences.own) late.presences.takeFrom(here.presences.node, news);
    assert.deepEqual(
      late.presences.list(readers(1)).map(({ key }) => key),
      ["ann"],
    );
    assert.deepEqual([...late.presences.own], []);
  });

  it("lose whom a process has that is gone, at once and with nothing left of it", () => {
    const { here, there } = startTwo();
    const stop = here.listen();
    const ann = here.track("ann");
    there.track("ann");
    there.track("bob");
    here.presences.forgetNode(there.presences.node);
    here.presences.forgetNode(there.presences.node);
    assert.deepEqual(here.heard.slice(-2), ["+ - ~ann1 =ann1,bob1", "+ -bob1 ~ =ann1"]);
    ann.end();
    stop();
    assert.equal(here.presences.size, 0);
  });
});

describe("what a view says about itself", () => {
  it("is what the schema makes of it", () => {
    assert.deepEqual(checkedMeta(readers(1), "ann", { name: "Ann", more: 1 } as { name: string }), { name: "Ann" });
    assert.throws(() => checkedMeta(readers(1), "ann", {} as { name: string }), { code: "LG_TOPIC_MESSAGE" });
  });

  it("is short, and so is its key", () => {
    const long = "x".repeat(presenceLimits.metaBytes);
    const { code, message } = { code: "LG_PRESENCE", message: /the limit/ };
    assert.throws(() => checkedMeta(readers(1), "ann", { name: long }), { code, message });
    assert.throws(() => checkedMeta(readers(1), "k".repeat(257), { name: "Ann" }), { code, message });
    assert.deepEqual(checkedMeta(readers(1), "k".repeat(256), { name: "Ann" }), { name: "Ann" });
  });

  it("can't be broadcast as if it were a message", () => {
    const change = { joined: [], left: [], updated: [], list: [] };
    assert.throws(() => localPubSub().broadcast(readers(1), change), { code: "LG_TOPIC_MESSAGE", message: /presence/ });
  });
});
