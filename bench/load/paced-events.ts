import { setTimeout as delay } from "node:timers/promises";
import type { LiveClient } from "./live-client.ts";

/**
 * Has each of some joined clients send an event every `everyMs`, whether the last one was answered or not, for `seconds`. Resolves
 * with the milliseconds that each answer took, once all have come.
 */
export async function pacedEvents(
  clients: readonly LiveClient[],
  { everyMs, seconds }: { readonly everyMs: number; readonly seconds: number },
): Promise<readonly number[]> {
  const took: number[] = [];
  const each = async (client: LiveClient, index: number): Promise<void> => {
    const sent: number[] = [];
    let answered: (() => void) | null = null;
    client.onFrame = () => {
      took.push(performance.now() - sent.shift()!); // Answers come in the order of events.
      if (sent.length === 0) answered?.();
    };
    const start = performance.now() + (everyMs * index) / clients.length;
    for (let due = start; due < start + seconds * 1000; due += everyMs) {
      await delay(Math.max(0, due - performance.now()));
      if (!client.alive) throw new Error("the server closed a socket during the events");
      sent.push(performance.now());
      client.click("inc");
    }
    if (sent.length > 0) await new Promise<void>((resolve) => (answered = resolve));
  };
  await Promise.all(clients.map(each));
  return took;
}
