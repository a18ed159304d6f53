import { setTimeout as after } from "node:timers/promises";
import type { Logger } from "../plug/logger.ts";

/** Whether what the app can't do without is there, and if not a word about it: what `ping` of `livegate/data` gives. */
export type Ready = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Milliseconds for which an answer holds: whoever asks more often makes the database no work. */
const HOLDS = 1000;

/** Milliseconds that a check may take: whoever asks has no more patience. */
const PATIENCE = 2000;

/** Whether a server should be sent requests: not while it stops, nor while what it needs isn't there. */
export class Readiness {
  readonly #check: () => Promise<Ready>;
  readonly #log: Logger;
  #draining = false;
  #asked: { readonly at: number; readonly answer: Promise<boolean> } | null = null;
  #wasReady = true;

  constructor(check: () => Promise<Ready>, log: Logger) {
    this.#check = check;
    this.#log = log;
  }

  /** From now on it isn't. */
  drain(): void {
    this.#draining = true;
  }

  async isReady(): Promise<boolean> {
    if (this.#draining) return false;
    const now = performance.now();
    if (this.#asked === null || now - this.#asked.at >= HOLDS) this.#asked = { at: now, answer: this.#ask() };
    const ready = await this.#asked.answer;
    return ready && !this.#draining;
  }

  async #ask(): Promise<boolean> {
    const result = await this.#checked();
    // Said once for each change: whoever asks does so for ever.
    if (result.ok !== this.#wasReady) {
      if (result.ok) this.#log.info({}, "ready again");
      else this.#log.warn({ reason: result.reason }, "not ready");
    }
    this.#wasReady = result.ok;
    return result.ok;
  }

  async #checked(): Promise<Ready> {
    const done = new AbortController();
    const late = after(PATIENCE, { ok: false, reason: "slow" } as const, { signal: done.signal, ref: false });
    try {
      return await Promise.race([this.#check(), late]);
    } catch (error) {
      this.#log.error({ err: error }, "readiness check failed");
      return { ok: false, reason: "failed" };
    } finally {
      late.catch(() => {}); // It is aborted.
      done.abort();
    }
  }
}
