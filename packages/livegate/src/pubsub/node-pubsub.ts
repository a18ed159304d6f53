import { type Clock, systemClock } from "../clock/clock.ts";
import type { PubSubAdapter } from "./adapter.ts";
import { type Envelope, openEnvelope, prefixOf, sealEnvelope } from "./envelope.ts";
import { Peers } from "./peers.ts";
import type { Deliver, PubSub, PubSubState } from "./pubsub.ts";
import { PubSubLink } from "./pubsub-link.ts";
import { ResyncNotice } from "./resync-notice.ts";
import type { SharedTries } from "./shared-tries.ts";
import type { TopicRef } from "./topic.ts";
import { TopicTable } from "./topic-table.ts";
import { type WireMode, wireText } from "./wire-text.ts";

/** Bytes that may be on their way to the server at a time; what comes on top is dropped. */
const UNSENT = 8 * 1024 * 1024;

/** Milliseconds in which greetings are answered together. */
const ANSWER_AFTER = 20;

/** Reasons for one outage that go into the log. */
const REASONS = 10;

/** Lines between two heartbeats about messages that are ignored: a node of another version may send thousands, and all are counted. */
const IGNORED_LINES = 10;

/** Messages of Livegate's own: their schemas take what other versions of an app say. */
const isOwn = (topicName: string): boolean => topicName.startsWith("livegate:");

/** What a node tells the others about itself. */
type Sign = "hello" | "here" | "bye";

/** What was counted since the start; for a dashboard. */
export interface PubSubCounts {
  /** Messages handed to the server. */
  published: number;
  /** Messages of this node that the others will miss: the server was out of reach or too slow. */
  dropped: number;
  /** Messages of other nodes that were handed on. */
  delivered: number;
  /** Messages of another version of the app, which are ignored. */
  otherVersion: number;
  /** Messages that their topic's schema refused, or that weren't messages at all. */
  misfit: number;
  /** Tries of log-ins and mails that the server couldn't be asked for: this node counted them by itself. */
  triesAlone: number;
}

/** Where lines go; every `Logger` is one. */
export interface PubSubLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

/** What a node is connected with. */
export interface ConnectOptions {
  readonly clock?: Clock;
  readonly log?: PubSubLog;
  /** Without it, each broadcast is checked for what another node would make of it. */
  readonly production?: boolean;
}

/** PubSub on one node of several: directly here, over an adapter elsewhere. Alone until it is connected. */
export class NodePubSub implements PubSub {
  /** Names this process among the nodes; new with each start. */
  readonly node: string = crypto.randomUUID().slice(0, 13);
  readonly counts: PubSubCounts = { published: 0, dropped: 0, delivered: 0, otherVersion: 0, misfit: 0, triesAlone: 0 };
  readonly #prefix = prefixOf(this.node);
  /** Of what the app's messages mean. */
  readonly version: string;
  readonly #topics = new TopicTable();
  readonly #peers = new Peers();
  readonly #resync: ResyncNotice;
  readonly #goneListeners = new Set<(node: string) => void>();
  readonly #seenListeners = new Set<(node: string) => void>();
  #clock: Clock = systemClock;
  #log: PubSubLog | null = null;
  #mode: WireMode = "checked";
  #place = "";
  #link: PubSubLink | null = null;
  #sequence = 0;
  #unsent = 0;
  #cancelAnswer: (() => void) | null = null;
  /** Lines about ignored messages since the last heartbeat. */
  #ignoredLines = 0;
  /** Why it couldn't connect again, as far as that was said since it could last. */
  readonly #reasons = new Set<string>();

  /** `version`: of what the app's messages mean; nodes with another one ignore each other's. */
  constructor(version = "1") {
    this.version = version;
    const clock: Clock = { now: () => this.#clock.now(), setTimeout: (task, ms) => this.#clock.setTimeout(task, ms) };
    this.#resync = new ResyncNotice(clock);
  }

  /** @throws what kept the adapter from connecting. */
  async connect(adapter: PubSubAdapter | null, { clock, log, production = false }: ConnectOptions = {}): Promise<void> {
    this.#clock = clock ?? systemClock;
    this.#log = log ?? null;
    this.#mode = production ? (adapter ? "sent" : "none") : "checked";
    if (!adapter) return;
    this.#place = adapter.place;
    const link = new PubSubLink(adapter, this.#clock, {
      heard: (text) => this.#heard(text),
      up: (again) => this.#up(again),
      down: (why) => this.#log?.warn({ err: why, place: this.#place }, "pubsub connection lost"),
      failed: (why) => this.#stillDown(why),
      beat: () => this.#beat(),
      hello: () => this.#sign("hello"),
    });
    this.#link = link;
    try {
      await link.start();
    } catch (error) {
      this.#link = null;
      throw error;
    }
  }

