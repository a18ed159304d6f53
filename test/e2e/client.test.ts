import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import { definePaths, events, html, link, liveView, router } from "livegate";
import type { Page } from "playwright-core";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, live, shows } from "./teacher-browser.ts";

const paths = definePaths({ home: "/", other: "/other", plain: "/plain" });
const ev = events({ inc: null });

const counter = liveView({
  events: ev,
  mount: () => ({ count: 0 }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1),
  },
  render: ({ count }) =>
    html`<p id="count">${count}</p>
      <button id="inc" phx-click=${ev.inc} data-confirm="Really?"><b>Count</b></button>
      <button id="unknown" phx-click="no-such-event">Unknown</button>
      ${link({ navigate: paths.other() }, "Other")}
      <form action="/plain" method="get" data-confirm="Send?"><button id="send">Send</button></form>`,
});

const slow = liveView({
  mount: () => new Promise<object>((resolve) => setTimeout(resolve, 800, {})),
  render: () => html`<h1>Other</h1>`,
});

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) => {
    pages.get(paths.plain, (c) => c.text("sent"));
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, counter);
      views.live(paths.other, slow);
    });
  });
});

let site: BrowserSite;

before(async () => {
  site = await browserSite({ router: routes, production: true });
});
after(() => site?.close());

const opened = (t: TestContext, mayComplain?: RegExp) => site.opened(t, "/", mayComplain && { mayComplain });

const answerWith = (page: Page, yes: boolean): string[] => {
  const questions: string[] = [];
  page.on("dialog", (dialog) => {
    questions.push(dialog.message());
    void (yes ? dialog.accept() : dialog.dismiss());
  });
  return questions;
};

test("the stock client runs under the policy without a complaint, and no token is in a URL", async (t) => {
  const visitor = await site.visitor(t);
  const sockets: string[] = [];
  visitor.page.on("websocket", (socket) => sockets.push(socket.url()));
  const response = await visitor.page.goto("/");
  assert.match(response?.headers()["content-security-policy"] ?? "", /script-src 'self' 'nonce-/);
  await live(visitor.page);
  assert.deepEqual(sockets, [`${site.url.replace("http", "ws")}/live/websocket?_timeout=30000&vsn=2.0.0`]);
  assert.equal(
    await visitor.page.evaluate('getComputedStyle(document.querySelector(".lg-loading")).position'),
    "fixed",
  );
});

test("a confirmed click is an event, a refused one is nothing at all", async (t) => {
  // The plain page names no icon, so the browser asks for one.
  const { page } = await opened(t, /404/);
  const questions = answerWith(page, false);
  await page.locator("#inc b").click();
  await page.locator("#send").click();
  assert.deepEqual(questions, ["Really?", "Send?"]);
  await page.evaluate("window.confirm = () => true");
  await page.locator("#inc").click();
  await shows(page.locator("#count"), "1");
  await page.locator("#send").click();
  await page.waitForURL(/\/plain/);
});

test("the loading bar shows only while something takes long", async (t) => {
  const { page } = await opened(t);
  const bar = page.locator(".lg-loading");
  assert.equal(await bar.getAttribute("class"), "lg-loading");
  await page.getByRole("link", { name: "Other" }).click();
  await page.locator(".lg-loading-on").waitFor();
  await page.getByRole("heading", { name: "Other" }).waitFor();
  await eventually(async () => assert.equal(await bar.getAttribute("class"), "lg-loading"));
});

test("a refused event is told politely, and the page may tell it in its own way", async (t) => {
  const { page } = await opened(t);
  const note = page.getByRole("status");
  assert.equal(await note.textContent(), "");
  await page.locator("#unknown").click();
  await shows(note, "That couldn't be done. Reload the page.");
  await page.evaluate(`
    document.querySelector(".lg-note").replaceChildren();
    addEventListener("phx:lg:refused", (event) => {
      event.preventDefault();
      document.title = event.detail.event;
    });
  `);
  await page.locator("#unknown").click();
  await eventually(async () => assert.equal(await page.title(), "no-such-event"));
  assert.equal(await note.textContent(), "");
});

test("a page hears from the browser that the network is gone, and comes back with it", async (t) => {
  const { page } = await opened(t, /ERR_INTERNET_DISCONNECTED|ERR_NETWORK|WebSocket connection/);
  await page.context().setOffline(true);
  await page.locator("[data-phx-main].phx-client-error").waitFor();
  await page.context().setOffline(false);
  await live(page);
});

test("a network that is gone as far as the browser knows keeps nobody from a server that is there", async (t) => {
  const { page } = await opened(t);
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await page.evaluate('dispatchEvent(new Event("offline"))');
  await eventually(async () => assert.equal(sockets.length, 1));
  await live(page);
});
