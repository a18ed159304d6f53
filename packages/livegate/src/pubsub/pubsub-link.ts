import type { Clock } from "../clock/clock.ts";
import type { PubSubAdapter, PubSubConnection } from "./adapter.ts";
import type { SharedTries } from "./shared-tries.ts";

/** Milliseconds between two signs of life. */
export const HEARTBEAT = 3000;

/** Heartbeats without an echo of its own, after which a connection counts as lost although nobody has said so. */
const SILENT_FOR = 2;

/** Milliseconds until the first echo of a new connection. */
const ECHO_WITHIN = 5000;

/** Milliseconds for what somebody waits for, as a try to be counted or the end of the process: that a connection is lost is found out later. */
const ANSWERED_WITHIN = 1000;

/** Milliseconds until the next try to connect: doubled with each, up to the last. */
const FIRST_PAUSE = 50;
const LAST_PAUSE = 2000;

/** What a link tells. */
export interface LinkEvents {
  /** A text has come, of this node as well. */
  heard(text: string): void;
  /** Texts go both ways; `again` where that had ceased. */
  up(again: boolean): void;
  down(why: unknown): void;
  /** A try to connect again has failed. */
  failed(why: unknown): void;
  /** Time for a sign of life. */
  beat(): void;
  /** A text of this node's own, which says that it is there. */
  hello(): string;
}

/**
 * Keeps a connection: opens it again when it is lost, and finds out that it is lost where nobody says so, for what this node
 * publishes has to come back to it.
 */
export class PubSubLink {
  readonly #adapter: PubSubAdapter;
  readonly #clock: Clock;
  readonly #events: LinkEvents;
  #connection: PubSubConnection | null = null;
  /** Counts connections: what a former one still says isn't heard. */
  #number = 0;
  #isUp = false;
  #wasUp = false;
  #isStopped = false;
  #pause = FIRST_PAUSE;
  #silentFor = 0;
  /** Who waits for the first echo of a connection. */
  #awaiting: { readonly resolve: () => void; readonly reject: (why: unknown) => void } | null = null;
  #cancelPause = (): void => {};
  #cancelBeat = (): void => {};

  constructor(adapter: PubSubAdapter, clock: Clock, events: LinkEvents) {
    this.#adapter = adapter;
    this.#clock = clock;
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Connects for the first time. @throws what kept it from that. */
  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#beatLater();
  }

  /** Publishes on the connection that there is; rejects where there is none. */
  publish(text: string): Promise<void> {
    return this.#isUp && this.#connection ? this.#connection.publish(text) : Promise.reject(new Error("not connected"));
  }

  /** Buckets on the server; rejects where it can't be asked. */
  get tries(): SharedTries | null {
    if (!this.#adapter.counts) return null;
    return {
      take: async (key, rate, now) => {
        const tries = this.#isUp ? this.#connection?.tries : undefined;
        if (!tries) throw new Error("not connected");
        return this.#inTime(tries.take(key, rate, now));
      },
    };
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const give = () => reject(new Error(`no answer within ${ANSWERED_WITHIN} ms`));
    const cancel = this.#clock.setTimeout(give, ANSWERED_WITHIN);
    try {
      return await Promise.race([answer, late]);
    } finally {
      cancel();
    }
  }

  /** A text of this node's own has come back. */
  echo(): void {
    this.#silentFor = 0;
    this.#awaiting?.resolve();
  }

  /** Ends the connection, with a last text where it is there. */
  async stop(last: string | null = null): Promise<void> {
    if (last !== null && this.#isUp) await this.#inTime(this.publish(last)).catch(() => {}); // Who misses it finds out by silence.
    this.#isStopped = true;
    this.#cancelPause();
    this.#cancelBeat();
    await this.#drop();
  }

  async #open(): Promise<void> {
    const number = ++this.#number;
    const isCurrent = (): boolean => number === this.#number;
    const connection = await this.#adapter.open(
      (text) => isCurrent() && this.#events.heard(text),
      (why) => isCurrent() && this.#lost(why),
    );
    if (!isCurrent() || this.#isStopped) return void connection.close();
    this.#connection = connection;
    await this.#firstEcho(connection);
    if (!isCurrent()) return;
    const again = this.#wasUp;
    [this.#isUp, this.#wasUp, this.#pause, this.#silentFor] = [true, true, FIRST_PAUSE, 0];
    this.#events.up(again);
  }

  /** What is published has to arrive here too, or a loss would never be seen. */
  async #firstEcho(connection: PubSubConnection): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const awaiting = { resolve, reject };
    this.#awaiting = awaiting;
    const late = () => reject(new Error("it took a message and didn't hand it on"));
    const cancel = this.#clock.setTimeout(late, ECHO_WITHIN);
    try {
      await Promise.all([promise, connection.publish(this.#events.hello())]);
    } finally {
      cancel();
      if (this.#awaiting === awaiting) this.#awaiting = null;
    }
  }

  #lost(why: unknown): void {
    const wasUp = this.#isUp;
    void this.#drop();
    this.#awaiting?.reject(why);
    if (this.#isStopped) return;
    // The first connection's failure is its caller's.
    if (!this.#wasUp) return;
    if (wasUp) this.#events.down(why);
    else this.#events.failed(why);
    this.#openLater();
  }

  async #drop(): Promise<void> {
    const connection = this.#connection;
    this.#number += 1;
    this.#isUp = false;
    this.#connection = null;
    await connection?.close();
  }

  #openLater(): void {
    // Not all nodes at the same moment.
    const [chance = 0] = crypto.getRandomValues(new Uint8Array(1));
    const ms = this.#pause * (0.5 + chance / 512);
    this.#pause = Math.min(this.#pause * 2, LAST_PAUSE);
    this.#cancelPause();
    this.#cancelPause = this.#clock.setTimeout(() => this.#reopen(), ms);
  }

  #reopen(): void {
    const number = this.#number + 1;
    this.#open().catch((error: unknown) => {
      if (this.#number === number) this.#lost(error);
    });
  }

  #beatLater(): void {
    this.#cancelBeat = this.#clock.setTimeout(() => {
      this.#beatLater();
      if (this.#isUp && ++this.#silentFor > SILENT_FOR) this.#lost(new Error("nothing came back any more"));
      this.#events.beat();
    }, HEARTBEAT);
  }
}
