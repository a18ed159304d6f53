import { setTimeout as delay } from "node:timers/promises";
import { type Target, checkBounds } from "./load.ts";
import { PollClient } from "./poll-client.ts";
import { cpuSeconds } from "./process-usage.ts";

/** What pages cost that poll and do nothing else. */
export interface IdlePolls {
  readonly clients: number;
  readonly polls: number;
  readonly seconds: number;
  readonly serverCpu: number;
  /** Microseconds of the server's time for one poll. */
  readonly perPoll: number;
}

/** Milliseconds over which the clients come, so that their polls are spread as those of visitors are: one window. */
const SPREAD_MS = 25_000;

/** Brings `clients` to a page, one after the other, and measures the server while all of them poll. */
export async function idlePolls(
  target: Target,
  { path, clients: count, holdMs }: { path: string; clients: number; holdMs: number },
): Promise<IdlePolls> {
  checkBounds(count, count);
  const clients: PollClient[] = [];
  const began = performance.now();
  for (let index = 0; index < count; index++) {
    await delay(Math.max(0, began + (index * SPREAD_MS) / count - performance.now()));
    const client = await PollClient.load(target.port, path);
    await client.join();
    clients.push(client);
    void client.keepPolling();
  }
  await delay(SPREAD_MS);
  const pollsSoFar = (): number => clients.reduce((sum, { polls }) => sum + polls, 0);
  const [before, cpuBefore, from] = [pollsSoFar(), cpuSeconds(target.pid), performance.now()];
  await delay(holdMs);
  const serverCpu = cpuSeconds(target.pid) - cpuBefore;
  const seconds = (performance.now() - from) / 1000;
  const polls = pollsSoFar() - before;
  for (const client of clients) client.close();
  if (polls < count) throw new Error(`${count} clients polled ${polls} times: some have been cut off`);
  return { clients: count, polls, seconds, serverCpu, perPoll: (serverCpu / polls) * 1e6 };
}
