import cluster, { type Worker } from "node:cluster";
import { type WorkerLetter, isLetter } from "./worker-letter.ts";

/**
 * In the primary process: takes letters from one worker to another, or to all of them. `livegate start --workers` does this. Returns what
 * ends it.
 *
 * @example
 * if (cluster.isPrimary) relayWorkers();
 */
export function relayWorkers(): () => void {
  const relay = (worker: Worker, message: unknown): void => {
    if (!isLetter(message)) return;
    const addressees = addresseesOf(message);
    if (message.kind === "ask")
      tell(worker, { ...message, kind: "asked", from: 0, to: worker.id, body: addressees.length });
    for (const addressee of addressees) tell(addressee, { ...message, from: worker.id });
  };
  cluster.on("message", relay);
  return () => void cluster.off("message", relay);
}

const tell = (worker: Worker, letter: WorkerLetter): void => void worker.send(letter, undefined, () => {});

function addresseesOf({ to }: WorkerLetter): readonly Worker[] {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected() === true);
  return workers.filter((worker) => worker !== undefined && (to === "all" || worker.id === to)) as readonly Worker[];
}
