import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, after, before, test } from "node:test";
import { definePaths, events, html, link, liveView, localPubSub, pipeline, router } from "livegate";
import { endpoint } from "livegate/endpoint";
import { type Served, builtAssets, serve } from "livegate/node";
import {
  type RootLayoutProps,
  fetchLiveFlash,
  fetchSession,
  logger,
  protectFromForgery,
  putRootLayout,
  secureHeaders,
} from "livegate/plug";
import { Secret } from "livegate/token";
import type { Browser, Page } from "playwright-core";
import { buildAssets } from "../../packages/livegate-cli/src/assets/build-assets.ts";
import { type Visitor, eventually, launchBrowser, live, shows, visit } from "./teacher-browser.ts";

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

const root = ({ inner, csrfToken, asset }: RootLayoutProps) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="csrf-token" content=${csrfToken} />
        <link rel="icon" href="data:," />
        <title>Client</title>
        <script defer src=${asset("/assets/app.js")}></script>
      </head>
      <body>
        ${inner}
      </body>
    </html>`;

const browserPipeline = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

const routes = router((r) => {
  r.scope({ pipeThrough: browserPipeline }, (pages) => {
    pages.get(paths.plain, (c) => c.text("sent"));
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, counter);
      views.live(paths.other, slow);
    });
  });
});

let browser: Browser;
let appDir: string;
let server: Served;

before(async () => {
  // Inside the repository, so that the bundler finds the packages.
  appDir = await mkdtemp(join(import.meta.dirname, ".app-"));
  await mkdir(join(appDir, "client"));
  await writeFile(join(appDir, "client/app.ts"), 'import { connect } from "livegate/client"; connect();');
  await writeFile(join(appDir, "client/app.css"), "");
  await buildAssets({ appDir, minify: true });
  const publicDir = join(appDir, "public");
  const options = { router: routes, pubsub: localPubSub(), assets: builtAssets(publicDir), production: true };
  const secrets = { secretKeyBase: [new Secret("s".repeat(64))], log: logger({ level: "silent" }) };
  // The port is part of the URL, so it has to be known first.
  const probe = await serve(endpoint({ ...options, ...secrets, url: new URL("http://127.0.0.1") }), { port: 0 });
  await probe.stop();
  const app = endpoint({ ...options, ...secrets, url: new URL(`http://127.0.0.1:${probe.port}`) });
  [server, browser] = await Promise.all([serve(app, { port: probe.port, publicDir }), launchBrowser()]);
});

after(async () => {
  await browser.close();
  await server.stop();
  await rm(appDir, { recursive: true });
});

async function opened(t: TestContext): Promise<Visitor> {
  const visitor = await visit(browser, server.url);
  t.after(() => visitor.close());
  await visitor.page.goto("/");
  await live(visitor.page);
  return visitor;
}

const answerWith = (page: Page, yes: boolean): string[] => {
  const questions: string[] = [];
  page.on("dialog", (dialog) => {
    questions.push(dialog.message());
    void (yes ? dialog.accept() : dialog.dismiss());
  });
  return questions;
};

test("the stock client runs under the policy without a complaint, and no token is in a URL", async (t) => {
  const visitor = await visit(browser, server.url);
  t.after(() => visitor.close());
  const sockets: string[] = [];
  visitor.page.on("websocket", (socket) => sockets.push(socket.url()));
  const response = await visitor.page.goto("/");
  assert.match(response?.headers()["content-security-policy"] ?? "", /script-src 'self' 'nonce-/);
  await live(visitor.page);
  assert.deepEqual(sockets, [`${server.url.replace("http", "ws")}/live/websocket?vsn=2.0.0`]);
  assert.equal(
    await visitor.page.evaluate('getComputedStyle(document.querySelector(".lg-loading")).position'),
    "fixed",
  );
  assert.deepEqual(visitor.complaints, []);
});

test("a confirmed click is an event, a refused one is nothing at all", async (t) => {
  const { page } = await opened(t);
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
  await shows(note, "That couldn't be done. Reload the page and try again.");
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
