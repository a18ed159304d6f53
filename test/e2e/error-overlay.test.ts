import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { definePaths, events, html, liveView, router } from "livegate";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, live, shows } from "./teacher-browser.ts";

const paths = definePaths({ home: "/", broken: "/broken", slot: "/slot" });
const ev = events({ inc: null, boom: null });

const counter = liveView({
  events: ev,
  mount: () => ({ count: 0 }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1),
    boom: () => {
      throw new Error("no such <b>record</b>");
    },
  },
  render: ({ count }) =>
    html`<p id="count">${count}</p>
      <button id="inc" phx-click=${ev.inc}>Count</button>
      <button id="boom" phx-click=${ev.boom}>Boom</button>`,
});

const broken = liveView({
  mount: () => {
    throw new TypeError("mount <i>failed</i>");
  },
  render: () => html`<p>never</p>`,
});

const slot = liveView({
  mount: () => ({ since: new Date(0) as unknown }),
  render: ({ since }) =>
    html`<h1>Since</h1>
      <time>${since as string}</time>`,
});

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) => {
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, counter);
      views.live(paths.broken, broken);
      views.live(paths.slot, slot);
    });
  });
});

let developing: BrowserSite;
let published: BrowserSite;
before(async () => {
  developing = await browserSite({ router: routes });
  published = await browserSite({ router: routes, production: true });
});
after(async () => {
  await developing?.close();
  await published?.close();
});

test("a handler's error shows on the page, escaped, with its place in the source, until it is dismissed", async (t) => {
  const { page } = await developing.opened(t);
  await page.locator("#inc").click();
  await shows(page.locator("#count"), "1");
  await page.locator("#boom").click();
  const panel = page.locator(".lg-error");
  await shows(panel.getByRole("heading"), "no such <b>record</b>");
  await shows(panel.locator("mark"), /throw new Error\("no such/);
  assert.match(await panel.innerText(), /event boom of \/[^]*error-overlay\.test\.ts:\d+/);
  // The view has joined again meanwhile, and works.
  await live(page);
  await page.locator("#inc").click();
  await shows(page.locator("#count"), "1");
  assert.equal(await panel.isVisible(), true);
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await panel.isVisible(), false));
  await page.locator("#boom").click();
  await panel.getByRole("button", { name: "Close" }).click();
  await eventually(async () => assert.equal(await panel.isVisible(), false));
});

test("a page's error is a page of its own under the same policy, and nothing on it runs", async (t) => {
  const { page } = await developing.visitor(t, { mayComplain: /status of 500/ });
  const response = await page.goto("/broken");
  assert.equal(response?.status(), 500);
  await shows(page.getByRole("heading", { level: 1 }), "mount <i>failed</i>");
  await shows(page.locator("mark"), /throw new TypeError/);
  assert.equal(await page.evaluate('getComputedStyle(document.querySelector("mark")).display'), "inline-block");
});

test("a value that can't be printed leads to its slot in the template, with what to do", async (t) => {
  const { page } = await developing.visitor(t, { mayComplain: /status of 500/ });
  await page.goto("/slot");
  await shows(page.locator("mark").first(), /<time>\$\{since as string\}<\/time>/);
  assert.match(await page.locator("main").innerText(), /LG_TEMPLATE_VALUE[^]*toLocaleDateString/);
});

test("in production there is neither panel nor report, and the page comes back by itself", async (t) => {
  const { page } = await published.opened(t, "/", { mayComplain: /status of (?:500|404)/ });
  const frames: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(String(payload))));
  await page.reload();
  await live(page);
  await page.locator("#inc").click();
  await shows(page.locator("#count"), "1");
  await page.locator("#boom").click();
  await shows(page.locator("#count"), "0");
  assert.equal(await page.locator(".lg-error").count(), 0);
  assert.doesNotMatch(frames.join("\n"), /no such|error-overlay/);
  const response = await page.goto("/broken");
  assert.doesNotMatch((await response?.text()) ?? "", /failed|error-overlay|TypeError/);
});

test("the client's tools for development are at hand, and a page whose messages are made late says so until it is turned off", async (t) => {
  const { page } = await developing.opened(t);
  assert.equal(await page.evaluate("typeof liveSocket.enableDebug"), "function");
  await page.evaluate("liveSocket.enableLatencySim(20)");
  const note = page.locator(".lg-latency");
  await shows(note, /^Each message is up to 20 ms late\./);
  await page.reload();
  await live(page);
  await page.locator("#inc").click();
  await shows(page.locator("#count"), "1");
  await note.getByRole("button").click();
  await note.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate("liveSocket.getLatencySim()"), null);
  const built = await published.opened(t);
  assert.equal(await built.page.evaluate("typeof liveSocket"), "undefined");
});
