import cluster, { type Worker } from "node:cluster";
import { relayWorkers } from "livegate/node";
import { relayPubSub } from "livegate/pubsub";
import { UsageError } from "../usage-error.ts";
import { BackOff } from "./back-off.ts";
import { isRunning, stopMessage } from "./worker-messages.ts";

/**
 * The workers of a primary process: all of them run the app, on one port. One that ends is replaced; what was on the others goes
 * on.
 */
export class WorkerPool {
  readonly #count: number;
  readonly #env: Readonly<Record<string, string>>;
  readonly #backOff = new BackOff();
  readonly #waits = new Set<NodeJS.Timeout>();
  #isStopping = false;
  #failed = false;

  /** The workers see `env` beside the environment of this process. */
  constructor(count: number, env: Readonly<Record<string, string>> = {}) {
    this.#count = count;
    this.#env = env;
  }

  /**
   * Starts the workers, the first one before the others, so that what keeps the app from starting is told once; gives the app's
   * address.
   *
   * @throws UsageError where a worker ends before it runs.
   */
  async start(): Promise<string> {
    try {
      relayWorkers();
      relayPubSub();
      const url = await this.#fork("at start");
      await Promise.all(Array.from({ length: this.#count - 1 }, () => this.#fork("at start")));
      return url;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Lets the workers finish what they have begun. False where one of them has failed to. */
  async stop(): Promise<boolean> {
    this.#isStopping = true;
    for (const wait of this.#waits) clearTimeout(wait);
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(workers.map((worker) => ended(worker)));
    return !this.#failed;
  }

  /** Ends them as they are. */
  kill(): void {
    this.#isStopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
  }

  /** Rejects where it ends before it runs; `at start` that is told rather than mended. */
  #fork(when: "at start" | "later"): Promise<string> {
    const began = performance.now();
    let hasRun = false;
    const worker = cluster.fork(this.#env);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    worker.on("message", (message: unknown) => {
      if (!isRunning(message)) return;
      hasRun = true;
      resolve(message.url);
    });
    worker.once("exit", (code, signal) => {
      const how = signal === null ? `code ${code}` : `signal ${signal}`;
      reject(new UsageError(`A worker has ended with ${how} before the app ran.`));
      if (this.#isStopping) this.#failed ||= code !== 0;
      else if (hasRun || when === "later") this.#replace(how, performance.now() - began);
    });
    return promise;
  }

  #replace(how: string, ran: number): void {
    const wait = this.#backOff.next(ran);
    const when = wait === 0 ? "" : ` in ${wait / 1000} s`;
    console.error(`A worker has ended with ${how}; another one takes its place${when}.`);
    const timer = setTimeout(() => {
      this.#waits.delete(timer);
      this.#fork("later").catch(() => {});
    }, wait);
    this.#waits.add(timer);
  }
}

function ended(worker: Worker): Promise<void> {
  if (worker.isDead()) return Promise.resolve();
  // Not connected: it is ending already.
  if (worker.isConnected()) worker.send(stopMessage, undefined, () => {});
  return new Promise((resolve) => worker.once("exit", () => resolve()));
}
