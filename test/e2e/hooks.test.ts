import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { definePaths, each, events, html, js, liveView, reply, router } from "livegate";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, hasFocus, isAt, live, shows } from "./teacher-browser.ts";

const paths = definePaths({ home: "/", other: "/other" });

const ev = events({
  sum: z.object({ numbers: z.array(z.number()) }),
  announce: null,
  open: null,
  leave: null,
  grow: null,
  shrink: null,
});

const board = liveView({
  events: ev,
  mount: () => ({ bars: [1, 2] as readonly number[] }),
  handle: {
    sum: (_socket, { numbers }) => reply({ sum: numbers.reduce((total, number) => total + number, 0) }),
    announce: (socket) => socket.pushEvent("points", { points: [3, 4] }),
    open: (socket) =>
      socket
        .assign({ bars: [7] })
        .exec(js.show({ to: "#panel" }).focus({ to: "#title" }).addClass("seen", { to: "#bar-7" })),
    leave: (socket) => socket.exec(js.navigate(paths.other())),
    grow: (socket) => socket.update("bars", (bars) => [...bars, bars.length + 1]),
    shrink: (socket) => socket.update("bars", (bars) => bars.slice(0, -1)),
  },
  render: ({ bars }) =>
    html`<ul>
        ${each(
          bars,
          (bar) => bar,
          (bar) => html`<li id="bar-${bar}" phx-hook="Bar" data-count=${bars.length}>${bar}</li>`,
        )}
      </ul>
      <div id="chart" phx-hook="Chart" phx-update="ignore"></div>
      <div id="panel" hidden><input id="title" /></div>
      <button id="announce" phx-click=${ev.announce}>Announce</button>
      <button id="open" phx-click=${ev.open}>Open</button>
      <button id="leave" phx-click=${ev.leave}>Leave</button>
      <button id="grow" phx-click=${ev.grow}>Grow</button>
      <button id="shrink" phx-click=${ev.shrink}>Shrink</button>`,
});

const other = liveView({ mount: () => ({}), render: () => html`<h1>Other</h1>` });

const CLIENT = `
import { connect, hook } from "livegate/client";

interface ChartEvents {
  push: { sum: { payload: { numbers: number[] }; reply: { sum: number } } };
  handle: { points: { points: number[] } };
}

declare global { interface Window { life: string[]; ask(numbers: unknown): Promise<string> } }
window.life = [];

const Chart = hook<ChartEvents, HTMLDivElement>({
  mounted() {
    this.handleEvent("points", ({ points }) => this.el.append("points " + points.join()));
    window.ask = (numbers) =>
      this.pushEvent("sum", { numbers: numbers as number[] }).then(({ sum }) => "sum " + sum, (error) => "refused: " + error);
  },
  disconnected() { window.life.push("disconnected"); },
  reconnected() { window.life.push("reconnected"); },
});

const Bar = hook({
  mounted() { window.life.push("mounted " + this.el.id); },
  updated() { window.life.push("updated " + this.el.id + " " + this.el.dataset.count); },
  destroyed() { window.life.push("destroyed " + this.el.id); },
});

addEventListener("phx:points", () => { document.title = "heard"; });
connect({ hooks: { Chart, Bar } });
`;

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) =>
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, board);
      views.live(paths.other, other);
    }),
  );
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({ router: routes, client: CLIENT, production: true });
});
after(() => site?.close());

test("a hook's push is answered with what the handler replies, and rejects where it is refused", async (t) => {
  const { page } = await site.opened(t);
  assert.equal(await page.evaluate("ask([1, 2, 3])"), "sum 6");
  assert.match(await page.evaluate<string>("ask('nonsense')"), /^refused: /);
  assert.equal(await page.evaluate("ask([4])"), "sum 4");
});

test("an event of the server's reaches the hook and the window", async (t) => {
  const { page } = await site.opened(t);
  await page.locator("#announce").click();
  await shows(page.locator("#chart"), "points 3,4");
  assert.equal(await page.title(), "heard");
});

test("commands that a handler sends run on the page as it is after the handler's changes", async (t) => {
  const { page } = await site.opened(t);
  await page.locator("#open").click();
  await page.locator("#title").waitFor({ state: "visible" });
  await hasFocus(page.locator("#title"));
  assert.equal(await page.locator("#bar-7").getAttribute("class"), "seen");
});

test("a command may lead to another view over the same socket", async (t) => {
  const { page } = await site.opened(t);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.locator("#leave").click();
  await page.getByRole("heading", { name: "Other" }).waitFor();
  await isAt(page, "/other");
  assert.deepEqual(requests, []);
});

test("a hook follows the life of its element, and of the connection", async (t) => {
  const { page } = await site.opened(t);
  const lived = async (...expected: readonly string[]): Promise<void> => {
    await eventually(async () => assert.deepEqual((await page.evaluate<string[]>("life")).toSorted(), expected));
    await page.evaluate("life.length = 0");
  };
  await lived("mounted bar-1", "mounted bar-2");
  await page.locator("#grow").click();
  await lived("mounted bar-3", "updated bar-1 3", "updated bar-2 3");
  await page.locator("#shrink").click();
  await lived("destroyed bar-3", "updated bar-1 2", "updated bar-2 2");
  site.dropConnections();
  await eventually(async () => {
    const heard = await page.evaluate<string[]>("life");
    assert.ok(heard.includes("disconnected") && heard.includes("reconnected"), heard.join());
  });
  await live(page);
});
