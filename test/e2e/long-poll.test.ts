import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import { definePaths, events, html, liveView, router } from "livegate";
import type { Browser } from "playwright-core";
import { blockWebSockets } from "./block-web-sockets.ts";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { albumCard, eventually, fill, launchBrowser, live, open, save, shows, titles } from "./teacher-browser.ts";
import { bob, visitAsMember } from "./teacher-member.ts";
import { type TeacherServer, startTeacher } from "./teacher-server.ts";

describe("a page that no WebSocket reaches", () => {
  let browser: Browser;
  let teacher: TeacherServer;
  before(async () => {
    teacher = await startTeacher();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await teacher?.close();
  });

  test("works whole: live search, navigation, a form, and what others do", async () => {
    const ann = await visitAsMember(browser, teacher.url);
    const polls = await blockWebSockets(ann.page);
    await open(ann.page, "/");
    await ann.page.getByRole("searchbox").fill("drake pink");
    await eventually(async () => assert.deepEqual(await titles(ann.page), ["Pink Moon"]));
    await ann.page.getByRole("link", { name: "Pink Moon", exact: true }).click();
    await shows(ann.page.getByRole("heading", { level: 1 }), "Pink Moon");
    await open(ann.page, "/albums/new");
    await fill(ann.page, { Title: "Polled", Artist: "The Proxies", Year: "1999", Tracks: "3", Genre: "Rock" });
    await save(ann.page);
    await albumCard(ann.page, "Polled").waitFor();

    const other = await visitAsMember(browser, teacher.url);
    await open(other.page, "/albums/new");
    await fill(other.page, { Title: "Pushed", Artist: "The Sockets", Year: "1999", Tracks: "3", Genre: "Rock" });
    await save(other.page);
    await albumCard(ann.page, "Pushed").waitFor();
    assert.ok(polls.length > 5);
    assert.deepEqual(
      polls.filter((poll) => poll.includes("csrf")),
      [],
      "no token of the session is in a URL",
    );
    await Promise.all([ann.close(), other.close()]);
  });

  test("is led away when its session ends elsewhere", async () => {
    const { page, close } = await visitAsMember(browser, teacher.url, { as: bob });
    await blockWebSockets(page);
    await open(page, "/albums/new");
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(`${teacher.url}/users/log_out`);
    await elsewhere.locator("#log-out").getByRole("button").click();
    await page.waitForURL(/\/users\/log_in/);
    await close();
  });

  test("connects again when the server has been away", async () => {
    const { page, close } = await visitAsMember(browser, teacher.url);
    await blockWebSockets(page);
    await open(page, "/");
    await teacher.kill();
    await page.getByText("The connection is lost.").waitFor();
    await teacher.start();
    await page.getByText("The connection is lost.").waitFor({ state: "hidden" });
    await page.getByRole("searchbox").fill("drake pink");
    await eventually(async () => assert.deepEqual(await titles(page), ["Pink Moon"]));
    await close();
  });
});

describe("a page whose WebSocket has worked", () => {
  const paths = definePaths({ home: "/" });
  const ev = events({ inc: null });
  const counter = liveView({
    events: ev,
    mount: () => ({ count: 0 }),
    handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
    render: ({ count }) => html`<p id="count">${count}</p><button phx-click=${ev.inc}>Count</button>`,
  });
  const routes = router((r) => {
    r.scope({ pipeThrough: guarded }, (pages) =>
      pages.liveSession("all", { public: true }, (views) => views.live(paths.home, counter)),
    );
  });
  let site: BrowserSite;
  before(async () => {
    site = await browserSite({ router: routes, production: true });
  });
  after(() => site?.close());

  test("goes back to a WebSocket when the server was away, and doesn't poll for ever after", async (t: TestContext) => {
    const { page } = await site.visitor(t, { mayComplain: /ERR_INTERNET_DISCONNECTED/ });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto("/");
    await live(page);
    await page.getByRole("button").click();
    await shows(page.locator("#count"), "1");
    await page.context().setOffline(true);
    site.dropConnections();
    await page.locator(".phx-error, .phx-client-error").first().waitFor();
    await page.context().setOffline(false);
    await live(page);
    await page.getByRole("button").click();
    await shows(page.locator("#count"), "1");
    assert.deepEqual(
      requests.filter((url) => url.includes("longpoll")),
      [],
    );
  });
});
