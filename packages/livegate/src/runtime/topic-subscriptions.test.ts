import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { manualClock } from "../clock/manual-clock.ts";
import type { Subscription } from "../live/live-view.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { Presences } from "../pubsub/presences.ts";
import { topic } from "../pubsub/topic.ts";
import { Counters } from "./counters.ts";
import { TopicSubscriptions } from "./topic-subscriptions.ts";

const room = topic((name: string) => name, z.number());
const wish = (topicName: string, handle: Subscription["handle"] = () => {}): Subscription => ({
  topic: room(topicName),
  handle,
});

function startTopics() {
  const pubsub = localPubSub();
  const heard: string[] = [];
  const sources = { pubsub, presences: new Presences(manualClock()), counters: new Counters() };
  const topics = new TopicSubscriptions(sources, (name, message) => void heard.push(`${name} ${String(message)}`));
  const broadcast = (...names: readonly string[]) => names.forEach((name, n) => pubsub.broadcast(room(name), n));
  return { pubsub, heard, topics, broadcast };
}

describe("TopicSubscriptions", () => {
  it("hears the topics that are wanted and no others", () => {
    const { topics, heard, broadcast } = startTopics();
    topics.follow([wish("a"), wish("b")]);
    broadcast("a", "b", "c");
    assert.deepEqual(heard, ["a 0", "b 1"]);
  });

  it("joins and leaves the difference", () => {
    const { topics, heard, broadcast, pubsub } = startTopics();
    topics.follow([wish("a"), wish("b")]);
    topics.follow([wish("b"), wish("c")]);
    broadcast("a", "b", "c");
    assert.deepEqual([heard, pubsub.size], [["b 1", "c 2"], 2]);
  });

  it("keeps a subscription that is wanted again, with its new handler", () => {
    const { topics, pubsub } = startTopics();
    const [first, second] = [() => {}, () => {}];
    topics.follow([wish("a", first)]);
    assert.equal(topics.handlerOf("a"), first);
    topics.follow([wish("a", second)]);
    assert.deepEqual([topics.handlerOf("a"), pubsub.size], [second, 1]);
  });

  it("has no handler for a topic that was left", () => {
    const { topics } = startTopics();
    topics.follow([wish("a")]);
    topics.follow([]);
    assert.equal(topics.handlerOf("a"), undefined);
  });

  it("hears nothing after it was closed, and may be closed again", () => {
    const { topics, heard, broadcast, pubsub } = startTopics();
    topics.follow([wish("a"), wish("b")]);
    topics.close();
    topics.close();
    broadcast("a", "b");
    assert.deepEqual([heard, pubsub.size], [[], 0]);
  });

  it("follows nothing any more after it was closed", () => {
    const { topics, pubsub } = startTopics();
    topics.close();
    topics.follow([wish("a")]);
    assert.equal(pubsub.size, 0);
  });
});
