import type { Subscription } from "../live/live-view.ts";
import type { PubSub } from "../pubsub/pubsub.ts";

interface Listening {
  handle: Subscription["handle"];
  readonly stop: () => void;
}

/** The topics that one view hears: follows its wishes by topic name, joining and leaving the difference. */
export class TopicSubscriptions {
  readonly #pubsub: PubSub;
  readonly #hear: (topicName: string, message: unknown) => void;
  readonly #listening = new Map<string, Listening>();
  #closed = false;

  constructor(pubsub: PubSub, hear: (topicName: string, message: unknown) => void) {
    this.#pubsub = pubsub;
    this.#hear = hear;
  }

  /** Hears exactly these topics from now on; none any more once it is closed. */
  follow(wanted: readonly Subscription[]): void {
    // A join goes on for a while after its page has left, up to here: nobody would ever end what began now.
    if (this.#closed) return;
    const names = new Set(wanted.map(({ topicName }) => topicName));
    for (const [name, { stop }] of this.#listening) {
      if (names.has(name)) continue;
      stop();
      this.#listening.delete(name);
    }
    for (const { topicName, handle } of wanted) this.#listen(topicName, handle);
  }

  handlerOf(topicName: string): Subscription["handle"] | undefined {
    return this.#listening.get(topicName)?.handle;
  }

  close(): void {
    this.#closed = true;
    for (const { stop } of this.#listening.values()) stop();
    this.#listening.clear();
  }

  #listen(topicName: string, handle: Subscription["handle"]): void {
    const known = this.#listening.get(topicName);
    if (known) {
      known.handle = handle;
      return;
    }
    const stop = this.#pubsub.subscribe(topicName, (message) => this.#hear(topicName, message));
    this.#listening.set(topicName, { handle, stop });
  }
}
