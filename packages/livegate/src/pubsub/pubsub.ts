import type { SharedTries } from "./shared-tries.ts";
import type { TopicRef } from "./topic.ts";

/**
 * Takes one message; called in the order of broadcasts. It should not throw: `appPubSub` writes that into the log and goes on, `localPubSub`
 * hands it to whoever broadcasts.
 */
export type Deliver = (message: unknown) => void;

/** Whether other nodes are in reach. */
export type PubSubState = "alone" | "connected" | "disconnected";

/**
 * Topics that connect live views with the rest of the app. Delivery is at most once and keeps the order of each publisher; on the
 * node that publishes it is a function call, before `broadcast` returns.
 */
export interface PubSub {
  /** Whether other nodes are in reach; "alone": there is nothing between nodes. */
  readonly state: PubSubState;
  /** Buckets on the server between nodes, where it has some. */
  readonly tries?: SharedTries | null;
  /** Checks `message` with the topic's schema and hands it to every subscriber, here and on other nodes. */
  broadcast<Message>(topic: TopicRef<Message>, message: Message): void;
  /** Listens to a topic and returns the unsubscription, which may be called more than once. */
  subscribe(topic: TopicRef, deliver: Deliver): () => void;
  /** Calls `missed` when messages of other nodes may have been missed, and they come again. Returns what ends that. */
  onResync(missed: () => void): () => void;
}
