import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { each } from "../html/each.ts";
import { html } from "../html/html.ts";
import { stream } from "../html/stream.ts";
import { guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveComponent } from "../live/live-component.ts";
import { liveLayout } from "../live/live-layout.ts";
import { liveRender } from "../live/live-render.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { Session } from "../plug/session.ts";
import { topic } from "../pubsub/topic.ts";
import { type LiveTestOptions, type TestRoute, liveTestApp, plainSession, settled } from "./live-test-app.ts";
import { type TestView, type TestWire, nestedTokens } from "./test-wire.ts";

const paths = definePaths({ home: "/", other: "/other" });

/** A view that counts from where its page says, and does what a test wants. */
const Counter = liveView({
  session: z.object({ from: z.number().default(0) }),
  events: { inc: null, crash: null, patch: null, leave: null, quit: null },
  mount: ({ session }) => ({ count: session.from }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1),
    crash: () => {
      throw new Error("counter");
    },
    patch: (socket) => socket.pushPatch(paths.home()),
    leave: (socket) =>
      socket
        .update("count", (count) => count + 1)
        .putFlash("info", "bye")
        .pushNavigate(paths.other()),
    quit: (socket) => socket.redirect(paths.other()),
  },
  render: ({ count }, ev) => html`<button phx-click=${ev.inc}>${count}</button>`,
});

const Page = liveView({
  views: { counter: Counter },
  events: { rename: null, hide: null, crash: null },
  mount: () => ({ name: "Page", isShown: true }),
  handle: {
    rename: (socket) => socket.assign({ name: "Renamed" }),
    hide: (socket) => socket.assign({ isShown: false }),
    crash: () => {
      throw new Error("page");
    },
  },
  render: ({ name, isShown }) =>
    html`<h1>${name}</h1>${isShown && liveRender(Counter, { id: "c1", session: { from: 5 } })}${liveRender(Counter, {
      id: "c2",
    })}`,
});

/** The text of what a join answered. */
function answered(view: TestView): string {
  assert.equal(view.answer?.[1], "ok", JSON.stringify(view.answer));
  return JSON.stringify(view.answer?.[2]);
}

/** Joins a page and all views in it, at any depth. */
async function joinAll(wire: TestWire, path = "/"): Promise<{ page: TestView; nested: Record<string, TestView> }> {
  const page = wire.join(path);
  await settled();
  const nested: Record<string, TestView> = {};
  const add = async (view: TestView): Promise<void> => {
    for (const [id, token] of Object.entries(nestedTokens(answered(view)))) {
      const child = wire.joinNested(id, token);
      await settled();
      nested[id] = child;
      await add(child);
    }
  };
  await add(page);
  return { page, nested };
}

async function opened(routes: readonly TestRoute[] = [{ path: "/", view: Page }], options: LiveTestOptions = {}) {
  const app = liveTestApp([...routes, { path: "/other", view: Page }], options);
  const wire = app.connect();
  const { page, nested } = await joinAll(wire);
  wire.take();
  const { c1 = page, c2 = page } = nested;
  return { app, wire, page, nested, c1, c2 };
}

const crashedJoin = ["error", { reason: "join crashed" }];

const diffs = (wire: TestWire) => wire.take().map(([, event, payload]) => [event, payload]);

