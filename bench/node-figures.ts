import { setTimeout as delay } from "node:timers/promises";
import { findRedis } from "../scripts/services/redis.mjs";
import { type Bench, type Figure, type Measurement, compared, ratio } from "./figure.ts";
import { broadcastLoad } from "./load/broadcast-load.ts";
import { type Crowd, crowd } from "./load/crowd.ts";
import { eventLoad } from "./load/event-load.ts";
import { HttpConnection, requestText } from "./load/http-connection.ts";
import { type Target, joinedClients } from "./load/load.ts";
import { type Storm, storm } from "./load/storm.ts";
import { revokedElsewhere } from "./revoked-elsewhere.ts";
import { freePort } from "./server-process.ts";

/** What a node bears, and what several processes cost. */
export const nodeFigures: Readonly<Record<string, Measurement>> = {
  workers: async (bench) =>
    bench.freshApp({ WORKERS: "1" }, (one) =>
      bench.freshApp({ WORKERS: "2", METRICS_TOKEN }, async (two) => {
        while ((await socketsOfWorkers(two)).length < 2) await delay(100);
        const events = { path: "/", clients: 100, event: "inc", events: 2000 } as const;
        const comparison = await compared(bench, await eventLoad(one, events), await eventLoad(two, events));
        const share = await shareOfWorkers(two, bench.quick ? 400 : 2000);
        return [
          ratio("inc on two workers / on one", 1.15, comparison),
          { name: "  the busier worker's sockets", value: share, unit: "%", goal: 60, detail: null },
        ];
      }),
    ),
  fanout: async (bench) => {
    const redis = await findRedis();
    const places = [["the primary process", "cluster:"], ...(redis ? [["Redis", redis.url]] : [])] as const;
    const figures: Figure[] = [];
    for (const [place, url] of places) figures.push(await fanout(bench, place, url));
    await redis?.stop();
    return figures;
  },
  crowd: async (bench) => {
    const options = { path: "/secure", clients: bench.quick ? 2000 : 10_000, broadcasts: bench.quick ? 2 : 5 };
    return crowdFigures(await bench.freshApp({}, (target) => crowd(target, options)));
  },
  elsewhere: revokedElsewhere,
  storm: async (bench) => stormFigures(await restarted(bench, bench.quick ? 1000 : 5000)),
};

/** A broadcast to pages of which each of two nodes has half, beside one node that has all of them. */
const fanout = (bench: Bench, place: string, url: string): Promise<Figure> =>
  bench.freshApp({ WORKERS: "1", PUBSUB_URL: "local:" }, (one) =>
    bench.freshApp({ WORKERS: "2", PUBSUB_URL: url, METRICS_TOKEN }, async (two) => {
      while ((await socketsOfWorkers(two)).length < 2) await delay(100);
      const options = { path: "/", clients: bench.quick ? 300 : 1000, rounds: 2 };
      const comparison = await compared(bench, await broadcastLoad(one, options), await broadcastLoad(two, options));
      return ratio(`a delivery over two nodes (${place}) / one node`, 1.15, comparison);
    }),
  );

const METRICS_TOKEN = "only-for-measurements-".repeat(2);

/** Opens sockets, and gives the share of the worker that has more of them, in per cent. */
async function shareOfWorkers(target: Target, count: number): Promise<number> {
  const clients = await joinedClients(target, "/", count);
  const open = await socketsOfWorkers(target);
  for (const client of clients) client.close();
  const all = open.reduce((sum, each) => sum + each, 0);
  if (open.length !== 2 || all < count) throw new Error(`${open.join(" and ")} of ${count} sockets are open`);
  return (100 * Math.max(...open)) / all;
}

/** How many sockets each worker has that serves already. */
async function socketsOfWorkers({ port }: Target): Promise<readonly number[]> {
  const connection = await HttpConnection.open(port);
  const { body } = await connection.request(
    requestText("GET", port, "/metrics", `Authorization: Bearer ${METRICS_TOKEN}\r\n`),
  );
  connection.close();
  return [...body.toString().matchAll(/^livegate_connections\{worker="\d+"\} (\d+)$/gm)].map(([, n]) => Number(n));
}

/** Fills an app, ends it, starts it again on the same port with the same secret, and watches its pages come back. */
async function restarted(bench: Bench, count: number): Promise<Storm> {
  const port = await freePort();
  const env = { PORT: String(port), SECRET_KEY_BASE: "only-for-measurements-".repeat(4) };
  const clients = await bench.freshApp(env, (first) => joinedClients(first, "/", count));
  // The app has been told to stop: each of its pages is on its way back.
  const over = Promise.withResolvers<void>();
  try {
    return await new Promise<Storm>((resolve, reject) => {
      const begun = Promise.withResolvers<Target>();
      storm(clients, () => begun.promise).then(resolve, reject);
      bench
        .freshApp(env, async (second) => {
          begun.resolve(second);
          await over.promise;
        })
        .catch(reject);
    });
  } finally {
    over.resolve();
    for (const client of clients) client.close();
  }
}

const MIB = 2 ** 20;

function crowdFigures(seen: Crowd): Figure[] {
  const all = seen.clients / 1000;
  return [
    line(`${all},000 idle guarded clients, in all`, seen.residentLater / MIB, { unit: "MiB", goal: 400, detail: seen }),
    line("  a broadcast to all: p99", seen.delivered, { unit: "ms", goal: 1000, detail: seen }),
    {
      ...line("  still there", (100 * seen.alive) / seen.clients, { unit: "%", goal: null, detail: seen }),
      atLeast: 100,
    },
  ];
}

function stormFigures(seen: Storm): Figure[] {
  const all = seen.clients / 1000;
  const grown = (100 * (seen.residentLater - seen.resident)) / seen.resident;
  return [
    line(`${all},000 pages back after a restart`, seen.allBack / 1000, { unit: "s", goal: 30, detail: seen }),
    line("  half of them", seen.halfBack / 1000, { unit: "s", goal: null, detail: seen }),
    line("  tries that failed", (100 * seen.failed) / seen.clients, { unit: "%", goal: 0, detail: seen }),
    line("  growth of memory afterwards", grown, { unit: "%", goal: 10, detail: seen }),
  ];
}

const line = (name: string, value: number, rest: Pick<Figure, "unit" | "goal" | "detail">): Figure => ({
  name,
  value,
  ...rest,
});
