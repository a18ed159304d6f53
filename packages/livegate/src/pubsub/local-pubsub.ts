import type { Deliver, PubSub } from "./pubsub.ts";

/** A `PubSub` that can say how many listen. */
export interface LocalPubSub extends PubSub {
  /** Subscriptions that are open now, over all topics. */
  readonly size: number;
}

/**
 * PubSub inside one process: delivery is a function call, before `broadcast` returns.
 *
 * @example
 * const pubsub = localPubSub();
 * const unsubscribe = pubsub.subscribe("albums", (message) => log.info({ message }, "heard"));
 */
export function localPubSub(): LocalPubSub {
  const topics = new Map<string, Set<{ readonly deliver: Deliver }>>();

  return {
    broadcast(topic, message) {
      const subscribers = topics.get(topic.name);
      const parsed = topic.parse(message);
      if (subscribers) for (const { deliver } of subscribers) deliver(parsed);
    },
    subscribe(topicName, deliver) {
      const subscriber = { deliver };
      const subscribers = topics.get(topicName) ?? new Set();
      topics.set(topicName, subscribers.add(subscriber));
      return () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0 && topics.get(topicName) === subscribers) topics.delete(topicName);
      };
    },
    get size() {
      let count = 0;
      for (const subscribers of topics.values()) count += subscribers.size;
      return count;
    },
  };
}