describe("a view inside another one", () => {
  it("stands in its page's tree as an empty container with a token, and joins with what its page gave it", async () => {
    const app = liveTestApp([{ path: "/", view: Page }]);
    const wire = app.connect();
    const page = wire.join("/");
    await settled();
    assert.ok(page.answer);
    const { rendered } = page.answer[2] as { rendered: Record<string, string> };
    assert.match(
      rendered["1"] ?? "",
      /^<div id="c1" data-phx-session="[^"]+" data-phx-static="" data-phx-parent-id="phx-1"><\/div>$/,
    );
    const child = wire.joinNested("c1", nestedTokens(rendered["1"] ?? "")["c1"] ?? "");
    await settled();
    assert.match(answered(child), /"1":"5","s":\["<button"/);
  });

  it("has events and state of its own, and a render around it doesn't touch it", async () => {
    const { wire, page, c1 } = await opened();
    const inc = c1.event("inc");
    assert.deepEqual(wire.take(), [[inc, "ok", { diff: { 1: "6" } }]]);
    const rename = page.event("rename");
    assert.deepEqual(wire.take(), [[rename, "ok", { diff: { 0: "Renamed" } }]]);
  });

  it("crashes alone, and joins again with its token", async () => {
    const { wire, page, c1, c2 } = await opened();
    c1.event("crash");
    assert.deepEqual(diffs(wire).at(-1), ["phx_error", { reason: "channel_crash" }]);
    page.event("rename");
    c2.event("inc");
    assert.equal(wire.take().length, 2);
    const again = wire.joinNested("c2", String(nestedTokens(answered(page))["c2"]));
    await settled();
    answered(again);
  });

  it("takes its page's view along when it is linked to it and crashes, and tells of that one alone", async () => {
    const Linked = liveView({
      views: { counter: Counter },
      events: { rename: null },
      mount: () => ({ name: "Linked" }),
      handle: { rename: (socket) => socket.assign({ name: "Renamed" }) },
      render: ({ name }) =>
        html`<h1>${name}</h1>${liveRender(Counter, { id: "c1", linked: true })}${liveRender(Counter, { id: "c2" })}`,
    });
    const { wire, page, c1, c2 } = await opened([{ path: "/", view: Linked }]);
    c1.event("crash");
    await settled();
    const ends = wire.take().filter(([, event]) => event === "phx_error");
    assert.equal(ends.length, 1);
    for (const gone of [page, c1, c2]) {
      const ref = gone.event("inc");
      assert.deepEqual(wire.take(), [[ref, "error", { reason: "unmatched topic" }]]);
    }
    const { nested } = await joinAll(wire);
    assert.deepEqual(Object.keys(nested), ["c1", "c2"]);
  });

  it("takes its page's view along when it is linked to it and fails as it joins, and not again and again", async () => {
    const Failing = liveView({
      mount: ({ connected }) => {
        if (connected) throw new Error("join");
        return {};
      },
      render: () => html`<p>never</p>`,
    });
    const Linked = liveView({
      views: { failing: Failing, counter: Counter },
      events: { rename: null },
      mount: () => ({ name: "Linked" }),
      handle: { rename: (socket) => socket.assign({ name: "Renamed" }) },
      render: ({ name }) =>
        html`<h1>${name}</h1>${liveRender(Failing, { id: "c1", linked: true })}${liveRender(Counter, { id: "c2" })}`,
    });
    const app = liveTestApp([{ path: "/", view: Linked }], { production: true });
    const wire = app.connect();
    const crashed = [crashedJoin, ["phx_error", { reason: "channel_crash" }]];
    const fail = async (): Promise<TestView> => {
      const page = wire.join("/");
      await settled();
      const { c1 = "", c2 = "" } = nestedTokens(answered(page));
      wire.joinNested("c2", c2);
      await settled();
      wire.take();
      wire.joinNested("c1", c1);
      await settled();
      return page;
    };
    for (let times = 0; times < 5; times++) {
      await fail();
      assert.deepEqual(diffs(wire), crashed);
    }
    const page = await fail();
    assert.deepEqual(diffs(wire), [crashedJoin]);
    page.event("rename");
    assert.deepEqual(diffs(wire), [["ok", { diff: { 0: "Renamed" } }]]);
    app.context.clock.advance(10_001);
    await fail();
    assert.deepEqual(diffs(wire), crashed);
  });

  it("takes along what is around it as far out as views are linked, and no further", async () => {
    const Middle = liveView({
      views: { counter: Counter },
      mount: () => ({}),
      render: () => html`${liveRender(Counter, { id: "deep", linked: true })}`,
    });
    const pageWith = (linked: boolean) =>
      liveView({
        views: { middle: Middle },
        events: { rename: null },
        mount: () => ({ name: "Page" }),
        handle: { rename: (socket) => socket.assign({ name: "Renamed" }) },
        render: ({ name }) => html`<h1>${name}</h1>${liveRender(Middle, { id: "middle", linked })}`,
      });
    for (const linked of [true, false]) {
      const { wire, page, nested } = await opened([{ path: "/", view: pageWith(linked) }], { production: true });
      nested["deep"]?.event("crash");
      await settled();
      assert.deepEqual(diffs(wire), [["phx_error", { reason: "channel_crash" }]], "one end is told, the outermost");
      page.event("rename");
      const answer = linked ? ["error", { reason: "unmatched topic" }] : ["ok", { diff: { 0: "Renamed" } }];
      assert.deepEqual(diffs(wire), [answer]);
      nested["middle"]?.event("inc");
      assert.deepEqual(diffs(wire), [["error", { reason: "unmatched topic" }]]);
    }
  });

  it("ends without a word when its page's view ends, by leaving or by crashing", async () => {
    for (const end of [(page: TestView) => page.leave(), (page: TestView) => page.event("crash")]) {
      const { wire, page, c1 } = await opened();
      end(page);
      wire.take();
      const ref = c1.event("inc");
      assert.deepEqual(wire.take(), [[ref, "error", { reason: "unmatched topic" }]]);
    }
  });

  it("can't join once its page's view is gone, or on another connection", async () => {
    const { app, wire, page } = await opened();
    const token = String(nestedTokens(answered(page))["c1"]);
    const elsewhere = app.connect();
    elsewhere.join("/");
    await settled();
    const stranger = elsewhere.joinNested("c1", token);
    await settled();
    assert.deepEqual(stranger.answer?.[2], { reason: "stale" });
    page.leave();
    const late = wire.joinNested("c1", token);
    await settled();
    assert.deepEqual(late.answer?.[2], { reason: "stale" });
  });

  it("joins under its own id only, and its token opens no page", async () => {
    const { wire, page } = await opened();
    const token = String(nestedTokens(answered(page))["c1"]);
    const other = wire.joinNested("c9", token);
    const asPage = wire.join("/", { id: "c1", session: token });
    await settled();
    assert.deepEqual(other.answer?.[2], { reason: "stale" });
    assert.match(JSON.stringify(asPage.answer), /"1":"5","s":\["<button"/, "the same view, whatever URL comes along");
  });

  it("can't change the page's URL: that ends it, with what to do instead in the log", async () => {
    const { app, wire, c1 } = await opened();
    c1.event("patch");
    await settled();
    assert.deepEqual(diffs(wire).at(-1), ["phx_error", { reason: "channel_crash" }]);
    assert.ok(app.context.logged.some((line) => line.includes("LG_VIEW_PATCH")));
  });

  it("refuses a patch of its own page's client, which none sends", async () => {
    const { wire, c1 } = await opened();
    const ref = c1.patch("http://shop.test/");
    assert.deepEqual(wire.take(), [
      [ref, "ok", { diff: { e: [["lg:refused", { event: "live_patch", reason: "unknown_event" }]] } }],
    ]);
  });

  it("navigates its page, with its messages", async () => {
    const { wire, c1, c2 } = await opened();
    const ref = c1.event("leave");
    const [[to, status, response] = [], [, closed] = []] = wire.take();
    assert.deepEqual([to, status, closed], [ref, "ok", "phx_close"]);
    const { live_redirect: go } = response as { live_redirect: { to: string; kind: string; flash: string } };
    assert.deepEqual([go.to, go.kind, typeof go.flash], ["/other", "push", "string"]);
    c2.event("quit");
    assert.match(JSON.stringify(wire.take()[0]), /"redirect":\{"to":"\/other"/);
  });

  it("isn't told of again while it stays, and is with another id", async () => {
    const Shelf = liveView({
      views: { counter: Counter },
      events: { turn: null, more: null },
      mount: () => ({ ids: [1, 2] as readonly number[] }),
      handle: {
        turn: (socket) => socket.update("ids", (ids) => ids.toReversed()),
        more: (socket) => socket.update("ids", (ids) => [...ids, 3]),
      },
      render: ({ ids }) =>
        html`<ul>${each(
          ids,
          (id) => id,
          (id) => html`<li>${liveRender(Counter, { id: `n${id}` })}</li>`,
        )}</ul>`,
    });
    const { wire, page, nested } = await opened([{ path: "/", view: Shelf }]);
    assert.deepEqual(Object.keys(nested), ["n1", "n2"]);
    const turn = page.event("turn");
    assert.deepEqual(wire.take(), [[turn, "ok", { diff: { 0: { k: { 0: 1, 1: 0, kc: 2, km: true } } } }]]);
    page.event("more");
    assert.match(JSON.stringify(wire.take()), /"2":\{"0":"<div id=\\"n3\\"/);
  });

  it("may hold others itself, which end with it", async () => {
    const Middle = liveView({
      views: { counter: Counter },
      events: { crash: null },
      mount: () => ({}),
      handle: {
        crash: () => {
          throw new Error("middle");
        },
      },
      render: () => html`<p>${liveRender(Counter, { id: "deep" })}</p>`,
    });
    const Outer = liveView({
      views: { middle: Middle },
      mount: () => ({}),
      render: () => html`<div>${liveRender(Middle, { id: "middle" })}</div>`,
    });
    const { wire, nested } = await opened([{ path: "/", view: Outer }]);
    assert.deepEqual(Object.keys(nested), ["middle", "deep"]);
    nested["deep"]?.event("inc");
    assert.deepEqual(diffs(wire), [["ok", { diff: { 1: "1" } }]]);
    nested["middle"]?.event("crash");
    wire.take();
    nested["deep"]?.event("inc");
    assert.deepEqual(diffs(wire), [["error", { reason: "unmatched topic" }]]);
  });

  it("has streams whose items have ids of their own, in its components too", async () => {
    const Shelf = liveComponent({
      mount: () => ({ books: stream([{ id: 1 }], { key: ({ id }) => id }) }),
      render: ({ books }) =>
        html`<ol id="books" phx-update="stream">${each(books, (_, id) => html`<li id=${id}></li>`)}</ol>`,
    });
    const List = liveView({
      components: [Shelf],
      mount: () => ({ rows: stream([{ id: 1 }], { key: ({ id }) => id }) }),
      render: ({ rows }) =>
        html`<ul id="rows" phx-update="stream">${each(rows, (_, id) => html`<li id=${id}></li>`)}</ul>${Shelf({ id: "shelf" })}`,
    });
    const Front = liveView({
      views: { list: List },
      mount: () => ({}),
      render: () => html`${liveRender(List, { id: "a" })}${liveRender(List, { id: "b" })}`,
    });
    const { nested } = await opened([{ path: "/", view: Front }]);
    const idsIn = (text: string) => text.match(/(?:rows|books)-[\w-]+/g) ?? [];
    const wanted = (id: string) => [`rows-${id}-1`, `books-${id}-shelf-1`];
    for (const id of ["a", "b"]) {
      assert.deepEqual(new Set(idsIn(JSON.stringify(nested[id]?.answer))), new Set(wanted(id)));
    }
  });

  it("may stand in a component, and has components, topics and streams of its own", async () => {
    const news = topic(() => "news", z.string());
    const Word = liveComponent({
      events: { say: null },
      mount: () => ({ said: 0 }),
      handle: { say: (socket) => socket.update("said", (said) => said + 1) },
      render: ({ said }) => html`<b>${said}</b>`,
    });
    const News = liveView({
      components: [Word],
      mount: () => ({ text: "" }),
      subscribe: (_, on) => [on(news(), (socket, text) => socket.assign({ text }))],
      render: ({ text }) => html`<p>${text}</p>${Word({ id: "w" })}`,
    });
    const Frame = liveComponent({
      views: { news: News },
      render: () => html`<section>${liveRender(News, { id: "news" })}</section>`,
    });
    const Front = liveView({ components: [Frame], mount: () => ({}), render: () => html`${Frame({ id: "f" })}` });
    const { app, wire, nested } = await opened([{ path: "/", view: Front }]);
    app.pubsub.broadcast(news(), "hot");
    await settled();
    assert.deepEqual(diffs(wire), [["diff", { 0: "hot" }]]);
    nested["news"]?.push("event", { type: "click", event: "say", value: {}, cid: 1 });
    assert.deepEqual(diffs(wire), [["ok", { diff: { c: { 1: { 0: "1" } } } }]]);
  });

  it("isn't disturbed by a thousand joins with its token, all of which are answered", async () => {
    const { app, wire, page, c1 } = await opened();
    const token = String(nestedTokens(answered(page))["c2"]);
    for (let n = 0; n < 1000; n++) wire.joinNested(`x${n}`, token);
    await settled();
    const answers = wire.take().map(([, , payload]) => (payload as { readonly reason: string }).reason);
    assert.equal(answers.length, 1000);
    const reasons = [...new Set(answers)].toSorted();
    assert.deepEqual(reasons, ["join crashed", "rate", "stale", "too many channels joined"]);
    assert.ok(app.runtime.counters.value("too_many_joins") > 700);
    c1.event("inc");
    assert.deepEqual(diffs(wire), [["ok", { diff: { 1: "6" } }]]);
  });

  it("counts among the channels of its connection", async () => {
    const { wire, page } = await opened(undefined, { limits: { channelsPerConnection: 3 } });
    const more = wire.joinNested("c3", String(nestedTokens(answered(page))["c1"]));
    assert.deepEqual(more.answer?.[2], { reason: "too many channels joined" });
  });
});

describe("the guards of a page", () => {
  /** Who is logged in now. */
  let user: string | null = null;
  const requireUser = guard.identity("requireUser", () => (user ? { name: user } : halt.redirect(paths.other())));
  const Mine = liveView({
    needs: [requireUser],
    mount: () => ({ n: 0 }),
    render: ({ name, n }) => html`<p>${name} ${n}</p>`,
  });
  const Home = liveView({
    needs: [requireUser],
    views: { mine: Mine },
    mount: () => ({}),
    render: () => html`${liveRender(Mine, { id: "mine" })}`,
  });

  it("run again when a view inside it joins, and send the page to where HTTP decides", async () => {
    const app = liveTestApp([{ path: "/", view: Home, guards: [requireUser] }]);
    user = "Ada";
    const wire = app.connect();
    const page = wire.join("/");
    await settled();
    user = null;
    const mine = wire.joinNested("mine", String(nestedTokens(answered(page))["mine"]));
    await settled();
    assert.deepEqual(mine.answer?.slice(1), ["error", { redirect: { to: "/", status: 302 } }]);
  });

  it("run again for a view inside it when something changed, and end it", async () => {
    const app = liveTestApp([{ path: "/", view: Home, guards: [requireUser] }]);
    user = "Ada";
    const wire = app.connect();
    await joinAll(wire);
    wire.take();
    user = null;
    app.runtime.sessions.changed(`visitor ${app.info.session.id}`);
    await settled();
    const told = wire.take().map(([, event]) => event);
    assert.ok(told.includes("redirect") && told.includes("phx_close"), String(told));
  });

  it("don't let another browser's session in, nor the same browser's after a log-in or log-out", async () => {
    const { app, page } = await opened();
    const token = String(nestedTokens(answered(page))["c1"]);
    const other = app.connect({ ...app.info, session: new Session() });
    const stranger = other.joinNested("c1", token);
    const untrusted = app.connect({ ...app.info, trust: "untrusted" }).joinNested("c1", token);
    await settled();
    assert.deepEqual([stranger.answer?.[2], untrusted.answer?.[2]], [{ reason: "stale" }, { reason: "stale" }]);
  });

  it("a session that ends takes the views inside its pages with it", async () => {
    const { app, wire, c1 } = await opened();
    app.runtime.sessions.end(`visitor ${app.info.session.id}`);
    await settled();
    const events = wire.take().map(([, event, payload]) => [event, payload]);
    assert.deepEqual(
      events.filter(([event]) => event === "redirect"),
      [["redirect", { to: "/", status: 302 }]],
    );
    c1.event("inc");
    assert.deepEqual(wire.take(), []);
  });
});

describe("a sticky view", () => {
  const layout = liveLayout({
    needs: [],
    views: { counter: Counter },
    render: ({ inner }) => html`${inner}<aside>${liveRender(Counter, { id: "player", sticky: true })}</aside>`,
  });
  const Plain = liveView({ mount: () => ({}), render: () => html`<h1>Plain</h1>` });
  const Strange = liveView({ mount: () => ({}), render: () => html`<h1>Strange</h1>` });
  const liveSession = { ...plainSession, layout };
  const admin = { ...plainSession, name: "admin", layout };
  const routes: readonly TestRoute[] = [
    { path: "/", view: Plain, liveSession },
    { path: "/next", view: Plain, liveSession },
    { path: "/admin", view: Strange, liveSession: admin },
  ];

  async function playing() {
    const app = liveTestApp(routes);
    const wire = app.connect();
    const page = wire.join("/");
    await settled();
    const token = String(nestedTokens(answered(page))["player"]);
    const player = wire.joinNested("player", token, { sticky: true });
    await settled();
    wire.take();
    return { app, wire, page, token, player };
  }

  it("is nobody's child, and goes on when its page's view leaves and another comes", async () => {
    const { wire, page, player } = await playing();
    assert.match(
      answered(page),
      /id=\\"player\\" data-phx-session=\\"[^"]+\\" data-phx-static=\\"\\" data-phx-sticky>/,
    );
    player.event("inc");
    page.leave();
    wire.join("/next", { by: "redirect", session: undefined });
    player.event("inc");
    assert.deepEqual(wire.take().at(-1)?.[2], { diff: { 1: "2" } });
  });

  it("navigates its page and goes on", async () => {
    const { wire, player } = await playing();
    const ref = player.event("leave");
    assert.match(JSON.stringify(wire.take()), new RegExp(`\\["${ref}","ok",\\{"live_redirect":\\{"to":"/other"`));
    player.event("inc");
    assert.match(JSON.stringify(wire.take()), /"1":"2"/);
  });

  it("may come back before its page's view, with the same token, under the page's guards", async () => {
    const { app, token } = await playing();
    const wire = app.connect();
    const player = wire.joinNested("player", token, { sticky: true });
    await settled();
    answered(player);
  });

  it("isn't let into a page of another live session", async () => {
    const { app, token } = await playing();
    const wire = app.connect();
    wire.join("/admin");
    await settled();
    const player = wire.joinNested("player", token, { sticky: true });
    await settled();
    assert.deepEqual(player.answer?.[2], { reason: "unauthorized" });
  });

  it("isn't let in by another browser's session, nor by a cookie without its CSRF token", async () => {
    const { app, token } = await playing();
    for (const who of [
      { ...app.info, session: new Session() },
      { ...app.info, trust: "untrusted" as const },
    ]) {
      const stranger = app.connect(who).joinNested("player", token, { sticky: true });
      await settled();
      assert.deepEqual(stranger.answer?.[2], { reason: "stale" });
    }
  });

  it("ends with its session", async () => {
    const { app, wire, player } = await playing();
    app.runtime.sessions.end(`visitor ${app.info.session.id}`);
    player.event("inc");
    await settled();
    assert.deepEqual(
      wire.take().map(([, event]) => event),
      ["redirect", "phx_close", "phx_close"],
    );
  });
});
