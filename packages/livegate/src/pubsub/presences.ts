import type { Clock } from "../clock/clock.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { type HearChange, PresenceTopic } from "./presence-topic.ts";
import { type Present, type PresenceRef, presenceLimits } from "./presence.ts";

/** A view that is present on a topic. */
export interface Tracked {
  /** Says something else about itself, under the same key or another. */
  update(key: string, meta: unknown): void;
  /** Leaves. Safe to call again. */
  end(): void;
}

/** What one process tells others about a view of its own: what it says, or null where it is gone. */
export interface PresenceNews {
  readonly topicName: string;
  /** Tells the view from all others, on whichever process. */
  readonly id: string;
  readonly as: { readonly key: string; readonly meta: unknown } | null;
}

/** Listeners of a topic up to which each change is told at once. */
const TOLD_AT_ONCE = 50;

/** Milliseconds in which changes are gathered where there are more: a thousand pages that come back together would else tell a million times. */
const GATHERED_FOR = 250;

/**
 * Who is present, by topic: the views of this process, and those that others have told of.
 *
 * This is the port for presence on several processes: what `tellOthers` hears goes out, with `own` for who comes late; what comes
 * in goes to `takeFrom`, and `forgetNode` is for a process that is gone. Whoever carries it keeps the order of each process.
 */
export class Presences {
  readonly #clock: Clock;
  readonly #topics = new Map<string, PresenceTopic>();
  readonly #gathering = new Set<PresenceTopic>();
  readonly #own = new Map<string, PresenceNews>();
  /** What others have told, by process and by view. */
  readonly #others = new Map<string, Map<string, PresenceNews>>();
  #tellOthers: (news: PresenceNews) => void = () => {};
  #count = 0;
  /** Names this process among others. */
  readonly node = crypto.randomUUID();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The views of this process that are present now. */
  get own(): Iterable<PresenceNews> {
    return this.#own.values();
  }

  /** Hands over what the views of this process do from now on, to one that tells others. It must not throw. */
  tellOthers(tell: (news: PresenceNews) => void): void {
    this.#tellOthers = tell;
  }

  /** Takes what another process tells. */
  takeFrom(node: string, news: PresenceNews): void {
    const known = this.#others.get(node) ?? new Map<string, PresenceNews>();
    const former = known.get(news.id);
    if (former && former.topicName !== news.topicName) this.#leave(former);
    if (news.as) this.#others.set(node, known.set(news.id, news));
    else known.delete(news.id);
    if (known.size === 0) this.#others.delete(node);
    if (news.as) this.#put(this.#topic(news.topicName), news.id, news.as);
    else this.#leave(news);
  }

  /** Takes out what a process has told of views that it doesn't name any more. */
  keepOnly(node: string, ids: ReadonlySet<string>): void {
    for (const [id, { topicName }] of this.#others.get(node) ?? []) {
      if (!ids.has(id)) this.takeFrom(node, { topicName, id, as: null });
    }
  }

  /** Takes the views of a process out that is gone. */
  forgetNode(node: string): void {
    const gone = this.#others.get(node);
    this.#others.delete(node);
    for (const news of gone?.values() ?? []) this.#leave(news);
  }

  /** Topics that somebody hears or is on. */
  get size(): number {
    return this.#topics.size;
  }

  /** Everybody on a topic, in the order in which they came. */
  list<Meta>({ name }: PresenceRef<Meta>): readonly Present<Meta>[] {
    return (this.#topics.get(name)?.list ?? []) as readonly Present<Meta>[]; // Metas were parsed by the topic's schema.
  }

  /** Hears first who is there, then what changes; gives the end of it, which may be called again. */
  subscribe(topicName: string, hear: HearChange): () => void {
    const topic = this.#topic(topicName);
    const stop = topic.listen(hear);
    return () => {
      stop();
      this.#forgetUnused(topicName, topic);
    };
  }

  /** Makes somebody present; null where the topic is full. What `checkedMeta` gave is what it takes. */
  track(topicName: string, key: string, meta: unknown): Tracked | null {
    const topic = this.#topic(topicName);
    if (topic.size >= presenceLimits.viewsPerTopic) return null;
    const id = `${this.node} ${++this.#count}`;
    const say = (as: PresenceNews["as"]): void => {
      const news = { topicName, id, as };
      if (as) this.#own.set(id, news);
      else if (!this.#own.delete(id)) return;
      if (as) this.#put(topic, id, as);
      else this.#leave(news);
      this.#tellOthers(news);
    };
    say({ key, meta });
    return {
      update: (newKey, newMeta) => say({ key: newKey, meta: newMeta }),
      end: () => say(null),
    };
  }

  #put(topic: PresenceTopic, id: string, as: { readonly key: string; readonly meta: unknown }): void {
    topic.put({ id, ...as });
    this.#tell(topic);
  }

  #leave({ topicName, id }: PresenceNews): void {
    const topic = this.#topics.get(topicName);
    if (!topic) return;
    topic.remove(id);
    this.#tell(topic);
    this.#forgetUnused(topicName, topic);
  }

  #topic(name: string): PresenceTopic {
    const topic = this.#topics.get(name) ?? new PresenceTopic();
    this.#topics.set(name, topic);
    return topic;
  }

  #tell(topic: PresenceTopic): void {
    if (topic.listeners <= TOLD_AT_ONCE) return topic.tell();
    if (this.#gathering.has(topic)) return;
    this.#gathering.add(topic);
    this.#clock.setTimeout(() => {
      this.#gathering.delete(topic);
      topic.tell();
    }, GATHERED_FOR);
  }

  #forgetUnused(name: string, topic: PresenceTopic): void {
    if (topic.size + topic.listeners === 0 && this.#topics.get(name) === topic) this.#topics.delete(name);
  }
}

/** A meta as the topic's schema gives it. Throws `LG_PRESENCE` where it or its key is larger than it may be. */
export function checkedMeta<Meta>({ name, parseMeta }: PresenceRef<Meta>, key: string, meta: Meta): Meta {
  const parsed = parseMeta(meta);
  const bytes = Buffer.byteLength(JSON.stringify(parsed) ?? "");
  if (bytes > presenceLimits.metaBytes) throw tooLarge(name, `a meta of ${bytes} bytes`, presenceLimits.metaBytes);
  if (key.length > presenceLimits.keyLength) {
    throw tooLarge(name, `a key of ${key.length} characters`, presenceLimits.keyLength);
  }
  return parsed;
}

const tooLarge = (name: string, what: string, limit: number): LivegateError =>
  new LivegateError("LG_PRESENCE", `socket.track() on "${name}" got ${what}; ${limit} are the limit.`);
