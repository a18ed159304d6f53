import type { LiveRuntime } from "./live-runtime.ts";
import { RateLimit } from "./rate-limit.ts";

/**
 * Writes to the log what one connection was refused: line by line at first, then one line a second that says how many
 * were left out. A client could fill a disk otherwise, since it chooses how often it is refused.
 */
export class RefusalLog {
  readonly #runtime: LiveRuntime;
  readonly #lines: RateLimit;
  #leftOut = 0;

  constructor(runtime: LiveRuntime) {
    const { limits, context } = runtime;
    this.#runtime = runtime;
    this.#lines = new RateLimit(limits.refusalLinesPerSecond, limits.refusalLineBurst, context.clock.now());
  }

  /** Counts a refusal under `counter`, and writes it or adds it to what was left out. */
  note(counter: string, fields: object, message: string): void {
    const { counters, context } = this.#runtime;
    counters.increment(counter);
    if (!this.#lines.take(context.clock.now())) {
      this.#leftOut += 1;
      return;
    }
    context.log.warn(this.#leftOut === 0 ? fields : { ...fields, leftOut: this.#leftOut }, message);
    this.#leftOut = 0;
  }
}
