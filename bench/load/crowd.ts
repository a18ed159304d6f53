import { setTimeout as delay } from "node:timers/promises";
import { HttpConnection, requestText } from "./http-connection.ts";
import { type Target, checkBounds, joinedClients } from "./load.ts";
import { percentile } from "./percentile.ts";
import { residentBytes } from "./process-usage.ts";

export interface CrowdOptions {
  readonly path: string;
  readonly clients: number;
  readonly broadcasts: number;
}

/** A server full of users who do nothing, and what it takes to tell all of them something. */
export interface Crowd {
  /** Bytes of the whole process when all have joined, and a while later. */
  readonly resident: number;
  readonly residentLater: number;
  /** Milliseconds from the request that broadcasts to a client's diff: of 99 of 100, and of the last one. */
  readonly delivered: number;
  readonly last: number;
  readonly alive: number;
  readonly clients: number;
}

const SETTLE_MS = 10_000;

/** Fills a server that was started freshly with logged-in clients, and broadcasts to all of them. */
export async function crowd(target: Target, { path, clients: count, broadcasts }: CrowdOptions): Promise<Crowd> {
  checkBounds(count, count * broadcasts);
  const clients = await joinedClients(target, path, count, "users");
  try {
    await delay(2000);
    const resident = residentBytes(target.pid);
    for (const client of clients) client.heartbeat();
    await delay(SETTLE_MS);
    const residentLater = residentBytes(target.pid);
    const took: number[] = [];
    for (let id = 1; id <= broadcasts; id++) {
      const asked = performance.now();
      const arrivals = clients.map(
        (client) =>
          new Promise<void>((resolve) => {
            client.onFrame = () => {
              took.push(performance.now() - asked);
              resolve();
            };
          }),
      );
      const connection = await HttpConnection.open(target.port);
      await connection.request(requestText("POST", target.port, `/bench/broadcast?id=${id}`));
      connection.close();
      await Promise.all(arrivals);
      await delay(500);
    }
    const alive = clients.filter((client) => client.alive).length;
    const delivered = percentile(took, 0.99);
    return { resident, residentLater, delivered, last: Math.max(...took.slice(-count)), alive, clients: count };
  } finally {
    for (const client of clients) client.close();
  }
}
