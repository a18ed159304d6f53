import type { Deliver } from "./pubsub.ts";
import type { TopicRef } from "./topic.ts";

interface Entry {
  readonly topic: TopicRef;
  readonly subscribers: Set<{ readonly deliver: Deliver }>;
}

/** Who listens to what in this process. */
export class TopicTable {
  readonly #entries = new Map<string, Entry>();

  subscribe(topic: TopicRef, deliver: Deliver): () => void {
    const subscriber = { deliver };
    const entry = this.#entries.get(topic.name) ?? { topic, subscribers: new Set() };
    entry.subscribers.add(subscriber);
    this.#entries.set(topic.name, entry);
    return () => {
      entry.subscribers.delete(subscriber);
      if (entry.subscribers.size === 0 && this.#entries.get(topic.name) === entry) this.#entries.delete(topic.name);
    };
  }

  /** Hands a message that has been checked to all who listen. */
  deliver(topicName: string, message: unknown): void {
    const entry = this.#entries.get(topicName);
    if (entry) for (const { deliver } of entry.subscribers) deliver(message);
  }

  /** The topic of this name, where somebody listens: it can check what comes from outside. */
  topicNamed(topicName: string): TopicRef | null {
    return this.#entries.get(topicName)?.topic ?? null;
  }

  /** Subscriptions that are open now, over all topics. */
  get size(): number {
    let count = 0;
    for (const { subscribers } of this.#entries.values()) count += subscribers.size;
    return count;
  }
}
