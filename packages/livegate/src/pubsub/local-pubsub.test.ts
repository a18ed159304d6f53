import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { localPubSub } from "./local-pubsub.ts";
import { topic } from "./topic.ts";

const albums = topic((id: number) => `albums:${id}`, z.object({ n: z.coerce.number<number | string>() }));

const named = topic((name: string) => name, z.object({ n: z.number() }));

/** A pubsub, and a way to listen that writes down what comes. */
function startPubSub() {
  const pubsub = localPubSub();
  const heard: string[] = [];
  const listen = (name: string, topicName: string) =>
    pubsub.subscribe(named(topicName), (message) => void heard.push(`${name} ${JSON.stringify(message)}`));
  return { pubsub, heard, listen };
}

describe("localPubSub", () => {
  it("hands a message to every subscriber of its topic before broadcast returns, and to no other", () => {
    const { pubsub, heard, listen } = startPubSub();
    listen("a", "albums:1");
    listen("b", "albums:1");
    listen("c", "albums:2");
    pubsub.broadcast(albums(1), { n: 1 });
    assert.deepEqual(heard, ['a {"n":1}', 'b {"n":1}']);
  });

  it("delivers in the order of broadcasts", () => {
    const { pubsub, heard, listen } = startPubSub();
    listen("a", "albums:1");
    for (const n of [1, 2, 3]) pubsub.broadcast(albums(1), { n });
    assert.deepEqual(heard, ['a {"n":1}', 'a {"n":2}', 'a {"n":3}']);
  });

  it("hands over what the schema made of the message", () => {
    const { pubsub, heard, listen } = startPubSub();
    listen("a", "albums:1");
    pubsub.broadcast(albums(1), { n: "7" } as unknown as { n: number });
    assert.deepEqual(heard, ['a {"n":7}']);
  });

  it("throws for a message that doesn't fit, and delivers it to nobody", () => {
    const { pubsub, heard, listen } = startPubSub();
    listen("a", "albums:1");
    assert.throws(() => pubsub.broadcast(albums(1), {} as { n: number }), { code: "LG_TOPIC_MESSAGE" });
    assert.deepEqual(heard, []);
  });

  it("throws for a message that doesn't fit even while nobody listens", () => {
    const { pubsub } = startPubSub();
    assert.throws(() => pubsub.broadcast(albums(1), {} as { n: number }), { code: "LG_TOPIC_MESSAGE" });
    pubsub.broadcast(albums(1), { n: 1 });
  });

  it("delivers nothing after an unsubscription, which may be called again", () => {
    const { pubsub, heard, listen } = startPubSub();
    const stop = listen("a", "albums:1");
    listen("b", "albums:1");
    stop();
    stop();
    pubsub.broadcast(albums(1), { n: 1 });
    assert.deepEqual(heard, ['b {"n":1}']);
  });

  it("keeps a later subscription apart when an earlier one of the same function ends twice", () => {
    const { pubsub, heard } = startPubSub();
    const deliver = () => void heard.push("heard");
    const stopFirst = pubsub.subscribe(albums(1), deliver);
    stopFirst();
    pubsub.subscribe(albums(1), deliver);
    stopFirst();
    pubsub.broadcast(albums(1), { n: 1 });
    assert.deepEqual(heard, ["heard"]);
  });

  it("lets a subscriber end itself or another while a message is handed round", () => {
    const { pubsub, heard, listen } = startPubSub();
    const stopSelf = pubsub.subscribe(albums(1), () => {
      heard.push("once");
      stopSelf();
      stopOther();
    });
    const stopOther = listen("other", "albums:1");
    listen("last", "albums:1");
    pubsub.broadcast(albums(1), { n: 1 });
    assert.deepEqual(heard, ["once", 'last {"n":1}']);
  });

  it("keeps nothing of topics that nobody hears", () => {
    const { pubsub, listen } = startPubSub();
    const stops = Array.from({ length: 100 }, (_, id) => [listen("a", `albums:${id}`), listen("b", `albums:${id}`)]);
    assert.equal(pubsub.size, 200);
    for (const stop of stops.flat()) stop();
    assert.equal(pubsub.size, 0);
  });
});
