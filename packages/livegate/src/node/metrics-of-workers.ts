import type { MetricFamily } from "../endpoint/metric-family.ts";
import type { WorkerCalls } from "./worker-calls.ts";

/** Milliseconds that a worker has for its numbers: one that is too busy is missing in this answer. */
const PATIENCE = 1000;

/** The metrics of all workers of this machine, whichever is asked: each sample says whose it is. */
export function metricsOfWorkers(
  workers: WorkerCalls,
  own: () => readonly MetricFamily[],
): () => Promise<readonly MetricFamily[]> {
  workers.handle("metrics", async () => own());
  return async () => {
    const answers = await workers.ask("metrics", null, { to: "all", patience: PATIENCE });
    const families = new Map<string, MetricFamily>();
    for (const { worker, value } of answers) {
      for (const family of value as readonly MetricFamily[]) {
        // What `own` gave there.
        const samples = family.samples.map((sample) => ({
          ...sample,
          labels: { ...sample.labels, worker: String(worker) },
        }));
        families.set(family.name, { ...family, samples: [...(families.get(family.name)?.samples ?? []), ...samples] });
      }
    }
    return [...families.values()];
  };
}
