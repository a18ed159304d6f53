import type { Clock } from "../clock/clock.ts";

/** Milliseconds between two notices at least: nodes that come back one after another are one reason to reload, not many. */
const APART = 2000;

/** Listeners told at a time, and milliseconds between: what they load again must not come all at once. */
const SLICE = 50;
const SLICE_EVERY = 20;

/** Tells that messages may have been missed: at most once in two seconds, and never forgotten. */
export class ResyncNotice {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #lastAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  /** Whether more was missed while listeners are being told: some of them have loaded already. */
  #isDueAgain = false;
  #isTelling = false;
  /** How often it was given. */
  count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  listen(missed: () => void): () => void {
    // Of its own for each call, so that one function may listen twice.
    const listener = () => missed();
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Those who listened first are told at once, or as soon as the last notice is long enough ago. */
  give(): void {
    if (this.#isTelling) this.#isDueAgain = true;
    else if (!this.#cancel) this.#beginInTime();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#isTelling = false;
    this.#isDueAgain = false;
  }

  #beginInTime(): void {
    // A clock that was set back must not make anybody wait for all the time in between.
    const wait = Math.min(this.#lastAt + APART - this.#clock.now(), APART);
    if (wait <= 0) this.#begin();
    else this.#later(wait, () => this.#begin());
  }

  #begin(): void {
    this.#lastAt = this.#clock.now();
    this.count += 1;
    this.#isTelling = true;
    this.#tell([...this.#listeners]);
  }

  #tell(listeners: readonly (() => void)[]): void {
    for (const listener of listeners.slice(0, SLICE)) if (this.#listeners.has(listener)) listener();
    const rest = listeners.slice(SLICE);
    if (rest.length > 0) return this.#later(SLICE_EVERY, () => this.#tell(rest));
    this.#isTelling = false;
    if (!this.#isDueAgain) return;
    this.#isDueAgain = false;
    this.#beginInTime();
  }

  #later(ms: number, task: () => void): void {
    this.#cancel = this.#clock.setTimeout(() => {
      this.#cancel = null;
      task();
    }, ms);
  }
}
