import { cpuSeconds, machineCpuSeconds } from "./process-usage.ts";

/** CPU that neither server nor generator used, in cores, above which a round counts as disturbed. */
const DISTURBED_ABOVE = 0.12;

/** What one piece of work has cost. Seconds of CPU, except `seconds` (wall) and `others` (cores). */
export interface Cost {
  readonly seconds: number;
  readonly server: number;
  readonly generator: number;
  /** Cores that somebody else kept busy meanwhile. */
  readonly others: number;
  readonly disturbed: boolean;
}

/** Runs `work` and tells what the server (`pid`), this process and the rest of the machine spent meanwhile. */
export async function measured(pid: number, work: () => Promise<void>): Promise<Cost> {
  const before = {
    server: cpuSeconds(pid),
    own: cpuSeconds("self"),
    machine: machineCpuSeconds(),
    at: performance.now(),
  };
  await work();
  const seconds = (performance.now() - before.at) / 1000;
  const server = cpuSeconds(pid) - before.server;
  const generator = cpuSeconds("self") - before.own;
  const others = Math.max(0, (machineCpuSeconds() - before.machine - server - generator) / seconds);
  return { seconds, server, generator, others, disturbed: others > DISTURBED_ABOVE };
}
