import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { liveRender } from "../live/live-render.ts";
import { liveView } from "../live/live-view.ts";
import { Session } from "../plug/session.ts";
import { keptBytes } from "./kept-values.ts";
import { type LiveTestApp, liveTestApp, settled } from "./live-test-app.ts";
import { sealKept } from "./recover-token.ts";
import { type TestView, type TestWire, nestedTokens } from "./test-wire.ts";

interface Draft {
  readonly tab: string;
  readonly text: string;
}

/** A view whose tab and text its page keeps. */
const DraftLive = liveView({
  params: z.object({ id: z.string().optional(), fails: z.string().optional() }),
  events: { show: z.object({ tab: z.string() }), type: z.object({ text: z.string() }), touch: null },
  mount: (): Draft & { readonly count: number } => ({ tab: "first", text: "", count: 0 }),
  recover: { tab: z.enum(["first", "second"]), text: z.string() },
  handle: {
    show: (socket, { tab }) => socket.assign({ tab }),
    type: (socket, { text }) => socket.assign({ text }),
    touch: (socket) => socket.update("count", (count) => count + 1),
  },
  render: ({ tab, text }) => {
    if (text === "unprintable") throw new Error("on purpose");
    return html`<p>${tab} ${text.length > 100 ? "long" : text}</p>`;
  },
});

const OtherLive = liveView({
  mount: () => ({ tab: "first" }),
  recover: { tab: z.string() },
  render: ({ tab }) => html`<p>${tab}</p>`,
});

const PickyLive = liveView({
  mount: () => ({ tab: "first" }),
  recover: {
    tab: z.string().transform((tab) => {
      if (tab === "second") throw new Error("on purpose");
      return tab;
    }),
  },
  render: ({ tab }) => html`<p>${tab}</p>`,
});

const PlainLive = liveView({ mount: () => ({ tab: "first" }), render: ({ tab }) => html`<p>${tab}</p>` });

const InnerLive = liveView({
  events: { show: z.object({ tab: z.string() }) },
  mount: () => ({ tab: "first" }),
  recover: { tab: z.string() },
  handle: { show: (socket, { tab }) => socket.assign({ tab }) },
  render: ({ tab }) => html`<p>${tab}</p>`,
});
const OuterLive = liveView({
  views: { inner: InnerLive },
  mount: () => ({}),
  render: () => html`${liveRender(InnerLive, { id: "in-1" })}${liveRender(InnerLive, { id: "in-2" })}`,
});

const routes = [
  { path: "/", view: DraftLive },
  { path: "/items/:id", view: DraftLive },
  { path: "/other", view: OtherLive },
  { path: "/picky", view: PickyLive },
  { path: "/plain", view: PlainLive },
  { path: "/outer", view: OuterLive },
];

interface Joined {
  readonly wire: TestWire;
  readonly view: TestView;
  /** What the view shows, by the answer to its join. */
  readonly shown: string;
  /** What the page was told to keep when it joined: undefined where nothing was said. */
  readonly told: string | null | undefined;
}

async function join(
  app: LiveTestApp,
  path: string,
  recover?: string | null,
  changes: { readonly by?: "redirect"; readonly mounts?: number; readonly info?: LiveTestApp["info"] } = {},
): Promise<Joined> {
  const wire = app.connect(changes.info);
  const sessionId = (changes.info ?? app.info).session.id;
  const { mounts = 1, by = "url" } = changes;
  const view = wire.join(path, { recover: recover ?? null, mounts, by, session: app.pageToken(path, { sessionId }) });
  await settled();
  const answer = view.answer ?? assert.fail("no answer");
  assert.equal(answer[1], "ok", JSON.stringify(answer));
  const { rendered } = answer[2] as { rendered: Record<string, unknown> };
  return {
    wire,
    view,
    shown: `${String(rendered["0"])} ${String(rendered["1"] ?? "")}`.trim(),
    told: tokenIn(rendered),
  };
}

function tokenIn(tree: unknown): string | null | undefined {
  const { e = [] } = tree as { e?: readonly (readonly [string, { id: string; token: string | null }])[] };
  return e.find(([name]) => name === "lg:recover")?.[1].token;
}

/** What the page is told to keep by all that came since the last look. */
const kept = (wire: TestWire, frames = wire.take()): string | null | undefined =>
  frames
    .map(([, , payload]) => tokenIn((payload as { diff?: object }).diff ?? payload))
    .findLast((token) => token !== undefined);

