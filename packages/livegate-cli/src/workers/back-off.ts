/** Milliseconds. */
const FIRST = 100;
const LONGEST = 10_000;
/** A process that has run for that long has not failed because it was started. */
const LONG_ENOUGH = 30_000;

/** How long to wait before a process that has ended is started anew: not at all at first, then ever longer while it goes on to fail. */
export class BackOff {
  #failures = 0;

  /** The wait after a process that has run for `ran` milliseconds. */
  next(ran: number): number {
    this.#failures = ran >= LONG_ENOUGH ? 1 : this.#failures + 1;
    return this.#failures === 1 ? 0 : Math.min(LONGEST, FIRST * 2 ** (this.#failures - 2));
  }
}
