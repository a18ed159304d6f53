import type { Subscription } from "../live/live-view.ts";
import type { PresenceWish } from "../live/socket-state.ts";
import { isPresence } from "../pubsub/presence.ts";
import type { Tracked } from "../pubsub/presences.ts";
import type { TopicRef } from "../pubsub/topic.ts";
import type { LiveRuntime } from "./live-runtime.ts";

interface Listening {
  handle: Subscription["handle"];
  readonly stop: () => void;
  /** What the view is there itself, where it is a presence. */
  tracked: Tracked | null;
}

type Sources = Pick<LiveRuntime, "pubsub" | "presences" | "counters">;

/** The topics that one view hears, and is present on: follows its wishes by topic name, joining and leaving the difference. */
export class TopicSubscriptions {
  readonly #sources: Sources;
  readonly #hear: (topicName: string, message: unknown) => void;
  readonly #listening = new Map<string, Listening>();
  #closed = false;
  #stopResync: (() => void) | null = null;
  /** Called when messages of these topics may have been missed. */
  onResync = (): void => {};

  constructor(sources: Sources, hear: (topicName: string, message: unknown) => void) {
    this.#sources = sources;
    this.#hear = hear;
  }

  /** Hears exactly these topics from now on; none any more once it is closed. */
  follow(wanted: readonly Subscription[]): void {
    // A join goes on for a while after its page has left, up to here: nobody would ever end what began now.
    if (this.#closed) return;
    const names = new Set(wanted.map(({ topic }) => topic.name));
    for (const [name, listening] of this.#listening) {
      if (names.has(name)) continue;
      leave(listening);
      this.#listening.delete(name);
    }
    for (const { topic, handle } of wanted) this.#listen(topic, handle);
    // Presences mend themselves.
    this.#hearResyncs(wanted.some(({ topic }) => !isPresence(topic.name)));
  }

  hears(topicName: string): boolean {
    return this.#listening.has(topicName);
  }

  handlerOf(topicName: string): Subscription["handle"] | undefined {
    return this.#listening.get(topicName)?.handle;
  }

  /** Is on topics from now on what turns wanted the view to be. A topic that was left since is left. */
  track(wishes: readonly PresenceWish[]): void {
    for (const { topicName, as } of wishes) {
      const listening = this.#listening.get(topicName);
      if (!listening) continue;
      if (as && listening.tracked) listening.tracked.update(as.key, as.meta);
      else if (as) listening.tracked = this.#track(topicName, as.key, as.meta);
      else endTracking(listening);
    }
  }

  close(): void {
    this.#closed = true;
    this.#stopResync?.();
    for (const listening of this.#listening.values()) leave(listening);
    this.#listening.clear();
  }

  #hearResyncs(wanted: boolean): void {
    if (wanted) this.#stopResync ??= this.#sources.pubsub.onResync(() => this.onResync());
    else this.#stopResync?.();
    if (!wanted) this.#stopResync = null;
  }

  #listen(topic: TopicRef, handle: Subscription["handle"]): void {
    const known = this.#listening.get(topic.name);
    if (known) {
      known.handle = handle;
      return;
    }
    const { pubsub, presences } = this.#sources;
    const hear = (message: unknown): void => this.#hear(topic.name, message);
    const stop = isPresence(topic.name) ? presences.subscribe(topic.name, hear) : pubsub.subscribe(topic, hear);
    this.#listening.set(topic.name, { handle, stop, tracked: null });
  }

  #track(topicName: string, key: string, meta: unknown): Tracked | null {
    const tracked = this.#sources.presences.track(topicName, key, meta);
    if (!tracked) this.#sources.counters.increment("presence_full");
    return tracked;
  }
}

function leave(listening: Listening): void {
  listening.stop();
  endTracking(listening);
}

function endTracking(listening: Listening): void {
  listening.tracked?.end();
  listening.tracked = null;
}
