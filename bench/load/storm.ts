import { setTimeout as delay } from "node:timers/promises";
import type { LiveClient } from "./live-client.ts";
import { type Target, checkBounds } from "./load.ts";
import { residentBytes } from "./process-usage.ts";

/** A restart under the pages of many, who all come back at once. */
export interface Storm {
  readonly clients: number;
  /** Milliseconds from when the new server answers until the last one has joined. */
  readonly allBack: number;
  /** Milliseconds until half of them have. */
  readonly halfBack: number;
  /** Tries that came to nothing once the server was there: connections and joins. */
  readonly failed: number;
  /** Bytes when all are back, and a while later. */
  readonly resident: number;
  readonly residentLater: number;
}

/** What the stock client waits before each of its tries, in milliseconds; then always the last. */
const WAITS = [10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000];
const LATER_MS = 10_000;
const GIVE_UP_MS = 90_000;

/** Cuts off joined clients by `restart`, has each come back by itself as the stock client does, and waits for the last one. */
export async function storm(clients: readonly LiveClient[], restart: () => Promise<Target>): Promise<Storm> {
  checkBounds(clients.length, clients.length);
  const seen = { back: [] as number[], failed: 0, since: Number.POSITIVE_INFINITY, over: false };
  const returns = clients.map(async (client) => {
    await client.closing;
    for (let tries = 0; !seen.over; tries++) {
      await delay(WAITS[Math.min(tries, WAITS.length - 1)]);
      const began = performance.now();
      try {
        await client.connect();
        await client.join();
        return void seen.back.push(performance.now());
      } catch {
        client.close();
        // Before the server is there nobody can be let in.
        if (began > seen.since) seen.failed += 1;
      }
    }
  });
  const target = await restart();
  seen.since = performance.now();
  const late = setTimeout(() => (seen.over = true), GIVE_UP_MS);
  await Promise.all(returns);
  clearTimeout(late);
  if (seen.back.length < clients.length) throw new Error(`${seen.back.length} of ${clients.length} came back`);
  const times = seen.back.map((at) => Math.max(0, at - seen.since)).toSorted((a, b) => a - b);
  const resident = residentBytes(target.pid);
  await delay(LATER_MS);
  return {
    clients: clients.length,
    allBack: times.at(-1) ?? 0,
    halfBack: times[times.length >> 1] ?? 0,
    failed: seen.failed,
    resident,
    residentLater: residentBytes(target.pid),
  };
}
