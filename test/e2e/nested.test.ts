import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, test } from "node:test";
import {
  assignAsync,
  asyncResult,
  definePaths,
  each,
  form,
  formEvent,
  html,
  link,
  liveLayout,
  liveRender,
  liveView,
  pageLayout,
  router,
  streamAsync,
} from "livegate";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually } from "./teacher-browser.ts";

const paths = definePaths({
  home: "/",
  next: "/next",
  shaky: "/shaky",
  failing: "/failing",
  slow: "/slow",
  plain: "/plain",
});

const Name = z.object({ name: z.string() });
let mounts = 0;
const Counter = liveView({
  session: z.object({ from: z.number().default(0), key: z.string().default("one") }),
  events: { inc: null, crash: null, go: null, type: formEvent(Name, { as: "n" }) },
  mount: ({ session }) => ({ key: session.key, count: session.from, mounted: ++mounts, name: form(Name, { as: "n" }) }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1),
    crash: () => {
      throw new Error("counter");
    },
    go: (socket) => socket.pushNavigate(paths.next()),
    type: (socket, name) => socket.assign({ name }),
  },
  render: ({ key, count, name, mounted }, ev) => html`
    <b class="count">${count}</b><i class="mounted">${mounted}</i>
    <button class="inc" phx-click=${ev.inc}>+</button>
    <button class="crash" phx-click=${ev.crash}>!</button>
    <button class="go" phx-click=${ev.go}>go</button>
    <form id=${`form-${key}`} phx-change=${ev.type}>
      <input name=${name.fields.name.name} value=${name.fields.name.value}>
    </form>
    <span class="typed">${name.fields.name.value}</span>`,
});

const Modal = liveView({
  events: { inc: null },
  mount: () => ({ n: 0 }),
  handle: { inc: (socket) => socket.update("n", (n) => n + 1) },
  render: ({ n }, ev) => html`<template id="portal" data-phx-portal="#target"><div id="teleported">
    <button id="in-portal" phx-click=${ev.inc}>${n}</button></div></template>`,
});

const layout = liveLayout({
  needs: [],
  views: { player: Counter },
  render: ({ inner }) =>
    html`${inner}${liveRender(Counter, {
      id: "player",
      sticky: true,
      session: { from: 100 },
      container: { tag: "aside", attributes: { class: "player" } },
    })}`,
});

const Home = liveView({
  views: { player: Counter, modal: Modal },
  events: { turn: null, drop: null, crash: null },
  mount: () => ({ ids: ["a", "b"] as readonly string[], turns: 0 }),
  handle: {
    turn: (socket) => socket.update("ids", (ids) => ids.toReversed()).update("turns", (turns) => turns + 1),
    drop: (socket) => socket.update("ids", (ids) => ids.slice(1)),
    crash: () => {
      throw new Error("home");
    },
  },
  render: ({ ids, turns }, ev) => html`
    <h1>Home ${turns}</h1><div id="target"></div>
    <button id="turn" phx-click=${ev.turn}>turn</button><button id="drop" phx-click=${ev.drop}>drop</button>
    <button id="crash" phx-click=${ev.crash}>!</button>
    ${link({ navigate: paths.next() }, "Next")}
    <ul id="list">${each(
      ids,
      (id) => id,
      (id) => html`<li id=${`row-${id}`}>${liveRender(Counter, { id: `c-${id}`, session: { key: id } })}</li>`,
    )}</ul>
    ${liveRender(Modal, { id: "modal" })}`,
});
const Next = liveView({
  mount: () => ({}),
  render: () => html`<h1>Next</h1>${link({ navigate: paths.home() }, "Home")}`,
});

/** A view whose connected mounts fail as often as it is told to. */
const failing = (times: number) => {
  let left = times;
  return liveView({
    mount: ({ connected }) => {
      if (connected && left-- > 0) throw new Error("not yet");
      return {};
    },
    render: () => html`<p class="fine">fine</p>`,
  });
};
const around = (name: string, view: ReturnType<typeof failing>) =>
  liveView({
    views: { [name]: view },
    mount: ({ connected }) => ({ stamp: connected ? ++mounts : 0 }),
    render: ({ stamp }) => html`<h1>${stamp}</h1>${liveRender(view, { id: "shaky" })}`,
  });

const Slow = liveView({
  mount: () => ({
    word: assignAsync(async () => {
      await delay(50);
      return "came";
    }),
    rows: streamAsync(() => [{ id: 1 }, { id: 2 }], { key: ({ id }) => id }),
  }),
  render: ({ word, rows }) => html`<p id="word">${asyncResult({ of: word, loading: "loading", ok: (text) => text })}</p>
    <ul id="rows" phx-update="stream">${asyncResult({
      of: rows,
      ok: (list) => each(list, (row, id) => html`<li id=${id}>${row.id}</li>`),
    })}</ul>`,
});

const routes = router((r) => {
  r.scope({ pipeThrough: guarded, layout: pageLayout({ needs: [], render: ({ inner }) => inner }) }, (r) => {
    r.scope({ views: { player: Counter } }, (r) =>
      r.get(paths.plain, (c) =>
        c.render(html`<h1>Plain</h1>${liveRender(Counter, { id: "p", session: { from: 3 } })}`),
      ),
    );
    r.liveSession("all", { layout }, (r) => {
      r.live(paths.home, Home);
      r.live(paths.next, Next);
    });
    const [shaky, hopeless] = [failing(2), failing(100)];
    r.liveSession("shaky", {}, (r) => r.live(paths.shaky, around("shaky", shaky)));
    r.liveSession("failing", {}, (r) => r.live(paths.failing, around("hopeless", hopeless)));
    r.liveSession("slow", {}, (r) => r.live(paths.slow, Slow));
  });
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({ router: routes });
});
after(() => site.close());

