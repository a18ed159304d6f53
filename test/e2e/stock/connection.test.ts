import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import { definePaths, html, liveView, router } from "livegate";
import type { Page } from "playwright-core";
import { type BrowserSite, browserSite, guarded } from "../browser-site.ts";
import { eventually, live, shows } from "../teacher-browser.ts";
import { type Wire, listen } from "./wire.ts";

// Protocol, 1.4, 2.5 and 2.6: how a page comes back, and what it tells of itself when it does.

const paths = definePaths({ home: "/" });

const home = liveView({
  events: { inc: null },
  mount: ({ navigationType, staticChanged, connected }) => ({
    how: navigationType,
    isOld: connected && staticChanged,
    count: 0,
  }),
  handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
  render: ({ how, isOld, count }, ev) => html`<h1>${how}</h1><p id="old">${isOld ? "old" : "current"}</p>
    <button id="inc" phx-click=${ev.inc}>${count}</button>`,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    client: `import { connect } from "livegate/client"; window.liveSocket = connect();`,
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (r) => r.liveSession("all", { public: true }, (r) => r.live(paths.home, home))),
    ),
  });
});
after(() => site?.close());

async function opened(t: TestContext, mayComplain?: RegExp): Promise<{ page: Page; wire: Wire }> {
  const { page } = await site.visitor(t, mayComplain && { mayComplain });
  const wire = listen(page);
  await page.goto("/");
  await live(page);
  return { page, wire };
}

const works = async (page: Page): Promise<void> => {
  const count = Number(await page.textContent("#inc"));
  await page.click("#inc");
  await shows(page.locator("#inc"), `${count + 1}`);
};

test("a page that was offline is live again", async (t) => {
  const { page, wire } = await opened(t, /ERR_INTERNET_DISCONNECTED/);
  await works(page);
  await page.evaluate("new Promise((done) => liveSocket.disconnect(done))");
  await page.locator("[data-phx-main].phx-client-error").waitFor();
  await page.evaluate("liveSocket.connect()");
  await shows(page.locator("h1"), "reconnect");
  await works(page);
  assert.equal(wire.loads(), 1);
});

test("a restart is bridged without a page load", async (t) => {
  const { page, wire } = await opened(t);
  await works(page);
  site.dropConnections();
  await shows(page.locator("h1"), "reconnect");
  await works(page);
  assert.deepEqual(wire.sent().filter((event) => event === "phx_join").length, 2);
});

test("a page that runs with old scripts is told", async (t) => {
  const { page } = await opened(t);
  await shows(page.locator("#old"), "current");
  await page.evaluate(`document.querySelector("script[src]").setAttribute("src", "/assets/app-older.js")`);
  site.dropConnections();
  await shows(page.locator("h1"), "reconnect");
  await shows(page.locator("#old"), "old");
});

test("latency is simulated, and what goes to and fro is noted", async (t) => {
  const { page } = await opened(t, /latency/i);
  const notes: string[] = [];
  page.on("console", (message) => notes.push(message.text()));
  await page.evaluate("liveSocket.enableDebug(); liveSocket.enableLatencySim(400)");
  const began = Date.now();
  await works(page);
  assert.ok(Date.now() - began >= 400);
  await page.evaluate("liveSocket.disableLatencySim(); liveSocket.disableDebug()");
  await eventually(async () => assert.match(notes.join("\n"), /update/));
  await works(page);
});
