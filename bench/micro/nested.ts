// Measures a page of ten live views inside another one beside one view with the same content: one line of JSON, CPU microseconds of the
// server's part of opening the page (HTTP not counted) and of one event, and their ratios.
//
//   node bench/micro/nested.ts
import { each } from "../../packages/livegate/src/html/each.ts";
import type { Html } from "../../packages/livegate/src/html/brand.ts";
import { html } from "../../packages/livegate/src/html/html.ts";
import { liveRender } from "../../packages/livegate/src/live/live-render.ts";
import { liveView } from "../../packages/livegate/src/live/live-view.ts";
import { liveTestApp, settled } from "../../packages/livegate/src/runtime/live-test-app.ts";
import { LiveConnection } from "../../packages/livegate/src/runtime/live-connection.ts";
import type { Transport } from "../../packages/livegate/src/runtime/transport.ts";
import { type Album, albums } from "../app/albums.ts";

const PARTS = 10;
const ROUNDS = 5;
const list = albums(100);

const rows = (part: readonly Album[]): Html =>
  html`<ul>${each(
    part,
    ({ id }) => id,
    (album) => html`<li id=${`album-${album.id}`}><b>${album.title}</b> ${album.artist} ${album.year}</li>`,
  )}</ul>`;

const counted = { events: { inc: null }, mount: () => ({ count: 0 }) } as const;
const whole = liveView({
  ...counted,
  handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }, ev) => html`<button phx-click=${ev.inc}>${count}</button>${rows(list)}`,
});
const parts = Array.from({ length: PARTS }, (_, at) => {
  const part = list.slice((at * list.length) / PARTS, ((at + 1) * list.length) / PARTS);
  return liveView({
    ...counted,
    handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
    render: ({ count }, ev) => html`<button phx-click=${ev.inc}>${count}</button>${rows(part)}`,
  });
});
const around = liveView({
  views: Object.fromEntries(parts.map((view, at) => [`part${at}`, view])),
  mount: () => ({}),
  render: () => html`<div>${parts.map((view, at) => liveRender(view, { id: `part-${at}` }))}</div>`,
});

const app = liveTestApp(
  [
    { path: "/whole", view: whole },
    { path: "/parts", view: around },
  ],
  { production: true, limits: { eventsPerSecond: 1e9, eventBurst: 1e9 } },
);

/** A wire that keeps only the text of the last frame, so that little but the server is measured. */
class Wire implements Transport {
  readonly bufferedAmount = 0;
  readonly connection = new LiveConnection(app.runtime, app.info, this, () => {});
  last = "";
  #ref = 0;

  send(text: string): void {
    this.last = text;
  }
  close(): void {}
  terminate(): void {}

  join(id: string, where: string, session: string): void {
    const ref = ++this.#ref;
    const payload = `{${where}"params":{"_mounts":0},"session":"${session}","static":null,"sticky":false}`;
    this.connection.receive(`["${ref}","${ref}","lv:${id}","phx_join",${payload}]`);
  }

  event(joinRef: number, id: string): void {
    const payload = '{"type":"click","event":"inc","value":{}}';
    this.connection.receive(`["${joinRef}","${++this.#ref}","lv:${id}","event",${payload}]`);
  }
}

/** Opens a page; gives its wire. */
async function open(path: string): Promise<Wire> {
  const wire = new Wire();
  wire.join("phx-1", `"url":"http://shop.test${path}",`, tokens[path as keyof typeof tokens]);
  await settled();
  const inside = [...wire.last.matchAll(/ id=\\"([^"\\]+)\\" data-phx-session=\\"([^"\\]+)/g)];
  for (const [, id = "", token = ""] of inside) wire.join(id, "", token);
  if (inside.length > 0) await settled();
  return wire;
}

const tokens = { "/whole": app.pageToken("/whole"), "/parts": app.pageToken("/parts") };

/** Microseconds of CPU for one operation: the least of several rounds. */
async function cost(times: number, operation: () => unknown): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let count = 0; count < times; count++) await operation();
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / times);
  }
  return Math.min(...costs);
}

const openAndClose = async (path: string): Promise<void> => (await open(path)).connection.closed();
await cost(300, () => openAndClose("/parts"));
await cost(300, () => openAndClose("/whole"));
const join = {
  whole: await cost(500, () => openAndClose("/whole")),
  parts: await cost(500, () => openAndClose("/parts")),
};
const [wholePage, partsPage] = [await open("/whole"), await open("/parts")];
const event = {
  whole: await cost(5_000, () => wholePage.event(1, "phx-1")),
  parts: await cost(5_000, () => partsPage.event(PARTS + 1, `part-${PARTS - 1}`)),
};
const ratios = { join: join.parts / join.whole, event: event.parts / event.whole };
const rounded = (_: string, value: unknown): unknown =>
  typeof value === "number" ? Math.round(value * 100) / 100 : value;
console.log(JSON.stringify({ join, event, ratios }, rounded));