test("views inside a page have events of their own, move with their rows, and go with them", async (t) => {
  const { page } = await site.opened(t);
  const count = (id: string) => page.textContent(`#${id} .count`);
  await page.click("#c-b .inc");
  await eventually(async () => assert.equal(await count("c-b"), "1"));
  await page.click("#turn");
  await eventually(async () => assert.equal(await page.textContent("h1"), "Home 1"));
  assert.equal(await page.locator("#list > li").first().getAttribute("id"), "row-b");
  assert.deepEqual([await count("c-a"), await count("c-b")], ["0", "1"], "a render around them doesn't touch them");
  await page.click("#drop");
  await eventually(async () => assert.equal(await page.locator("#c-b").count(), 0));
  await page.click("#c-a .inc");
  await eventually(async () => assert.equal(await count("c-a"), "1"));
});

test("a view inside a page crashes alone; its page's view takes it along; both come back over the same socket", async (t) => {
  const { page } = await site.opened(t);
  await page.click("#turn");
  await page.click("#c-a .inc");
  await eventually(async () => assert.equal(await page.textContent("#c-a .count"), "1"));
  await page.click("#c-a .crash");
  await eventually(async () => assert.equal(await page.textContent("#c-a .count"), "0"));
  assert.equal(await page.textContent("h1"), "Home 1", "the page's view hasn't noticed");
  await page.click("#c-b .inc");
  await eventually(async () => assert.equal(await page.textContent("#c-b .count"), "1"));
  await page.click("#crash");
  await eventually(async () => assert.equal(await page.textContent("h1"), "Home 0"));
  await eventually(async () => assert.equal(await page.textContent("#c-b .count"), "0"));
  await page.click("#c-b .inc");
  await eventually(async () => assert.equal(await page.textContent("#c-b .count"), "1"));
});

test("a sticky view goes on while its page navigates, and leads it elsewhere itself", async (t) => {
  const { page } = await site.opened(t);
  assert.equal(await page.locator("aside.player").count(), 1);
  await page.click("#player .inc");
  await eventually(async () => assert.equal(await page.textContent("#player .count"), "101"));
  await page.click("text=Next");
  await eventually(async () => assert.equal(await page.textContent("h1"), "Next"));
  assert.equal(await page.textContent("#player .count"), "101");
  await page.click("#player .inc");
  await eventually(async () => assert.equal(await page.textContent("#player .count"), "102"));
  await page.click("text=Home");
  await eventually(async () => assert.match((await page.textContent("h1")) ?? "", /Home/));
  await page.click("#player .go");
  await eventually(async () => assert.equal(await page.textContent("h1"), "Next"));
  await page.click("#player .inc");
  await eventually(async () => assert.equal(await page.textContent("#player .count"), "103"));
});

test("a view inside a page navigates the page", async (t) => {
  const { page } = await site.opened(t);
  await page.click("#c-a .go");
  await eventually(async () => assert.equal(await page.textContent("h1"), "Next"));
});

test("all views come back after a lost connection, with what was typed into their forms", async (t) => {
  const { page } = await site.opened(t);
  await page.fill("#c-a input", "Joni");
  await eventually(async () => assert.equal(await page.textContent("#c-a .typed"), "Joni"));
  const first = await page.textContent("#c-a .mounted");
  site.dropConnections();
  await eventually(async () => assert.notEqual(await page.textContent("#c-a .mounted"), first));
  await eventually(async () => assert.equal(await page.inputValue("#c-a input"), "Joni"));
  await page.click("#player .inc");
  await eventually(async () => assert.equal(await page.textContent("#player .count"), "101"));
});

test("what a view inside a page has teleported sends its events to that view", async (t) => {
  const { page } = await site.opened(t);
  await page.click("#target #in-portal");
  await eventually(async () => assert.equal(await page.textContent("#target #in-portal"), "1"));
});

test("a view that fails twice as it joins is joined a third time, without a page load", async (t) => {
  const { page } = await site.visitor(t);
  await page.goto("/shaky");
  await eventually(async () => assert.equal(await page.locator("#shaky.phx-connected .fine").count(), 1));
  assert.equal(await page.evaluate("performance.getEntriesByType('navigation').length"), 1);
});

test("a view that always fails is given up, and the page stays", async (t) => {
  const { page } = await site.visitor(t);
  await page.goto("/failing");
  await eventually(async () => assert.equal(await page.locator("[data-phx-main].phx-server-error").count(), 1));
  assert.equal(await page.locator("h1").count(), 1);
});

test("a plain page's view is alive", async (t) => {
  const { page } = await site.visitor(t);
  await page.goto("/plain");
  await page.waitForSelector("#p.phx-connected");
  await page.click("#p .inc");
  await eventually(async () => assert.equal(await page.textContent("#p .count"), "4"));
});

test("what tasks bring comes into the page, a stream's items as well", async (t) => {
  const { page } = await site.opened(t, "/slow");
  await eventually(async () => assert.equal(await page.textContent("#word"), "came"));
  await eventually(async () => assert.deepEqual(await page.locator("#rows li").allTextContents(), ["1", "2"]));
});
