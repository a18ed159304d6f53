import { accountFigures } from "./account-figures.ts";
import type { Comparison } from "./compare.ts";
import { type Bench, type Figure, type Measurement, compared, ratio } from "./figure.ts";
import { broadcastLoad } from "./load/broadcast-load.ts";
import { type EventLoadOptions, eventLoad } from "./load/event-load.ts";
import { idleMemory } from "./load/idle-memory.ts";
import { idlePolls } from "./load/idle-polls.ts";
import type { Load, Target } from "./load/load.ts";
import { nodeFigures } from "./node-figures.ts";
import { pageLoad } from "./load/page-load.ts";
import { uploadLoad } from "./load/upload-load.ts";
import { visitLoad } from "./load/visit-load.ts";

const EVENTS = { path: "/", clients: 100, event: "inc", events: 2000 } as const;

/** Each group by the name that `--only` takes. */
export const measurements: Readonly<Record<string, Measurement>> = {
  inc: async (bench) => [ratio("inc event / bare echo", 2, await onBoth(bench, (target) => eventLoad(target, EVENTS)))],
  rename: async (bench) => {
    const comparison = await events(bench, EVENTS, { ...EVENTS, event: "rename" });
    return [
      ratio("rename 1 of 100 rows / inc", 1.3, comparison),
      {
        name: "rename's frame",
        value: Buffer.byteLength(bench.frames.renameReply),
        unit: "bytes",
        goal: 147,
        detail: null,
      },
    ];
  },
  components: async (bench) => {
    const rows = { ...EVENTS, event: "rename" } as const;
    const comparison = await events(bench, rows, { ...rows, path: "/components", toComponents: true });
    return [ratio("rename in 1 of 100 components / of 100 rows", 1.5, comparison)];
  },
  broadcast: async (bench) => {
    const options = { path: "/", clients: bench.quick ? 300 : 1000, rounds: 2 };
    return [
      ratio(
        "one delivery of a broadcast / bare send",
        2,
        await onBoth(bench, (target) => broadcastLoad(target, options)),
      ),
    ];
  },
  page: async (bench) => {
    const by = (visitor: "new" | "known"): Promise<Comparison> =>
      onBoth(bench, (target) => pageLoad(target, { path: "/", connections: 32, requests: 500, visitor }));
    return [
      ratio("page GET / bare node:http", 2.2, await by("new")),
      ratio("  by a visitor with a cookie", null, await by("known")),
    ];
  },
  visit: async (bench) => {
    const visits = bench.quick ? 200 : 1000;
    const phase = (name: "visit" | "upgrade" | "join"): Promise<Comparison> =>
      onBoth(bench, (target) => visitLoad(target, { path: "/", visits, phase: name }));
    return [
      ratio("whole visit / bare", 4, await phase("visit")),
      ratio("  its upgrade", null, await phase("upgrade")),
      ratio("  its join", null, await phase("join")),
    ];
  },
  idle: async (bench) => [
    await idle(bench, "idle client, own rows", 30, "/"),
    await idle(bench, "idle client, shared rows", 20, "/shared"),
  ],
  longpoll: async (bench) => {
    const clients = bench.quick ? 300 : 1000;
    const polls = await bench.freshApp({}, (target) =>
      idlePolls(target, { path: "/", clients, holdMs: bench.quick ? 25_000 : 50_000 }),
    );
    const percent = (100 * polls.serverCpu) / polls.seconds;
    return [
      {
        name: `${clients} idle pages that poll, of a core`,
        value: percent,
        unit: "%",
        goal: clients / 1000,
        detail: polls,
      },
    ];
  },
  upload: async (bench) => {
    const options = { bytes: bench.quick ? 20_000_000 : 100_000_000, rounds: bench.quick ? 3 : 5 };
    const cost = await bench.freshApp({}, (target) => uploadLoad(target, bench.baseline, options));
    const above = cost.eventMeanwhile - cost.eventIdle;
    return [
      {
        name: "upload by chunks, of a bare receiver's speed",
        value: 100 * cost.share,
        unit: "%",
        goal: null,
        atLeast: 60,
        detail: cost,
      },
      { name: "  the server's memory grows by", value: cost.grown / 2 ** 20, unit: "MiB", goal: 16, detail: null },
      { name: "  events meanwhile (p99), above idle", value: above, unit: "ms", goal: 20, detail: null },
    ];
  },
  clients: async (bench) => {
    const at = (clients: number): Promise<Comparison> =>
      onBoth(bench, (target) => eventLoad(target, { ...EVENTS, clients }));
    return [
      ratio("growth: inc with 10 clients / bare echo", 2, await at(10)),
      ratio("growth: inc with 1000 clients / bare echo", 2, await at(1000)),
    ];
  },
  rows: async (bench) => {
    const many = { ...EVENTS, path: "/many", rows: 1000 } as const;
    return [
      ratio("growth: inc with 1000 rows / with 100", 1.1, await events(bench, EVENTS, many)),
      ratio(
        "growth: rename of 1000 rows / of 100",
        3,
        await events(bench, { ...EVENTS, event: "rename" }, { ...many, event: "rename" }),
      ),
    ];
  },
  streams: async (bench) => {
    const streamed = { ...EVENTS, path: "/streams", event: "add" } as const;
    const broadcast = (path: string): Promise<Load> =>
      broadcastLoad(bench.app, { path, clients: bench.quick ? 300 : 1000, rounds: 2 });
    return [
      ratio(
        "growth: insert into a stream of 1000 / of 100",
        1.1,
        await events(bench, streamed, { ...streamed, path: "/streams/many" }),
      ),
      ratio(
        "one delivery of a broadcast, stream / keyed rows",
        1.2,
        await compared(bench, await broadcast("/"), await broadcast("/streams")),
      ),
      await keptForAnItem(bench),
    ];
  },
  nested: async (bench) => {
    const phase = async (name: "visit" | "get" | "join"): Promise<Comparison> => {
      const at = (path: string): Promise<Load> =>
        visitLoad(bench.app, { path, visits: bench.quick ? 200 : 1000, phase: name });
      return compared(bench, await at("/whole"), await at("/parts"));
    };
    return [
      ratio("visit of ten nested views / of one with the same", 1.5, await phase("visit")),
      ratio("  their page over HTTP", 1.5, await phase("get")),
      ratio("  their joins", null, await phase("join")),
    ];
  },
  ...accountFigures,
  ...nodeFigures,
};

