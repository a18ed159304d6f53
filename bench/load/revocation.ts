import { setTimeout as delay } from "node:timers/promises";
import { HttpConnection, requestText } from "./http-connection.ts";
import type { LiveClient } from "./live-client.ts";
import { type Target, checkBounds, joinedClients } from "./load.ts";
import { pacedEvents } from "./paced-events.ts";
import { percentile } from "./percentile.ts";

export interface RevocationOptions {
  /** Open pages of others. */
  readonly others: number;
  /** Open pages of the session that ends. */
  readonly pages: number;
  readonly rounds: number;
  /** The node of the target's app that is asked to end sessions. Default: the target itself. */
  readonly endedAt?: Target;
}

/** What it takes to end a session, and what it costs everybody else. Milliseconds. */
export interface Revocation {
  /** From the answer to whoever ended the session to the end of a page's socket: what 99 of 100 take at most. */
  readonly closed: number;
  readonly closedMedian: number;
  /** The same from the request that ends it, for 99 of 100. */
  readonly closedSinceAsked: number;
  /** What the request took that ended the session. */
  readonly ending: number;
  readonly eventIdle: number;
  readonly eventMeanwhile: number;
  readonly others: number;
}

/** Of the others' pages, those that send an event each 200 ms. */
const SENDING = 50;
const EVERY_MS = 200;

/** Ends sessions one after another by a request from elsewhere, and watches their pages and those of others. */
export async function revocation(target: Target, options: RevocationOptions): Promise<Revocation> {
  const { others, pages, rounds, endedAt = target } = options;
  checkBounds(others, rounds);
  const staying = await joinedClients(target, "/", others);
  const connection = await HttpConnection.open(endedAt.port);
  const sending = staying.slice(0, SENDING);
  try {
    const leaving: LiveClient[][] = [];
    for (let round = 0; round < rounds; round++)
      leaving.push(await joinedClients(target, "/secure", pages, { as: round + 1 }));
    await pacedEvents(sending, { everyMs: EVERY_MS, seconds: 1 });
    const seconds = rounds * PAUSE_S;
    const idle = await pacedEvents(sending, { everyMs: EVERY_MS, seconds });
    const [meanwhile, ended] = await Promise.all([
      pacedEvents(sending, { everyMs: EVERY_MS, seconds }),
      endAll(target.port, connection, leaving),
    ]);
    if (staying.some((client) => !client.alive)) throw new Error("a page of somebody else was closed");
    const closed = ended.flatMap((round) => round.closed);
    return {
      closed: percentile(closed, 0.99),
      closedMedian: percentile(closed, 0.5),
      closedSinceAsked: percentile(
        ended.flatMap((round) => round.sinceAsked),
        0.99,
      ),
      ending: percentile(
        ended.map(({ took }) => took),
        0.5,
      ),
      eventIdle: percentile(idle, 0.99),
      eventMeanwhile: percentile(meanwhile, 0.99),
      others,
    };
  } finally {
    connection.close();
    for (const client of staying) client.close();
  }
}

/** Seconds from one session's end to the next. */
const PAUSE_S = 0.1;

async function endAll(port: number, connection: HttpConnection, sessions: readonly (readonly LiveClient[])[]) {
  const rounds: {
    readonly took: number;
    readonly closed: readonly number[];
    readonly sinceAsked: readonly number[];
  }[] = [];
  for (const [index, pages] of sessions.entries()) {
    const closings = pages.map(async (page) => (await page.closing, performance.now()));
    const asked = performance.now();
    const request = requestText("POST", port, `/bench/end_sessions?id=${index + 1}`);
    const { status } = await connection.request(request);
    if (status !== 204) throw new Error(`the end of a session was answered with ${status}`);
    const answered = performance.now();
    const closed = await Promise.all(closings);
    rounds.push({
      took: answered - asked,
      closed: closed.map((at) => Math.max(0, at - answered)),
      sinceAsked: closed.map((at) => at - asked),
    });
    await delay(PAUSE_S * 1000 - (performance.now() - asked));
  }
  return rounds;
}
