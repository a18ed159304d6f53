import { temporaryDatabase } from "livegate/testing";
import { cuttingProxy } from "../packages/livegate/src/pubsub-adapters/cutting-proxy.fixture.ts";
import { findPostgres } from "../scripts/services/postgres.mjs";
import { findRedis } from "../scripts/services/redis.mjs";
import type { Bench, Figure } from "./figure.ts";
import type { Target } from "./load/load.ts";
import { revocation } from "./load/revocation.ts";
import { silentEnds } from "./load/silent-ends.ts";
import { freePort } from "./server-process.ts";

/** Sessions that end on one node while their pages are open on another: on each kind of pubsub that there is, and with it cut. */
export async function revokedElsewhere(bench: Bench): Promise<Figure[]> {
  const postgres = await findPostgres();
  if (!postgres) throw new Error("Two nodes need PostgreSQL, and there is none.");
  const redis = await findRedis();
  const places = [...(redis ? [["Redis", redis.url]] : []), ["PostgreSQL", postgres.url]] as const;
  const figures: Figure[] = [];
  for (const [name = "", url = ""] of places)
    figures.push(...(await onPlace(bench, { name, url, postgres: postgres.url })));
  await redis?.stop();
  await postgres.stop();
  return figures;
}

interface Place {
  readonly name: string;
  readonly url: string;
  readonly postgres: string;
}

async function onPlace(bench: Bench, { name, url, postgres }: Place): Promise<Figure[]> {
  const options = { others: bench.quick ? 200 : 2000, pages: 3, rounds: 50 };
  const seen = await twoNodes(bench, { database: postgres, pubsub: url }, (shown, endedAt) =>
    revocation(shown, { ...options, endedAt }),
  );
  await using proxy = await cuttingProxy(url);
  const silent = await twoNodes(bench, { database: postgres, pubsub: proxy.url }, (shown, { port }) => {
    proxy.halfOpen();
    return silentEnds(shown, 20, { port, path: "/bench/end_sessions" });
  });
  return [
    {
      name: `a session ends on another node (${name}): p99 from the request until its pages are closed`,
      value: seen.closedSinceAsked,
      unit: "ms",
      goal: 250,
      detail: seen,
    },
    {
      name: `  while nothing comes through ${name}, and nobody knows: at most`,
      value: silent.longest,
      unit: "ms",
      goal: 10_000,
      detail: silent,
    },
  ];
}

/** Two nodes of the measured app with the same users: one shows their pages, the other is asked to end their sessions. */
async function twoNodes<T>(
  bench: Bench,
  { database, pubsub }: { readonly database: string; readonly pubsub: string },
  use: (shown: Target, endedAt: Target) => Promise<T>,
): Promise<T> {
  await using shared = await temporaryDatabase(database);
  const port = String(await freePort());
  const env = { URL: `http://127.0.0.1:${port}`, DATABASE_URL: shared.url, PUBSUB_URL: pubsub };
  return await bench.freshApp({ ...env, PORT: port }, (shown) => bench.freshApp(env, (endedAt) => use(shown, endedAt)));
}
