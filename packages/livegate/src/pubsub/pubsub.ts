import type { TopicRef } from "./topic.ts";

/** Takes one message; called in the order of broadcasts. It must not throw. */
export type Deliver = (message: unknown) => void;

/** Topics that connect live views with the rest of the app. Delivery is at most once and keeps the order per topic. */
export interface PubSub {
  /** Checks `message` with the topic's schema and hands it to every subscriber. */
  broadcast<Message>(topic: TopicRef<Message>, message: Message): void;
  /** Listens to a topic by name and returns the unsubscription, which may be called more than once. */
  subscribe(topicName: string, deliver: Deliver): () => void;
}
