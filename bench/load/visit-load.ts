import { setTimeout as delay } from "node:timers/promises";
import type { HttpConnection } from "./http-connection.ts";
import { LiveClient } from "./live-client.ts";
import { type Load, type Target, type Visitors, checkBounds, inParallel, userOf } from "./load.ts";

export interface VisitLoadOptions {
  readonly path: string;
  /** Visits in one run. */
  readonly visits: number;
  /** What of a visit is measured: all of it unless told. What goes before is done unmeasured. */
  readonly phase?: "visit" | "get" | "upgrade" | "join";
  /** Strangers unless told; users log in unmeasured. */
  readonly by?: Visitors;
}

const CONCURRENCY = 20;
/** Until the server has seen that the sockets of the last run are gone. */
const GOODBYE_MS = 300;

/** Visits by new visitors: GET, upgrade, join. Leaving isn't measured. */
export async function visitLoad(target: Target, options: VisitLoadOptions): Promise<Load> {
  const { path, visits, phase = "visit", by = "strangers" } = options;
  checkBounds(visits, visits);
  let clients: LiveClient[] = [];
  const each = (step: (client: LiveClient, ...rest: Rest) => Promise<unknown>): Promise<void> =>
    inParallel(target, { count: visits, concurrency: CONCURRENCY }, async (index, connection) => {
      await step(clients[index]!, connection, index);
    });
  const steps = {
    get: () => each((client, connection) => client.load(connection)),
    upgrade: () => each((client) => client.connect()),
    join: () => each(joinAll),
  };
  const settle = async (): Promise<void> => {
    for (const client of clients) client.close();
    clients = Array.from({ length: visits }, () => new LiveClient(target.port, path));
    if (by === "users") await each((client, connection, index) => client.logIn(connection, userOf(index)));
    if (phase === "upgrade" || phase === "join") await steps.get();
    if (phase === "join") await steps.upgrade();
    await delay(GOODBYE_MS);
  };
  const visit = (): Promise<void> =>
    each(async (client, connection) => {
      await client.load(connection);
      await client.connect();
      await joinAll(client);
    });
  await settle();
  return {
    target,
    async run() {
      await (phase === "visit" ? visit() : steps[phase]());
      return visits;
    },
    repeatable: false,
    settle,
    close: () => clients.forEach((client) => client.close()),
  };
}

const joinAll = async (client: LiveClient): Promise<void> => client.joinNested(await client.join());

type Rest = [connection: HttpConnection, index: number];
