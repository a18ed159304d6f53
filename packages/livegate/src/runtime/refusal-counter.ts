import type { Clock } from "../clock/clock.ts";

/** Clients whose refusals are remembered at most; the oldest are forgotten first. */
const REMEMBERED = 10_000;

/** Characters of a path that tell it from others: what is remembered has to be bounded too. */
const TOLD_APART = 256;

/**
 * Counts refused joins per client and path: the stock client reloads at once on some refusals, so a refusal that repeats
 * itself would be a loop without end.
 */
export class RefusalCounter {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #window: number;
  readonly #refusals = new Map<string, { count: number; readonly since: number }>();

  constructor(clock: Clock, options: { readonly limit: number; readonly window: number }) {
    this.#clock = clock;
    this.#limit = options.limit;
    this.#window = options.window;
  }

  /** Counts one refusal; true while the client may be told to reload, false when it has to slow down. */
  count(client: string, path: string): boolean {
    const key = `${client} ${path.slice(0, TOLD_APART)}`;
    const now = this.#clock.now();
    const known = this.#refusals.get(key);
    if (known && now >= known.since && now - known.since < this.#window) {
      known.count += 1;
      return known.count <= this.#limit;
    }
    this.#refusals.delete(key);
    this.#refusals.set(key, { count: 1, since: now });
    if (this.#refusals.size > REMEMBERED) this.#refusals.delete(this.#refusals.keys().next().value!); // Not empty: one was just set.
    return true;
  }
}