  /** Says goodbye and ends the connection; from then on the node is alone again. */
  async stop(): Promise<void> {
    const link = this.#link;
    this.#cancelAnswer?.();
    this.#resync.stop();
    await link?.stop(link.isUp ? this.#sign("bye") : null);
    this.#link = null;
  }

  broadcast<Message>(topic: TopicRef<Message>, message: Message): void {
    const parsed = topic.parse(message);
    const json = wireText(this.#mode, topic, message, parsed);
    if (json !== null && this.#link) this.#publish(this.#link, topic.name, json);
    this.#topics.deliver(topic.name, parsed);
  }

  subscribe(topic: TopicRef, deliver: Deliver): () => void {
    return this.#topics.subscribe(topic, (message) => this.#call(deliver, message));
  }

  onResync(missed: () => void): () => void {
    return this.#resync.listen(() => this.#call(missed, undefined));
  }

  /** Calls with the name of a node that has left or fallen silent: within twelve seconds of its death. */
  onNodeGone(gone: (node: string) => void): () => void {
    const listener = (node: string) => this.#call(gone, node);
    this.#goneListeners.add(listener);
    return () => void this.#goneListeners.delete(listener);
  }

  /** Calls with the name of a node that is new, or is there again. */
  onNodeSeen(seen: (node: string) => void): () => void {
    const listener = (node: string) => this.#call(seen, node);
    this.#seenListeners.add(listener);
    return () => void this.#seenListeners.delete(listener);
  }

  get state(): PubSubState {
    if (!this.#link) return "alone";
    return this.#link.isUp ? "connected" : "disconnected";
  }

  get tries(): SharedTries | null {
    const tries = this.#link?.tries;
    if (!tries) return null;
    return {
      take: (...taken) =>
        tries.take(...taken).catch((error: unknown) => {
          this.counts.triesAlone += 1;
          throw error;
        }),
    };
  }

  /** The other nodes that have been heard of lately. */
  get nodes(): readonly string[] {
    return this.#peers.nodes;
  }

  /** How often it was told that messages may have been missed. */
  get resyncs(): number {
    return this.#resync.count;
  }

  /** Subscriptions that are open now, over all topics. */
  get size(): number {
    return this.#topics.size;
  }

  #publish(link: PubSubLink, topicName: string, json: string): void {
    const version = isOwn(topicName) ? "" : this.version;
    // What is dropped has its number too: the others see that one is missing.
    const text = sealEnvelope({ node: this.node, sequence: ++this.#sequence, version, topicName, json });
    if (!link.isUp || this.#unsent > UNSENT) {
      this.counts.dropped += 1;
      return;
    }
    this.#unsent += text.length;
    const settle = (as: "published" | "dropped"): void => {
      this.#unsent -= text.length;
      this.counts[as] += 1;
    };
    void link.publish(text).then(
      () => settle("published"),
      () => settle("dropped"),
    );
  }

  #sign(sign: Sign): string {
    const json = JSON.stringify(sign);
    return sealEnvelope({ node: this.node, sequence: ++this.#sequence, version: "", topicName: "", json });
  }

  #say(sign: Sign): void {
    // A sign that can't be sent must not take a number: it would look like a message that was lost.
    if (this.#link?.isUp) this.#link.publish(this.#sign(sign)).catch(() => {}); // Who misses it sees the gap.
  }

  /** A subscriber that fails, now or later, keeps neither the others nor this process from what they do. */
  #call<Argument>(listener: (argument: Argument) => unknown, argument: Argument): void {
    const failed = (error: unknown): void => this.#log?.warn({ err: error }, "pubsub subscriber failed");
    try {
      const result = listener(argument);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  #stillDown(why: unknown): void {
    const reason = String(why);
    if (this.#reasons.has(reason) || this.#reasons.size >= REASONS) return;
    this.#reasons.add(reason);
    this.#log?.warn({ err: why, place: this.#place }, "pubsub can't connect again");
  }

  #up(again: boolean): void {
    if (!again) return;
    this.#reasons.clear();
    this.#log?.info({ place: this.#place }, "pubsub connected again");
    this.#peers.startAnew();
    this.#resync.give();
  }

  #beat(): void {
    this.#ignoredLines = 0;
    if (!this.#link?.isUp) return;
    this.#say("here");
    for (const node of this.#peers.beat()) this.#gone(node);
  }

  #gone(node: string): void {
    for (const gone of this.#goneListeners) gone(node);
  }

  #heard(text: string): void {
    if (text.startsWith(this.#prefix)) return this.#link?.echo();
    const envelope = openEnvelope(text);
    if (!envelope) return void (this.counts.misfit += 1);
    const isSeen = !this.#peers.has(envelope.node);
    const arrival = this.#peers.heard(envelope.node, envelope.sequence);
    // From a connection that its node has given up: what came since has been told.
    if (arrival === "late") return;
    if (isSeen) for (const seen of this.#seenListeners) seen(envelope.node);
    if (envelope.topicName === "") this.#heardSign(envelope);
    else this.#deliver(envelope);
    if (arrival === "after-a-gap") this.#resync.give();
  }

  #heardSign({ node, json }: Envelope): void {
    if (json === '"bye"' && this.#peers.forget(node)) this.#gone(node);
    if (json === '"hello"') this.#answerSoon();
  }

  /** A node that is new has to know where this one's count stands. */
  #answerSoon(): void {
    this.#cancelAnswer ??= this.#clock.setTimeout(() => {
      this.#cancelAnswer = null;
      this.#say("here");
    }, ANSWER_AFTER);
  }

  #deliver({ topicName, version, json }: Envelope): void {
    if (!isOwn(topicName) && version !== this.version) return void (this.counts.otherVersion += 1);
    const topic = this.#topics.topicNamed(topicName);
    if (!topic) return;
    let message: unknown;
    try {
      message = topic.parse(JSON.parse(json));
    } catch (error) {
      this.counts.misfit += 1;
      if (++this.#ignoredLines > IGNORED_LINES) return;
      return this.#log?.warn({ err: error, topic: topicName }, "pubsub message ignored");
    }
    this.counts.delivered += 1;
    this.#topics.deliver(topicName, message);
  }
}
