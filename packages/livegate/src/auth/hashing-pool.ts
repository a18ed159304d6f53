import { availableParallelism } from "node:os";

export interface HashingPoolOptions {
  /** How many run at once. */
  readonly size: number;
  /** How many wait. */
  readonly queue: number;
}

/** Threads that Node does files, names and hashes on. */
const threads = Number(process.env["UV_THREADPOOL_SIZE"]) || 4;

/** Cores but one, and threads but one: page loads and files go on beside the hashes. */
export const defaultPool: HashingPoolOptions = {
  size: Math.max(1, Math.min(availableParallelism(), threads) - 1),
  queue: 32,
};

interface Waiting {
  start(): void;
}

/**
 * Runs costly work, a few at once, some waiting, and refuses the rest at once.
 *
 * A quarter of the places in the queue is kept for those who are known, so that a flood of strangers doesn't lock them out.
 */
export class HashingPool {
  readonly #size: number;
  readonly #queue: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor({ size, queue }: HashingPoolOptions = defaultPool) {
    this.#size = size;
    this.#queue = queue;
  }

  /** Does the work now or later; null where there is no place left. */
  run<Result>(work: () => Promise<Result>, isKnown: boolean): Promise<Result> | null {
    if (this.#running < this.#size) return this.#start(work);
    const places = isKnown ? this.#queue : Math.floor(this.#queue * 0.75);
    if (this.#waiting.length >= places) return null;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ start: () => void this.#start(work).then(resolve, reject) });
    });
  }

  async #start<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.start();
    }
  }
}
