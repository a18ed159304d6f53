import cluster, { type Worker } from "node:cluster";
import type { PubSubAdapter } from "../pubsub/adapter.ts";

/** Letters that may wait for a worker which stands still; what comes on top it misses, and knows that afterwards. */
const UNSENT = 8 * 1024 * 1024;

/** What workers and their primary tell each other. */
interface Carried {
  readonly livegate: "pubsub";
  readonly text: string;
}

const isCarried = (message: unknown): message is Carried =>
  typeof message === "object" &&
  message !== null &&
  "livegate" in message &&
  message.livegate === "pubsub" &&
  "text" in message &&
  typeof message.text === "string";

/**
 * The workers of one machine meet in their primary process, which has to call `relayPubSub`.
 *
 * @example
 * const adapter = clusterAdapter();
 */
export function clusterAdapter(): PubSubAdapter {
  return {
    place: "the primary process",
    open: async (heard, lost) => {
      if (!process.send || !process.connected) throw new Error("this process is no worker of a primary process");
      const onMessage = (message: unknown) => isCarried(message) && heard(message.text);
      const onDisconnect = () => lost(new Error("the primary process is gone"));
      process.on("message", onMessage).on("disconnect", onDisconnect);
      return {
        publish: (text) =>
          new Promise((resolve, reject) => {
            const carried: Carried = { livegate: "pubsub", text };
            if (!process.connected) return reject(new Error("the primary process is gone"));
            process.send!(carried, undefined, {}, (error) => (error ? reject(error) : resolve())); // There since `open`.
          }),
        async close() {
          process.off("message", onMessage).off("disconnect", onDisconnect);
        },
      };
    },
  };
}

/**
 * In the primary process: hands what a worker publishes to all of them. Returns what ends that.
 *
 * @example
 * const stop = relayPubSub();
 */
export function relayPubSub(): () => void {
  const unsent = new WeakMap<Worker, number>();
  const add = (worker: Worker, length: number): void => void unsent.set(worker, (unsent.get(worker) ?? 0) + length);
  const relay = (_: unknown, message: unknown): void => {
    if (!isCarried(message)) return;
    const { length } = message.text;
    for (const worker of Object.values(cluster.workers ?? {})) {
      // One that is just ending misses nothing: it has no pages any more.
      if (!worker?.isConnected() || (unsent.get(worker) ?? 0) > UNSENT) continue;
      add(worker, length);
      worker.send(message, undefined, () => add(worker, -length));
    }
  };
  cluster.on("message", relay);
  return () => void cluster.off("message", relay);
}
