/** Where time comes from: one is handed to the endpoint and drives cookies, tokens, expiry and timers. */
export interface Clock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Runs `task` once after `ms` milliseconds and returns its cancellation. A pending timer never keeps the process alive. */
  setTimeout(task: () => void, ms: number): () => void;
}

/** Milliseconds, nearly 25 days: a timer of the machine's that is given more runs at once. */
const LONGEST = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: Date.now,
  setTimeout(task, ms) {
    if (ms > LONGEST) return inSteps(task, ms);
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

function inSteps(task: () => void, ms: number): () => void {
  let cancel = systemClock.setTimeout(() => {
    cancel = systemClock.setTimeout(task, ms - LONGEST);
  }, LONGEST);
  return () => cancel();
}
