import type { Clock } from "../clock/clock.ts";

/** The answer of a request that ends a session: its cookies tell the browser of another one. */
export interface LastAnswer {
  /** Settles when it has been written, as far as the server tells. */
  readonly written: Promise<unknown>;
  /** Settles when the browser has it; no network tells that, so the test kit alone says it. */
  readonly arrived: Promise<unknown>;
  /** The browser session that it begins: who brings it has got the answer. */
  readonly next: string;
}

/** Milliseconds that severed pages wait for the answer to be written. */
const WRITTEN_WITHIN = 1_000;

/** Milliseconds in which what was written has arrived: the answer, and then the page that it led to. */
export const ARRIVED_WITHIN = 500;

/**
 * Tells severed pages that their session is over, once that disturbs nobody: a page that is led elsewhere before its browser
 * has the new cookie comes back with the old one, and the tab that asked would be kept from where its answer leads.
 *
 * So they wait for the answer to be written, and if the browser follows it, for the page that it led to.
 */
export class Farewell {
  readonly #clock: Clock;
  readonly #over: () => void;
  readonly #tells: (() => void)[] = [];
  /** Null once they have been told. */
  #cancel: (() => void) | null;
  #isFollowed = false;

  /** `over` is called when they are told. */
  constructor(clock: Clock, over: () => void) {
    this.#clock = clock;
    this.#over = over;
    this.#cancel = clock.setTimeout(() => this.#end(), WRITTEN_WITHIN);
  }

  /** Takes what tells some severed pages. */
  add(tells: readonly (() => void)[]): void {
    this.#tells.push(...tells);
  }

  /** The answer has been written. */
  written(): void {
    this.#waitAnew();
  }

  /** The browser has the answer. */
  arrived(): void {
    this.#cancel?.();
    if (this.#cancel !== null) this.#end();
  }

  /** A page of the new browser session has been answered; later ones don't count. */
  followed(): void {
    if (!this.#isFollowed) this.#waitAnew();
    this.#isFollowed = true;
  }

  #waitAnew(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#cancel = this.#clock.setTimeout(() => this.#end(), ARRIVED_WITHIN);
  }

  #end(): void {
    this.#cancel = null;
    this.#over();
    for (const tell of this.#tells) tell();
  }
}
