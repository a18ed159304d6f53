import type { Clock } from "../clock/clock.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import type { NodePubSub } from "./node-pubsub.ts";
import type { PresenceNews, Presences } from "./presences.ts";
import type { TopicRef } from "./topic.ts";

/** What a node tells the others about who is present on it. */
interface PresenceMessage {
  readonly from: string;
  /** The same node as pubsub names it, which knows when it is gone. */
  readonly node: string;
  readonly version: string;
  /** "news": changes. "all": a part of everything that it has, "last" the last one. "ask": it wants to know all that others have. */
  readonly kind: "news" | "all" | "last" | "ask";
  readonly news: readonly PresenceNews[];
}

const NAME = "livegate:presences";
const KINDS: ReadonlySet<unknown> = new Set(["news", "all", "last", "ask"]);

const presencesTopic: TopicRef<PresenceMessage> = {
  name: NAME,
  parse(message) {
    if (isMessage(message)) return message;
    throw new LivegateError("LG_TOPIC_MESSAGE", `A message for topic "${NAME}" is no news of presences.`);
  },
};

/** Views in one message: with metas as large as they may be, it is still within what a message may have. */
const AT_ONCE = 40;

/** Milliseconds in which news, questions and answers are gathered. */
const GATHERED_FOR = 20;

/**
 * Makes the presences of all nodes one: tells the others what views of this node do, takes what they tell, asks for all of it when
 * something may have been missed or a node is new, and forgets what nodes had that are gone. Returns what ends that.
 */
export function sharePresences(presences: Presences, pubsub: NodePubSub, clock: Clock): () => void {
  const sharing = new Sharing(presences, pubsub, clock);
  const stops = [
    pubsub.subscribe(presencesTopic, (message) => sharing.hear(message as PresenceMessage)),
    pubsub.onNodeGone((node) => sharing.forget(node)),
    pubsub.onNodeSeen(() => sharing.exchange()),
    pubsub.onResync(() => sharing.exchange()),
  ];
  presences.tellOthers((news) => sharing.tell(news));
  return () => {
    presences.tellOthers(() => {});
    sharing.stop();
    for (const stop of stops) stop();
  };
}

class Sharing {
  readonly #presences: Presences;
  readonly #pubsub: NodePubSub;
  readonly #clock: Clock;
  /** By the name that pubsub has for a node. */
  readonly #nodes = new Map<string, string>();
  /** What a node has named since it began to tell everything. */
  readonly #named = new Map<string, Set<string>>();
  #untold: PresenceNews[] = [];
  #isAnswerDue = false;
  #isQuestionDue = false;
  #cancel: (() => void) | null = null;

  constructor(presences: Presences, pubsub: NodePubSub, clock: Clock) {
    this.#presences = presences;
    this.#pubsub = pubsub;
    this.#clock = clock;
  }

  tell(news: PresenceNews): void {
    if (this.#pubsub.state === "alone") return;
    this.#untold.push(news);
    this.#soon();
  }

  /** Tells all there is here, and asks for all there is elsewhere. */
  exchange(): void {
    this.#isAnswerDue = true;
    this.#isQuestionDue = true;
    this.#soon();
  }

  hear({ from, node, version, kind, news }: PresenceMessage): void {
    if (from === this.#presences.node) return;
    if (version !== this.#pubsub.version) return void (this.#pubsub.counts.otherVersion += 1);
    this.#nodes.set(node, from);
    for (const each of news) this.#presences.takeFrom(from, each);
    if (kind === "ask") {
      this.#isAnswerDue = true;
      this.#soon();
    }
    if (kind === "all" || kind === "last") this.#heardAll(from, news, kind === "last");
  }

  forget(node: string): void {
    const from = this.#nodes.get(node);
    if (from === undefined) return;
    this.#nodes.delete(node);
    this.#named.delete(from);
    this.#presences.forgetNode(from);
  }

  /** What is still to be told is told now: that views have left. */
  stop(): void {
    if (this.#cancel) this.#say();
    this.#cancel?.();
  }

  #heardAll(from: string, news: readonly PresenceNews[], isLast: boolean): void {
    const named = this.#named.get(from) ?? new Set<string>();
    this.#named.set(from, named);
    for (const { id } of news) named.add(id);
    if (!isLast) return;
    this.#presences.keepOnly(from, named);
    this.#named.delete(from);
  }

  #soon(): void {
    this.#cancel ??= this.#clock.setTimeout(() => {
      this.#cancel = null;
      this.#say();
    }, GATHERED_FOR);
  }

  #say(): void {
    const [news, isAnswerDue, isQuestionDue] = [this.#untold, this.#isAnswerDue, this.#isQuestionDue];
    this.#untold = [];
    [this.#isAnswerDue, this.#isQuestionDue] = [false, false];
    // Everything has the news in it.
    if (isAnswerDue) this.#sayAll();
    else for (let at = 0; at < news.length; at += AT_ONCE) this.#send("news", news.slice(at, at + AT_ONCE));
    if (isQuestionDue) this.#send("ask", []);
  }

  #sayAll(): void {
    const own = [...this.#presences.own];
    let at = 0;
    for (; own.length - at > AT_ONCE; at += AT_ONCE) this.#send("all", own.slice(at, at + AT_ONCE));
    this.#send("last", own.slice(at));
  }

  #send(kind: PresenceMessage["kind"], news: readonly PresenceNews[]): void {
    const { node, version } = this.#pubsub;
    this.#pubsub.broadcast(presencesTopic, { from: this.#presences.node, node, version, kind, news });
  }
}

function isMessage(message: unknown): message is PresenceMessage {
  if (!isObject(message)) return false;
  const { from, node, version, kind, news } = message;
  const isNamed = [from, node, version].every((name) => typeof name === "string");
  return isNamed && KINDS.has(kind) && Array.isArray(news) && news.every(isNews);
}

function isNews(news: unknown): news is PresenceNews {
  if (!isObject(news)) return false;
  const { topicName, id, as } = news;
  return typeof topicName === "string" && typeof id === "string" && (as === null || isPresent(as));
}

const isPresent = (as: unknown): boolean => isObject(as) && typeof as["key"] === "string" && "meta" in as;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
