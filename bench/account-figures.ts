import { type Bench, type Figure, type Measurement, compared, ratio } from "./figure.ts";
import type { Comparison } from "./compare.ts";
import { type EnumerationOptions, enumeration } from "./load/enumeration.ts";
import { eventLoad } from "./load/event-load.ts";
import { lateEvents } from "./load/late-events.ts";
import type { Load } from "./load/load.ts";
import { type Flood, logInFlood } from "./load/log-in-flood.ts";
import { pageLoad } from "./load/page-load.ts";
import { type Revocation, revocation } from "./load/revocation.ts";
import { silentEnds } from "./load/silent-ends.ts";
import { visitLoad } from "./load/visit-load.ts";
import { ALL_CORES } from "./server-process.ts";

/** What accounts cost, and what they tell. */
export const accountFigures: Readonly<Record<string, Measurement>> = {
  guarded: async (bench) => {
    const get = { connections: 32, requests: 500, visitor: "user" } as const;
    const join = { visits: bench.quick ? 150 : 300, phase: "join", by: "users" } as const;
    const inc = { clients: 100, event: "inc", events: 2000, by: "users" } as const;
    const price = async (open: (path: string) => Promise<Load>): Promise<Comparison> =>
      compared(bench, await open("/"), await open("/secure"));
    return [
      ratio("guarded GET / unguarded", 1.25, await price((path) => pageLoad(bench.app, { ...get, path }))),
      ratio("guarded join / unguarded", 1.25, await price((path) => visitLoad(bench.app, { ...join, path }))),
      ratio("guarded inc / unguarded", 1.05, await price((path) => eventLoad(bench.app, { ...inc, path }))),
    ];
  },
  flood: async (bench) => {
    const options = { perSecond: 100, seconds: bench.quick ? 4 : 10, pages: 50, devices: 20, password: PASSWORD };
    // Hashes are made on a thread of their own, which a single core would have to share.
    const production = { PASSWORDS: "default", USERS: "2000", CPUS: ALL_CORES };
    return floodFigures(await bench.freshApp(production, (target) => logInFlood(target, options)));
  },
  revoke: async (bench) => {
    const options = { others: bench.quick ? 1000 : 10_000, pages: 3, rounds: 50 };
    const seen = await bench.freshApp({}, (target) => revocation(target, options));
    const clicks = { rounds: bench.quick ? 20 : 100, pages: 10, clicks: 100 };
    const late = await bench.freshApp({}, (target) => lateEvents(target, clicks));
    const silent = await bench.freshApp({}, (target) => silentEnds(target, 20));
    return [
      ...revocationFigures(seen),
      {
        name: `events that begin after the end of their session, of ${late.sent} sent before`,
        value: late.late,
        unit: "events",
        goal: 0,
        detail: late,
      },
      {
        name: "a session ends elsewhere, and nobody tells: until its pages are closed, at most",
        value: silent.longest,
        unit: "ms",
        goal: 10_000,
        detail: silent,
      },
    ];
  },
  enumeration: async (bench) => {
    const samples = bench.quick ? 300 : 2000;
    const told = (name: string, options: Omit<EnumerationOptions, "samples">): Promise<Figure> =>
      enumerated(bench, { name, options: { ...options, samples } });
    return [
      await told("log-in", logIn),
      await told("register, by mail", { path: "/register", fields: { password: PASSWORD } }),
      await told("forgot password", { path: "/reset_password" }),
      await told("log-in link", { path: "/log_in_link" }),
      await control(bench, "no_dummy_hash", { ...logIn, samples }),
    ];
  },
};

/** Every user's, in the measured app. */
const PASSWORD = "vier kleine Pferde";

const logIn = { path: "/log_in", fields: { password: "one more wrong password" } };

function floodFigures(flood: Flood): Figure[] {
  const line = (name: string, value: number, unit: Figure["unit"], goal: number | null = null): Figure => ({
    name,
    value,
    unit,
    goal,
    detail: flood,
  });
  return [
    line("log-in flood: p99 of an event, above idle", flood.eventFlooded - flood.eventIdle, "ms", 20),
    line("  p99 of an event, idle", flood.eventIdle, "ms"),
    line("  median answer to a surplus log-in (503)", flood.surplusMedian, "ms", 10),
    { ...line("  surplus with Retry-After", 100 * flood.surplusWithRetryAfter, "%"), atLeast: 100 },
    { ...line("  known devices that got in", 100 * flood.devicesLoggedIn, "%"), atLeast: 100 },
    line("  log-ins tried", flood.triedPerSecond, "/s"),
    line("  generator busy", 100 * flood.generatorBusy, "%"),
  ];
}

function revocationFigures(seen: Revocation): Figure[] {
  const line = (name: string, value: number, goal: number | null): Figure => ({
    name,
    value,
    unit: "ms",
    goal,
    detail: seen,
  });
  return [
    line(`a session ends among ${seen.others} pages: p99 until its own are closed`, seen.closed, 20),
    line("  p99 of others' events, above idle", seen.eventMeanwhile - seen.eventIdle, 10),
    line("  the request that ends it", seen.ending, null),
  ];
}

/** Users enough that none is asked for twice in a form. */
const env = { PASSWORDS: "cheap", REGISTRATION: "verified", USERS: "5000" };

async function enumerated(
  bench: Bench,
  { name, options }: { readonly name: string; readonly options: EnumerationOptions },
): Promise<Figure> {
  const detail = await bench.freshApp(env, (target) => enumeration(target, options));
  return {
    name: `known or unknown, by time: ${name}`,
    value: detail.separability,
    unit: "AUC",
    goal: 0.53,
    atLeast: 0.47,
    detail,
  };
}

/** With a fault in the app the difference must show, or the measurement is too coarse. */
async function control(bench: Bench, FAULT: string, options: EnumerationOptions): Promise<Figure> {
  const detail = await bench.freshApp({ ...env, FAULT }, (target) => enumeration(target, options));
  return {
    name: `  with the fault ${FAULT}`,
    value: detail.separability,
    unit: "AUC",
    goal: null,
    atLeast: 0.9,
    detail,
  };
}
