// Joins and leaves a thousand times without a wire and says what is left. Run with --expose-gc; see heap.test.ts.
import { localPubSub } from "livegate";
import { manualClock } from "livegate/clock";
import { endpoint } from "livegate/endpoint";
import { logger } from "livegate/plug";
import { Secret } from "livegate/token";
import { attributesOf } from "./client/page.ts";
import { Probe } from "./sample-app/probe.ts";
import { sampleRoutes } from "./sample-app/routes.ts";

const [how = "leave", joins = "1000"] = process.argv.slice(2);
const [probe, pubsub, clock] = [new Probe(), localPubSub(), manualClock()];
const app = endpoint({
  router: sampleRoutes(probe),
  pubsub,
  url: new URL("https://shop.test"),
  secretKeyBase: [new Secret("heap".repeat(20))],
  production: true,
  clock,
  log: logger({ level: "silent" }),
  limits: { joinsPerSecond: 1e6, joinBurst: 1e6, channelsPerConnection: 1e6 },
});

interface Visitor {
  readonly topic: string;
  readonly payload: object;
  readonly upgrade: Parameters<typeof app.connect>[0];
}

/** Loads a page as a browser would and keeps what a join needs. */
async function visitor(path: string): Promise<Visitor> {
  const url = `https://shop.test${path}`;
  const response = await app.fetch(new Request(url, { headers: { host: "shop.test" } }));
  const body = await response.text();
  const container = attributesOf(/<div( id="phx-[^>]+)>/.exec(body)?.[1] ?? "");
  const token = /csrf-token" content="([^"]+)"/.exec(body)?.[1];
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  return {
    topic: `lv:${container.get("id")}`,
    payload: { url, params: { _mounts: 0 }, session: container.get("data-phx-session"), static: null, sticky: false },
    upgrade: {
      url: `/live/websocket?vsn=2.0.0&_csrf_token=${token}`,
      headers: { host: "shop.test", origin: "https://shop.test", ...(cookie === undefined ? {} : { cookie }) },
      remoteAddress: "127.0.0.1",
    },
  };
}

/** A wire that keeps nothing but says when a frame has come. */
function open({ upgrade }: Visitor) {
  const connected = app.connect(upgrade);
  if (!connected.ok) throw new Error(connected.reason);
  let arrived = (_frame: string): void => {};
  const connection = connected.open({
    send: (frame) => arrived(frame),
    close: () => {},
    terminate: () => {},
    bufferedAmount: 0,
  });
  const ask = (...frame: readonly unknown[]) =>
    new Promise<void>((resolve, reject) => {
      arrived = (text) => {
        if (text.includes('"status":"error"') || text.includes("phx_error")) reject(new Error(text));
        else if (text.includes("phx_reply")) resolve();
      };
      connection.receive(JSON.stringify(frame));
    });
  return { connection, ask };
}

const pages = await Promise.all(["/rooms/heap", "/counter", "/list", "/form"].map(visitor));

/** One visit: a join, an event, and an end of one of three kinds. */
async function visit(page: Visitor, at: number): Promise<void> {
  const { connection, ask } = open(page);
  const { topic, payload } = page;
  await ask("1", "1", topic, "phx_join", payload);
  await ask("1", "2", topic, "event", { type: "click", event: "lv:clear-flash", value: {} });
  if (how === "stay") return;
  if (at % 3 === 0) await ask("1", "3", topic, "phx_leave", {});
  if (at % 3 === 1) await ask("4", "4", topic, "phx_join", payload);
  connection.closed();
}

async function visits(times: number): Promise<void> {
  for (let at = 0; at < times; at++) {
    await visit(pages[at % pages.length]!, at); // There are four pages.
    probe.takeNotes();
    clock.advance(10);
  }
}

function heapUsed(): number {
  for (let round = 0; round < 4; round++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

await visits(300);
const before = heapUsed();
await visits(Number(joins));
const after = heapUsed();
console.log(JSON.stringify({ grown: after - before, timers: clock.pending, subscriptions: pubsub.size }));
