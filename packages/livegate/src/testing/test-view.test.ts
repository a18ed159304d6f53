import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { manualClock } from "../clock/manual-clock.ts";
import { endpoint } from "../endpoint/endpoint.ts";
import { form } from "../html/form.ts";
import { html } from "../html/html.ts";
import { link } from "../html/link.ts";
import { when } from "../html/when.ts";
import { formEvent } from "../live/event.ts";
import { liveLayout } from "../live/live-layout.ts";
import { liveRender } from "../live/live-render.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import { logger } from "../plug/logger.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { pipeline } from "../router/pipeline.ts";
import { router } from "../router/router.ts";
import { Secret } from "../token/secret.ts";
import { testApp } from "./test-app.ts";

const paths = definePaths({ home: "/", next: "/next", plain: "/plain", twice: "/twice", linked: "/linked" });
const Name = z.object({ name: z.string().min(2, "is short") });

const Counter = liveView({
  session: z.object({ key: z.string() }),
  events: { inc: null, crash: null, go: null, check: formEvent(Name, { as: "n" }) },
  mount: ({ session }) => ({ key: session.key, count: 0, name: form(Name, { as: "n" }) }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1).pushEvent("counted", {}),
    crash: () => {
      throw new Error("counter");
    },
    go: (socket) => socket.putFlash("info", "went").pushNavigate(paths.next()),
    check: (socket, name) => socket.assign({ name }),
  },
  render: ({ key, count, name }, ev) => html`<b>${count}</b>
    <button class="inc" phx-click=${ev.inc}>+</button><button class="crash" phx-click=${ev.crash}>!</button>
    <button class="go" phx-click=${ev.go}>go</button>
    <form id=${`f-${key}`} phx-change=${ev.check}><input name=${name.fields.name.name}></form>
    <i>${name.fields.name.errors.join()}</i>`,
});
const Middle = liveView({
  views: { counter: Counter },
  events: { mark: null },
  mount: () => ({ marks: 0 }),
  recover: { marks: z.number().int() },
  handle: { mark: (socket) => socket.update("marks", (marks) => marks + 1) },
  render: ({ marks }, ev) => html`<button id="mark" phx-click=${ev.mark}>${marks} marks</button>
    <div>${liveRender(Counter, { id: "deep", session: { key: "deep" } })}</div>`,
});
const layout = liveLayout({
  needs: [],
  views: { counter: Counter },
  render: ({ inner }) => html`${inner}${liveRender(Counter, { id: "player", sticky: true, session: { key: "p" } })}`,
});
const Home = liveView({
  views: { middle: Middle, counter: Counter },
  events: { hide: null },
  mount: () => ({ isShown: true }),
  recover: { isShown: z.boolean() },
  handle: { hide: (socket) => socket.update("isShown", (isShown) => !isShown) },
  render: ({ isShown }, ev) => html`<h1>Home</h1>${link({ navigate: paths.next() }, "Next")}
    <button id="hide" phx-click=${ev.hide}>hide</button>
    ${when(isShown, () => liveRender(Middle, { id: "middle" }))}`,
});
const Next = liveView({ mount: () => ({}), render: () => html`<h1>Next</h1>` });
const Twice = liveView({
  views: { counter: Counter },
  mount: ({ connected }) => ({ connected }),
  render: ({ connected }) =>
    html`<p id="x"></p>${connected && liveRender(Counter, { id: "x", session: { key: "x" } })}`,
});
/** What stands in it makes no sense without it. */
const Linked = liveView({
  views: { counter: Counter },
  mount: () => ({}),
  render: () => html`<h1>Linked</h1>${liveRender(Counter, { id: "tied", linked: true, session: { key: "tied" } })}`,
});

