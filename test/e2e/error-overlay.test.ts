import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { attrs, definePaths, events, html, liveView, router } from "livegate";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, live, shows } from "./teacher-browser.ts";

const paths = definePaths({ home: "/", broken: "/broken", slot: "/slot", hooked: "/hooked" });
const ev = events({ inc: null, boom: null });
const hookedEv = events({ show: null });

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

const hooked = liveView({
  events: hookedEv,
  mount: () => ({ count: 0 }),
  handle: { show: (socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }) =>
    html`<i id="fine" phx-hook="Here">fine</i>
      ${count > 0 && html`<p ${attrs({ "phx-hook": "Here", class: "<late>" })}>late</p>`}
      <p id="count">${count}</p>
      <button id="show" phx-click=${hookedEv.show}>Show</button>`,
});

const CLIENT = `import { connect } from "livegate/client";
  connect({ hooks: { Here: { mounted() { this.el.dataset.here = ""; } } } });`;

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) => {
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, counter);
      views.live(paths.broken, broken);
      views.live(paths.slot, slot);
      views.live(paths.hooked, hooked);
    });
  });
});

let developing: BrowserSite;
let published: BrowserSite;
before(async () => {
  developing = await browserSite({ router: routes, client: CLIENT });
  published = await browserSite({ router: routes, client: CLIENT, production: true });
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
  // The view joins again meanwhile, and works.
  await shows(page.locator("#count"), "0");
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

test("a hook on an element without an id is named on the page, once, and the page goes on", async (t) => {
  const { page } = await developing.opened(t, "/hooked", { mayComplain: /no DOM ID for hook/ });
  const panel = page.locator(".lg-error");
  await page.locator("#fine[data-here]").waitFor();
  assert.equal(await panel.count(), 0);
  await page.locator("#show").click();
  await shows(
    panel.getByRole("heading"),
    /^The hook "Here" doesn't run: its element has no id\.[^]*<p phx-hook="Here" class="/,
  );
  assert.match(await panel.innerText(), /<p id="…" phx-hook="Here">/);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await page.locator("#show").click();
  await shows(page.locator("#count"), "2");
  assert.equal(await panel.isVisible(), false);
});

test("in production the page says nothing of a hook without an id, and goes on", async (t) => {
  const { page } = await published.opened(t, "/hooked", { mayComplain: /no DOM ID for hook/ });
  await page.locator("#show").click();
  await shows(page.locator("#count"), "1");
  assert.equal(await page.locator(".lg-error").count(), 0);
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
