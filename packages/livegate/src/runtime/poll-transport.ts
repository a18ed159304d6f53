import type { Clock } from "../clock/clock.ts";
import { pollStatus } from "../protocol/long-poll.ts";
import type { LiveLimits } from "./live-limits.ts";
import type { Transport } from "./transport.ts";

/** What a poll brings. */
export interface PollAnswer {
  /** 200 with frames, 204 without any, 410 where the connection is over. */
  readonly status: 200 | 204 | 410;
  readonly messages: readonly string[];
}

/** How a connection without a wire tells of its end. */
export interface PollOwner {
  /** The connection is over: said once. Frames may still wait for a last poll. */
  closed(): void;
  /** Nothing is left for a poll to fetch: said once, after `closed`. */
  emptied(): void;
  /** No poll has come for too long: said before `closed`. */
  abandoned(): void;
}

interface PollSettings {
  readonly clock: Clock;
  readonly limits: Pick<LiveLimits, "pollWindow" | "pollReserve" | "pollPause" | "queuedBytesAtMost">;
  readonly owner: PollOwner;
}

/** A poll, as the request that carries it sees it. */
export interface Poll {
  /** Milliseconds that whoever asked waits. */
  readonly timeout: number;
  /** Listens for whoever asked to hang up; gives the end of listening. */
  readonly onHangUp: (left: () => void) => () => void;
}

/** Milliseconds: whatever a client says, it shall not poll without end. */
const MIN_WINDOW = 1_000;

const nothing: PollAnswer = { status: pollStatus.nothing, messages: [] };
const gone: PollAnswer = { status: pollStatus.gone, messages: [] };

/**
 * A connection without a wire: frames wait here until a poll fetches them, and a poll waits here until there are some.
 *
 * A client that loses an answer opens another connection, as one whose socket breaks does, so nothing is kept to be sent again.
 */
export class PollTransport implements Transport {
  readonly #settings: PollSettings;
  #frames: string[] = [];
  #bytes = 0;
  #waiting: ((answer: PollAnswer) => void) | null = null;
  /** Whether a poll is answered as soon as what runs now has ended. */
  #flushing = false;
  #over = false;
  #cancelTimer: () => void;

  constructor(settings: PollSettings) {
    this.#settings = settings;
    this.#cancelTimer = this.#leaveAfterPause();
  }

  send(frame: string): void {
    if (this.#over) return;
    this.#frames.push(frame);
    this.#bytes += Buffer.byteLength(frame);
    if (this.#bytes > this.#settings.limits.queuedBytesAtMost) return this.terminate();
    this.#flush();
  }

  /** Ends the connection; what waits can still be fetched, by one poll that comes soon. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#settings.owner.closed();
    if (this.#waiting) this.#flush();
    else if (this.#frames.length === 0) this.#empty();
  }

  terminate(): void {
    if (this.#over) return;
    this.#frames = [];
    this.#bytes = 0;
    this.close();
  }

  get bufferedAmount(): number {
    return this.#bytes;
  }

  /** Answers a poll now or within the window. Whoever has asked and hangs up has left for good. */
  poll({ timeout, onHangUp }: Poll): PollAnswer | Promise<PollAnswer> {
    // The stock client has one poll at a time; of two the later is the one that somebody still waits for.
    this.#answer(nothing);
    if (this.#frames.length > 0) return this.#take();
    if (this.#over) return gone;
    this.#cancelTimer();
    const { promise, resolve } = Promise.withResolvers<PollAnswer>();
    const stop = onHangUp(() => {
      if (this.#waiting === waiting) this.terminate();
    });
    const waiting = (answer: PollAnswer): void => {
      stop();
      resolve(answer);
    };
    this.#waiting = waiting;
    const { clock, limits } = this.#settings;
    const window = Math.max(MIN_WINDOW, Math.min(limits.pollWindow, timeout - limits.pollReserve));
    this.#cancelTimer = clock.setTimeout(() => this.#answer(nothing), window);
    return promise;
  }

  /** What one turn sends goes out together. */
  #flush(): void {
    if (this.#waiting === null || this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      if (this.#frames.length > 0) return this.#answer(this.#take());
      this.#answer(gone);
      this.#empty();
    });
  }

  /** Answers the poll that waits, if there is one. */
  #answer(answer: PollAnswer): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    this.#cancelTimer();
    if (!this.#over) this.#cancelTimer = this.#leaveAfterPause();
    waiting(answer);
  }

  #take(): PollAnswer {
    const messages = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    if (this.#over) this.#empty();
    return { status: pollStatus.ok, messages };
  }

  #leaveAfterPause(): () => void {
    const { clock, limits, owner } = this.#settings;
    return clock.setTimeout(() => {
      if (this.#over) return this.#empty();
      owner.abandoned();
      this.terminate();
    }, limits.pollPause);
  }

  #empty(): void {
    this.#cancelTimer();
    this.#settings.owner.emptied();
  }
}