function app() {
  const root = putRootLayout(({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken} />${inner}`);
  return endpoint({
    url: new URL("http://shop.test"),
    secretKeyBase: [new Secret("s".repeat(64))],
    production: false,
    clock: manualClock(),
    log: logger({ level: "silent" }),
    pubsub: localPubSub(),
    router: router((r) =>
      r.scope({ pipeThrough: pipeline([fetchSession(), root]) }, (r) => {
        r.liveSession("all", { layout }, (r) => {
          r.live(paths.home, Home);
          r.live(paths.next, Next);
          r.live(paths.twice, Twice);
          r.live(paths.linked, Linked);
        });
        r.scope({ views: { counter: Counter } }, (r) =>
          r.get(paths.plain, (c) =>
            c.render(html`<h1>Plain</h1>${liveRender(Counter, { id: "p", session: { key: "x" } })}`),
          ),
        );
      }),
    ),
  });
}

test("views inside a page are joined at any depth, and used like the page", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.home());
  const deep = page.view("#deep");
  assert.ok(deep.isLive && page.view("#middle").isLive && page.view("#player").isLive);
  await deep.element(".inc").click();
  await page.element("#deep .inc").click();
  assert.equal(deep.text("b"), "2");
  assert.deepEqual([deep.events.length, page.events.length], [2, 0]);
  assert.ok(deep.lastDiff !== null && deep.lastDiff.bytes < 150);
  await deep.form().change({ n: { name: "x" } });
  assert.equal(deep.text("i"), "is short");
  assert.equal(page.text("#deep b"), "2", "the page shows it all");
});

test("a view that the page shows no more is left, and one that comes is joined anew", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.home());
  await page.view("#deep").element(".inc").click();
  await page.element("#hide").click();
  assert.equal(page.has("#middle"), false);
  await page.element("#hide").click();
  assert.equal(page.view("#deep").text("b"), "0");
});

test("a sticky view goes on where the page navigates, also where another view leads it", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.home());
  await page.view("#player").element(".inc").click();
  await page.view("#deep").element(".go").click();
  assert.deepEqual([page.text("h1"), page.path, page.flash], ["Next", "/next", { info: "went" }]);
  await page.view("#player").element(".inc").click();
  assert.equal(page.view("#player").text("b"), "2");
});

test("a crash is told with its cause; the view joins again, and the page has gone on", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.home());
  await page.view("#player").element(".inc").click();
  await assert.rejects(page.view("#deep").element(".crash").click(), {
    code: "LG_TEST_VIEW",
    message: /"deep".*counter/s,
  });
  await site.settled();
  await page.view("#deep").element(".inc").click();
  assert.deepEqual([page.view("#deep").text("b"), page.view("#player").text("b")], ["1", "1"]);
});

test("a linked view that crashes takes the one around it along: that is told at once, and the page can be joined again", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.linked());
  await page.view("#tied").element(".inc").click();
  await assert.rejects(page.view("#tied").element(".crash").click(), {
    code: "LG_TEST_VIEW",
    message: /The view of \/linked crashed\.[^]*counter/,
  });
  await page.reconnect();
  await page.view("#tied").element(".inc").click();
  assert.equal(page.view("#tied").text("b"), "1");
});

test("all views come back after a lost connection", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.home());
  await page.reconnect();
  assert.ok(page.view("#deep").isLive && page.view("#player").isLive);
});

test("a plain page's view is live; without JavaScript nothing is", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.plain());
  await page.view("#p").element(".inc").click();
  assert.equal(page.view("#p").text("b"), "1");
  const still = await site.visit(paths.home(), { javascript: false });
  assert.deepEqual([still.view("#deep").isLive, still.view("#deep").text("b")], [false, "0"]);
});

test("an id that the page has twice is a fault of its markup", async () => {
  await using site = testApp(app());
  await assert.rejects(site.visit(paths.twice()), { code: "LG_TEST_MARKUP", message: /"x"/ });
});

test("what views recover, the page's own and those inside it, outlives a lost connection and a deploy, and no request", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.home());
  await page.element("#mark").click();
  await page.reconnect();
  assert.equal(page.text("#mark"), "1 marks");
  await page.element("#mark").click();
  await site.deploy(app());
  assert.equal(page.text("#mark"), "2 marks");
  await page.element("#hide").click();
  await page.reconnect();
  assert.equal(page.has("#middle"), false);
  assert.deepEqual(
    page.events.filter(([name]) => name.startsWith("lg:")),
    [],
  );
  const anew = await site.visit(paths.home());
  assert.equal(anew.has("#middle"), true);
});

test("half-typed forms of views inside the page are sent again, where they are still shown", async () => {
  await using site = testApp(app());
  const page = await site.visit(paths.home());
  await page
    .view("#deep")
    .form("#f-deep")
    .change({ n: { name: "x" } });
  assert.equal(page.text("#deep i"), "is short");
  await page.reconnect();
  assert.equal(page.text("#deep i"), "is short");
  await site.deploy(app());
  assert.equal(page.text("#deep i"), "is short");
  await page
    .view("#deep")
    .form("#f-deep")
    .change({ n: { name: "xyz" } });
  await page.reconnect();
  assert.equal(page.text("#deep i"), "");
});