/** A page that has chosen the second tab and typed something, and what it keeps. */
async function typed(app: LiveTestApp, path = "/") {
  const page = await join(app, path, null, { mounts: 0 });
  page.view.event("show", { tab: "second" });
  page.view.event("type", { text: "half" });
  await settled();
  return { ...page, token: kept(page.wire) ?? assert.fail("nothing to keep") };
}

const logged = (app: LiveTestApp, word: string): boolean => app.context.logged.some((line) => line.includes(word));

describe("what a page keeps for its view", () => {
  it("is told with the change itself, and only when something of it changes", async () => {
    const app = liveTestApp(routes);
    const { wire, view, told } = await join(app, "/", null, { mounts: 0 });
    assert.equal(told, undefined);
    wire.take();
    view.event("touch");
    view.event("show", { tab: "first" });
    await settled();
    assert.equal(kept(wire), undefined);
    view.event("show", { tab: "second" });
    await settled();
    const frames = wire.take();
    assert.equal(frames.length, 1);
    assert.ok(kept(wire, frames));
  });

  it("brings the view back as it was, on any node that has the secret, and is renewed by that", async () => {
    const app = liveTestApp(routes);
    const { token } = await typed(app);
    const back = await join(app, "/?page=2", token);
    assert.equal(back.shown, "second half");
    app.context.clock.advance(50 * 60_000);
    const other = liveTestApp(routes);
    assert.equal((await join(other, "/", back.told, { info: app.info })).shown, "second half");
  });

  it("can't be read by the page", async () => {
    const app = liveTestApp(routes);
    const { token } = await typed(app);
    const sealed = Buffer.from(token, "base64url").toString("latin1");
    assert.ok(!sealed.includes("half") && !token.includes("half"));
  });

  it("is good for an hour, and is sealed anew while the page stays open", async () => {
    const app = liveTestApp(routes);
    const { wire, token } = await typed(app);
    app.context.clock.advance(31 * 60_000);
    const renewed = kept(wire);
    assert.ok(renewed && renewed !== token);
    app.context.clock.advance(30 * 60_000);
    const old = await join(app, "/", token);
    assert.deepEqual([old.shown, old.told], ["first", null]);
    assert.ok(logged(app, "expired"));
    assert.equal((await join(app, "/", renewed)).shown, "second half");
  });

  it("needs no timer once its page has gone, nor when it goes while it joins", async () => {
    const app = liveTestApp(routes);
    const { wire, token } = await typed(app);
    wire.connection.closed();
    const back = app.connect();
    back.join("/", { recover: token, mounts: 1 });
    back.connection.closed();
    await settled();
    assert.equal(app.context.clock.pending, 0);
  });

  it("is ignored where it is altered, cut or nothing of ours, and the page is told to let it go", async () => {
    const app = liveTestApp(routes);
    const { token } = await typed(app);
    const altered = token.slice(0, 20) + (token[20] === "A" ? "B" : "A") + token.slice(21);
    for (const wrong of [altered, token.slice(0, -4), "", "x".repeat(70_000), app.pageToken("/")]) {
      const { shown, told } = await join(app, "/", wrong);
      assert.deepEqual([shown, told], ["first", null], wrong.slice(0, 30));
    }
    assert.equal(app.runtime.counters.snapshot()["recover_refused"], 5);
    assert.ok(logged(app, "invalid"));
  });

  it("is another session's business never: after a log-out, of another user, of another browser", async () => {
    const app = liveTestApp(routes);
    const { token } = await typed(app);
    const info = { ...app.info, session: new Session() };
    const stranger = await join(app, "/", token, { info });
    assert.deepEqual([stranger.shown, stranger.told], ["first", null]);
    assert.ok(logged(app, "another place"));
  });

  it("is good for its path and its view only, and follows a patch to another path", async () => {
    const app = liveTestApp(routes);
    const { view, wire, token } = await typed(app, "/items/1");
    for (const path of ["/items/2", "/", "/other"]) assert.equal((await join(app, path, token)).shown, "first");
    view.patch("http://shop.test/items/2?sort=year");
    await settled();
    const moved = kept(wire);
    assert.equal((await join(app, "/items/2", moved)).shown, "second half");
    assert.equal((await join(app, "/items/1", moved)).shown, "first");
  });

  it("isn't brought along by a live navigation to the same path, and nobody complains of it", async () => {
    const app = liveTestApp(routes);
    const { token } = await typed(app);
    const navigated = await join(app, "/", token, { by: "redirect", mounts: 0 });
    assert.deepEqual([navigated.shown, navigated.told], ["first", null]);
    assert.equal(app.runtime.counters.snapshot()["recover_refused"], undefined);
    assert.equal((await join(app, "/", token, { by: "redirect" })).shown, "second half");
  });

  it("is checked by the view's schemas one by one: what a deploy has changed is left out", async () => {
    const before = liveTestApp([{ path: "/", view: DraftLive }]);
    const { view, wire } = await join(before, "/", null, { mounts: 0 });
    view.event("show", { tab: "third" });
    view.event("type", { text: "half" });
    await settled();
    assert.equal((await join(before, "/", kept(wire))).shown, "first half");
    assert.ok(logged(before, '"tab"'));
  });

  it("is nothing that a view without such values takes, nor one that a deploy has taken them from", async () => {
    const app = liveTestApp(routes);
    const { token } = await typed(app);
    const { shown, told } = await join(app, "/plain", token);
    assert.deepEqual([shown, told], ["first", null]);
  });

  it("can't keep a view from coming back: where it throws with it, it mounts without", async () => {
    const app = liveTestApp(routes);
    const { view, wire } = await typed(app);
    view.event("type", { text: "unprintable" });
    await settled();
    assert.equal(kept(wire), undefined);
    const sealed = keptOf(app, "unprintable");
    const { shown, told } = await join(app, "/", sealed);
    assert.deepEqual([shown, told], ["first", null]);
    assert.equal(app.runtime.counters.snapshot()["recover_failed"], 1);
  });

  it("is left out where the schema itself fails, whatever is wrong with it", async () => {
    const app = liveTestApp(routes);
    const { shown, told } = await join(app, "/picky", keptOf(app, "half", "/picky"));
    assert.deepEqual([shown, told], ["first", null]);
    assert.ok(logged(app, "on purpose"));
  });

  it("has 16 KiB; what is larger isn't kept, and what was there before isn't brought back instead", async () => {
    const app = liveTestApp(routes);
    const { view, wire } = await typed(app);
    view.event("type", { text: "x".repeat(keptBytes) });
    await settled();
    assert.equal(kept(wire), null);
    assert.ok(logged(app, "too large"));
    view.event("type", { text: "short" });
    await settled();
    assert.equal((await join(app, "/", kept(wire))).shown, "second short");
  });

  it("is kept for each view inside a page by its own id", async () => {
    const app = liveTestApp(routes);
    const comeBack = async (tokens: Readonly<Record<string, string>>, mounts: number) => {
      const outer = await join(app, "/outer", null, { mounts });
      const inner = nestedTokens(JSON.stringify(outer.view.answer));
      const answers: Record<string, unknown> = {};
      for (const id of ["in-1", "in-2"]) {
        const joinRef = outer.wire.push(null, "phoenix", "heartbeat", {});
        const payload = { params: { _mounts: mounts, _recover: tokens[id] }, session: inner[id], static: null };
        outer.wire.connection.receive(JSON.stringify([joinRef, joinRef, `lv:${id}`, "phx_join", payload]));
        await settled();
        answers[id] = joinRef;
      }
      return { ...outer, answers };
    };
    const first = await comeBack({}, 0);
    const ref = String(first.answers["in-1"]);
    first.wire.take();
    first.wire.push(ref, "lv:in-1", "event", { type: "click", event: "show", value: { tab: "second" } });
    await settled();
    const token = kept(first.wire) ?? assert.fail("nothing to keep");
    const again = await comeBack({ "in-1": token, "in-2": token }, 1);
    const texts = again.wire.frames.filter(([joinRef, , topic]) => topic.startsWith("lv:in-") && joinRef !== null);
    assert.match(JSON.stringify(texts.find(([, , topic]) => topic === "lv:in-1")), /"0":"second"/);
    assert.match(JSON.stringify(texts.find(([, , topic]) => topic === "lv:in-2")), /"0":"first"/);
  });
});

/** What a page keeps that has typed this where nothing is printed of it. */
function keptOf(app: LiveTestApp, text: string, path = "/"): string {
  const { id: sessionId } = app.info.session;
  const claim = { id: "phx-1", sessionId, userSessionId: null, liveSession: "default" };
  const route = app.routes[routes.findIndex((each) => each.path === path)] ?? assert.fail();
  const url = { path } as Parameters<typeof sealKept>[2]["url"];
  return sealKept(app.runtime, claim, { route, nested: null, url }, { tab: "second", text });
}
