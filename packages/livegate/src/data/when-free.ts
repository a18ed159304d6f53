import { setTimeout as pause } from "node:timers/promises";
import { isBusy } from "./database-unavailable.ts";

/** Milliseconds that a statement waits while another process writes. */
const PATIENCE = 5000;

const LONGEST_PAUSE = 25;

/**
 * Does `work`, and does it again and again while another process holds the database.
 *
 * SQLite could wait by itself, but then nothing else would happen in this process meanwhile.
 *
 * @throws what `work` throws, and "busy" when that goes on for five seconds.
 */
export async function whenFree<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  const deadline = performance.now() + PATIENCE;
  for (let ms = 1; ; ms = Math.min(ms * 2, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await pause(ms);
  }
}