async function onBoth(bench: Bench, open: (target: Target) => Promise<Load>): Promise<Comparison> {
  return compared(bench, await open(bench.baseline), await open(bench.app));
}

async function events(bench: Bench, base: EventLoadOptions, ours: EventLoadOptions): Promise<Comparison> {
  return compared(bench, await eventLoad(bench.app, base), await eventLoad(bench.app, ours));
}

/** What a view keeps of an item of a stream, besides nothing: its key. */
async function keptForAnItem(bench: Bench): Promise<Figure> {
  const of = async (path: string): Promise<number> => (await idle(bench, "", 0, path)).value;
  const [few, many] = [await of("/streams"), await of("/streams/many")];
  return {
    name: "kept for an item of a stream",
    value: ((many - few) * 1000) / 900,
    unit: "bytes",
    goal: 64,
    detail: null,
  };
}

async function idle(bench: Bench, name: string, goal: number, path: string): Promise<Figure> {
  const clients = bench.quick ? 300 : 1000;
  const memory = await bench.freshApp({ NODE_FLAGS: "--expose-gc" }, (target) =>
    idleMemory(target, { path, clients, holdMs: bench.quick ? 2000 : 10_000, collectPath: "/bench/gc" }),
  );
  return { name, value: memory.held / 1000, unit: "kB", goal, detail: memory };
}
