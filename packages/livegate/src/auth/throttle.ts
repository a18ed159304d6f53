import type { Clock } from "../clock/clock.ts";
import type { TryRate } from "../pubsub/shared-tries.ts";

/** Keys that are remembered: about 10 MB of them. The one that was used longest ago is forgotten first. */
const REMEMBERED = 50_000;

/**
 * A bucket of tries for each key, kept in memory (the generic cell rate algorithm: one number a key).
 *
 * @example
 * const throttle = new Throttle(clock, { burst: 10, every: 60_000 });
 * const wait = throttle.take("ada@example.com"); // 0, or milliseconds, at most `every`
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #rate: TryRate;
  readonly #remembered: number;
  /** By key, when its bucket will be full again. */
  readonly #fullAt = new Map<string, number>();

  constructor(clock: Clock, rate: TryRate, remembered = REMEMBERED) {
    this.#clock = clock;
    this.#rate = rate;
    this.#remembered = remembered;
  }

  /** Takes a try: 0 where there is one, else the milliseconds until there is. */
  take(key: string): number {
    const { burst, every } = this.#rate;
    const now = this.#clock.now();
    const known = this.#fullAt.get(key) ?? now;
    // A clock that was set back must not make anybody wait for all the time in between.
    const fullAt = Math.min(Math.max(known, now), now + burst * every);
    const wait = fullAt + every - burst * every - now;
    if (wait > 0) {
      if (fullAt < known) this.#fullAt.set(key, fullAt);
      return wait;
    }
    this.#fullAt.delete(key);
    this.#fullAt.set(key, fullAt + every);
    if (this.#fullAt.size > this.#remembered) this.#fullAt.delete(this.#fullAt.keys().next().value!); // Not empty: one was just set.
    return 0;
  }
}
