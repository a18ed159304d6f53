import { setTimeout as delay } from "node:timers/promises";
import { HttpConnection, requestText } from "./http-connection.ts";
import { type Target, checkBounds, joinedClients } from "./load.ts";
import { percentile } from "./percentile.ts";

/** How long pages stay open whose session was ended by a process that tells nobody. Milliseconds. */
export interface SilentEnds {
  readonly median: number;
  readonly longest: number;
  readonly sessions: number;
}

/** Milliseconds from one end to the next: together they fall into all moments between two looks. */
const EVERY_MS = 400;

/** Who ends sessions: the target, by taking their rows away without a word, or a node that can't reach it. */
export interface SilentEnder {
  readonly port: number;
  readonly path: string;
}

/** Ends sessions one after another, and waits until the server has found out. */
export async function silentEnds(
  target: Target,
  sessions: number,
  by: SilentEnder = { port: target.port, path: "/bench/forget_sessions" },
): Promise<SilentEnds> {
  checkBounds(sessions, 1);
  const connection = await HttpConnection.open(by.port);
  try {
    const open = [];
    for (let user = 1; user <= sessions; user++)
      open.push(...(await joinedClients(target, "/secure", 1, { as: user })));
    const took: Promise<number>[] = [];
    for (const [index, client] of open.entries()) {
      const { status } = await connection.request(requestText("POST", target.port, `${by.path}?id=${index + 1}`));
      if (status !== 204) throw new Error(`the end of a session was answered with ${status}`);
      const begin = performance.now();
      took.push(client.closing.then(() => performance.now() - begin));
      await delay(EVERY_MS);
    }
    const all = await Promise.all(took);
    return { median: percentile(all, 0.5), longest: Math.max(...all), sessions };
  } finally {
    connection.close();
  }
}
