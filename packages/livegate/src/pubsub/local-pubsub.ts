import type { PubSub } from "./pubsub.ts";
import { TopicTable } from "./topic-table.ts";

/** A `PubSub` that can say how many listen. */
export interface LocalPubSub extends PubSub {
  /** Subscriptions that are open now, over all topics. */
  readonly size: number;
}

/**
 * PubSub inside one process: delivery is a function call, before `broadcast` returns, and nothing is ever missed.
 *
 * @example
 * const pubsub = localPubSub();
 * const albumTopic = topic((id: number) => `albums:${id}`, z.object({ id: z.number() }));
 * const unsubscribe = pubsub.subscribe(albumTopic(7), (message) => log.info({ message }, "heard"));
 */
export function localPubSub(): LocalPubSub {
  const topics = new TopicTable();

  return {
    state: "alone",
    broadcast(topic, message) {
      topics.deliver(topic.name, topic.parse(message));
    },
    subscribe: (topic, deliver) => topics.subscribe(topic, deliver),
    onResync: () => () => {},
    get size() {
      return topics.size;
    },
  };
}
