/** Where time comes from: one is handed to the endpoint and drives cookies, tokens, expiry and timers. */
export interface Clock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Runs `task` once after `ms` milliseconds and returns its cancellation. A pending timer never keeps the process alive. */
  setTimeout(task: () => void, ms: number): () => void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: Date.now,
  setTimeout(task, ms) {
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
