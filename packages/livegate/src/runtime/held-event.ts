import type { Clock } from "../clock/clock.ts";
import type { EventPayload } from "../protocol/payloads.ts";
import { randomToken } from "../token/random-token.ts";

/** An event as it came, and what to tell if it never goes on. */
export interface WaitingEvent {
  readonly sent: EventPayload;
  readonly lost: string;
}

const ID_BYTES = 16;

/** The one event that a view holds until its user has shown who they are; none, most of the time. In memory, so it ends with the view. */
export class HeldEvent {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #onExpired: (id: string) => void;
  #waiting: WaitingEvent | null = null;
  #id: string | null = null;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, timeout: number, onExpired: (id: string) => void) {
    this.#clock = clock;
    this.#timeout = timeout;
    this.#onExpired = onExpired;
  }

  /** Nobody can guess it; null where nothing is held. */
  get id(): string | null {
    return this.#id;
  }

  hold(waiting: WaitingEvent): string {
    const id = randomToken(ID_BYTES);
    this.#waiting = waiting;
    this.#id = id;
    this.#cancel = this.#clock.setTimeout(() => this.#onExpired(id), this.#timeout);
    return id;
  }

  /** Gives the event and forgets it: nobody gets it twice. */
  take(): WaitingEvent | null {
    const waiting = this.#waiting;
    this.close();
    return waiting;
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = null;
    this.#id = null;
  }
}
