import type { Clock } from "./clock.ts";

/** A clock that stands still until it is advanced, so that a test proves any expiry in milliseconds. */
export interface ManualClock extends Clock {
  /** Moves time on by `ms` and runs what falls due, in order of time. */
  advance(ms: number): void;
  /** Timers that have neither run nor been cancelled. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/**
 * Makes a clock that starts at `start` (milliseconds since 1970; default 2026-01-01).
 *
 * @example
 * const clock = manualClock();
 * clock.setTimeout(() => rang.push("at noon"), 1_000);
 * clock.advance(1_000);
 */
export function manualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  const timers = new Set<Timer>();
  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter((timer) => timer.at <= until).toSorted((a, b) => a.at - b.at)[0];

  return {
    now: () => now,
    setTimeout(task, ms) {
      const timer = { at: now + Math.max(0, ms), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        timers.delete(timer);
        now = timer.at;
        timer.task();
      }
      now = until;
    },
    get pending() {
      return timers.size;
    },
  };
}
