import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { events } from "../live/event.ts";
import { provide } from "../live/guard.ts";
import type { OnMountHook } from "../live/hook.ts";
import { liveView } from "../live/live-view.ts";
import { reply } from "../live/reply.ts";
import { definePaths } from "../paths/define-paths.ts";
import { readFlash } from "../plug/flash-token.ts";
import { topic } from "../pubsub/topic.ts";
import { type LiveTestOptions, type TestRoute, liveTestApp, plainSession, settled } from "./live-test-app.ts";

const paths = definePaths({ list: "/?page", other: "/other" });
const room = topic((name: string) => `room:${name}`, z.number());
const ev = events({
  add: z.object({ n: z.coerce.number<number | string>() }),
  slow: null,
  boom: null,
  boomLater: null,
  ask: null,
  say: z.object({ info: z.string() }),
  emit: null,
  patch: z.object({ page: z.number() }),
  navigate: null,
  leave: null,
});

/** A view that adds numbers; `gate` is what its slow handler waits for. */
function addingView(gate: { readonly promise: Promise<unknown> } = { promise: Promise.resolve() }) {
  return liveView({
    events: ev,
    params: z.object({ page: z.coerce.number().default(1) }),
    mount: () => ({ sum: 0, page: 0 }),
    subscribe: ({ params }, on) => [
      on(room(`page ${params.page}`), (socket, n) => socket.update("sum", (sum) => sum + n)),
    ],
    handleParams: (socket, { page }) => socket.assign({ page }),
    handle: {
      add: (socket, { n }) => socket.update("sum", (sum) => sum + n),
      slow: async (socket) => {
        await gate.promise;
        socket.update("sum", (sum) => sum * 10);
      },
      boom: () => {
        throw new Error("boom");
      },
      boomLater: async () => {
        await Promise.resolve();
        throw new Error("boom later");
      },
      ask: (socket) => reply({ sum: socket.assigns.sum }),
      say: (socket, { info }) => socket.putFlash("info", info),
      emit: (socket) => socket.pushEvent("sum", { n: socket.assigns.sum }),
      patch: (socket, { page }) => socket.putFlash("info", "patched").pushPatch(paths.list({ page })),
      navigate: (socket) => socket.putFlash("info", "bye").pushEvent("last", {}).pushNavigate(paths.other()),
      leave: (socket) => socket.redirect(paths.other()),
    },
    pageTitle: ({ sum }) => `Sum ${sum}`,
    render: ({ sum, page, flash }) => html`<p>${sum} on ${page}</p><b>${flash["info"]}</b>`,
  });
}

/** A joined view; the frames of its join are taken already. */
async function joined(route: Partial<TestRoute> = {}, options: LiveTestOptions = {}) {
  const app = liveTestApp([{ path: "/", view: addingView(), ...route }], options);
  const wire = app.connect();
  const view = wire.join("/");
  await settled();
  assert.equal(view.answer?.[1], "ok");
  wire.take();
  return { app, wire, view };
}

const sum = (n: number, more: object = {}) => ({ diff: { 0: String(n), t: `Sum ${n}`, ...more } });
const refusal = (event: string, reason: string) => ({ diff: { e: [["lg:refused", { event, reason }]] } });

describe("an event", () => {
  it("is answered with what it changed, and nothing else", async () => {
    const { view, wire } = await joined();
    const ref = view.event("add", { n: "5" });
    assert.deepEqual(wire.take(), [[ref, "ok", sum(5)]]);
  });

  it("is acknowledged when it changed nothing", async () => {
    const { view, wire } = await joined();
    const ref = view.event("add", { n: 0 });
    assert.deepEqual(wire.take(), [[ref, "ok", {}]]);
  });

  it("carries a handler's reply, and events for the page", async () => {
    const { view, wire } = await joined();
    const [ask, emit] = [view.event("ask", {}, "hook"), view.event("emit")];
    assert.deepEqual(wire.take(), [
      [ask, "ok", { diff: { r: { sum: 0 } } }],
      [emit, "ok", { diff: { e: [["sum", { n: 0 }]] } }],
    ]);
  });

  it("clears the flash where the client's own event says so", async () => {
    const { view, wire } = await joined();
    view.event("say", { info: "Saved" });
    view.event("lv:clear-flash", { key: "error" });
    view.event("lv:clear-flash", { key: "info" });
    view.event("say", { info: "Saved" });
    view.event("lv:clear-flash", null);
    const diffs = wire.take().map(([, , response]) => response);
    assert.deepEqual(diffs, [
      { diff: { 2: "Saved" } },
      {},
      { diff: { 2: "" } },
      { diff: { 2: "Saved" } },
      { diff: { 2: "" } },
    ]);
  });

  it("for a component that isn't there is acknowledged", async () => {
    const { view, wire } = await joined();
    const ref = view.push("event", { type: "click", event: "add", value: { n: 1 }, cid: 3 });
    assert.deepEqual(wire.take(), [[ref, "ok", {}]]);
  });
});

describe("messages of a view", () => {
  it("are handled and answered strictly in order, however long a handler takes", async () => {
    const gate = Promise.withResolvers<void>();
    const { view, wire, app } = await joined({ view: addingView(gate) });
    const refs = [
      view.event("add", { n: 1 }),
      view.event("slow"),
      view.event("add", { n: 2 }),
      view.event("nobody"),
      view.event("add", { n: "x" }),
      view.push("cids_will_destroy", { cids: [1] }),
    ];
    app.pubsub.broadcast(room("page 1"), 100);
    const last = view.event("ask", {}, "hook");
    assert.deepEqual(wire.take(), [[refs[0], "ok", sum(1)]]);
    await settled();
    assert.deepEqual(wire.take(), [], "nothing passes the slow one");
    gate.resolve();
    await settled();
    assert.deepEqual(wire.take(), [
      [refs[1], "ok", sum(10)],
      [refs[2], "ok", sum(12)],
      [refs[3], "ok", refusal("nobody", "unknown_event")],
      [refs[4], "ok", refusal("add", "invalid_payload")],
      [refs[5], "ok", {}],
      [null, "diff", { 0: "112", t: "Sum 112" }],
      [last, "ok", { diff: { r: { sum: 112 } } }],
    ]);
  });

  it("that come during the join wait for it", async () => {
    const gate = Promise.withResolvers<object>();
    const app = liveTestApp([{ path: "/", view: addingView(), guards: [provide("slow", () => gate.promise)] }]);
    const wire = app.connect();
    const view = wire.join("/");
    const ref = view.event("add", { n: 1 });
    await settled();
    assert.deepEqual(wire.take(), []);
    gate.resolve({});
    await settled();
    assert.deepEqual(
      wire.take().map(([to, status]) => [to, status]),
      [
        [view.joinRef, "ok"],
        [ref, "ok"],
      ],
    );
  });

  it("that are broadcast between subscribe and the end of mount aren't lost", async () => {
    const gate = Promise.withResolvers<void>();
    const view = liveView({
      mount: async () => {
        await gate.promise;
        return { sum: 0 };
      },
      subscribe: (_args, on) => [on(room("a"), (socket, n) => socket.update("sum", (sum0) => sum0 + n))],
      render: ({ sum: total }) => html`<p>${total}</p>`,
    });
    const app = liveTestApp([{ path: "/", view }]);
    const wire = app.connect();
    wire.join("/");
    await settled();
    app.pubsub.broadcast(room("a"), 7);
    gate.resolve();
    await settled();
    assert.deepEqual(wire.take().slice(1), [[null, "diff", { 0: "7" }]]);
  });

  it("are handled once more by nobody when their topic was left meanwhile", async () => {
    const gate = Promise.withResolvers<void>();
    const { view, wire, app } = await joined({ view: addingView(gate) });
    view.event("slow");
    view.patch("http://shop.test/?page=2");
    app.pubsub.broadcast(room("page 1"), 100);
    gate.resolve();
    await settled();
    view.event("ask", {}, "hook");
    assert.deepEqual(wire.take().at(-1)?.[2], { diff: { r: { sum: 0 } } });
  });
});

describe("a refused event", () => {
  it("is acknowledged with the reason, told to the log, counted, and the view lives on", async () => {
    const { view, wire, app } = await joined();
    const ref = view.event("nobody", { secret: "hidden" });
    assert.deepEqual(wire.take(), [[ref, "ok", refusal("nobody", "unknown_event")]]);
    assert.equal(app.runtime.counters.value("event_refused_unknown_event"), 1);
    const [line] = app.context.logged.filter((text) => text.includes("event refused"));
    assert.match(line!, /"reason":"unknown_event"/);
    assert.doesNotMatch(line!, /hidden/);
    view.event("add", { n: 1 });
    assert.deepEqual(wire.take()[0]?.[2], sum(1));
  });

  it("of a hook is answered with an error, so that its promise rejects", async () => {
    const { view, wire } = await joined();
    const ref = view.event("nobody", {}, "hook");
    assert.deepEqual(wire.take(), [[ref, "error", { reason: "unknown_event" }]]);
  });

  it("may have the name of what every object has, or of the client's own", async () => {
    const { view, wire } = await joined();
    const names = ["constructor", "__proto__", "toString", "lv:unknown", ""];
    for (const name of names) view.event(name);
    assert.deepEqual(
      wire.take().map(([, , response]) => response),
      names.map((name) => refusal(name, "unknown_event")),
    );
  });

  it("is one that comes too fast; after a pause they come through again", async () => {
    const { view, wire, app } = await joined({}, { limits: { eventsPerSecond: 10, eventBurst: 3 } });
    for (let count = 0; count < 4; count += 1) view.event("add", { n: 1 });
    view.patch("http://shop.test/?page=2");
    assert.deepEqual(
      wire.take().map(([, , response]) => response),
      [sum(1), sum(2), sum(3), refusal("add", "rate"), refusal("live_patch", "rate")],
    );
    app.context.clock.advance(100);
    view.event("add", { n: 1 });
    assert.deepEqual(wire.take()[0]?.[2], sum(4));
  });
});

describe("a patch", () => {
  it("from the page runs handleParams, clears the flash and follows with its topics", async () => {
    const { view, wire, app } = await joined();
    view.event("say", { info: "Saved" });
    wire.take();
    const ref = view.patch("http://shop.test/?page=2");
    await settled();
    assert.deepEqual(wire.take(), [[ref, "ok", { diff: { 1: "2", 2: "" } }]]);
    app.pubsub.broadcast(room("page 1"), 1);
    app.pubsub.broadcast(room("page 2"), 2);
    await settled();
    assert.deepEqual([wire.take(), app.pubsub.size], [[[null, "diff", { 0: "2", t: "Sum 2" }]], 1]);
  });

  it("of the view's own tells the page its URL first, then answers with all that changed", async () => {
    const { view, wire } = await joined();
    const ref = view.event("patch", { page: 3 });
    await settled();
    assert.deepEqual(wire.take(), [
      [null, "live_patch", { kind: "push", to: "/?page=3" }],
      [ref, "ok", { diff: { 1: "3", 2: "patched" } }],
    ]);
  });

  it("to another place makes the page go there by itself", async () => {
    const { view, wire } = await joined();
    const ref = view.patch("http://shop.test/other");
    assert.deepEqual(wire.take(), [[ref, "ok", { link_redirect: true }]]);
  });

  it("with params that don't fit ends in a full request for that URL", async () => {
    const { view, wire } = await joined();
    const ref = view.patch("http://shop.test/?page=x");
    await settled();
    assert.deepEqual(wire.take(), [
      [ref, "ok", { redirect: { to: "/?page=x", status: 302 } }],
      [view.joinRef, "phx_close", {}],
    ]);
  });
});

describe("a navigation", () => {
  it("sends the turn's events first, answers with the target and the turn's messages, and closes", async () => {
    const { view, wire, app } = await joined();
    const ref = view.event("navigate");
    const [first, second, third, ...rest] = wire.take();
    assert.deepEqual(first, [null, "diff", { e: [["last", {}]] }]);
    const { flash, ...target } = (second?.[2] as { live_redirect: Record<string, unknown> }).live_redirect;
    assert.deepEqual([second?.[0], second?.[1], target], [ref, "ok", { to: "/other", kind: "push" }]);
    assert.deepEqual({ ...readFlash(flash, app.context) }, { info: "bye" });
    assert.deepEqual([third, rest, app.pubsub.size], [[view.joinRef, "phx_close", {}], [], 0]);
  });

  it("by a message is a push of its own", async () => {
    const view = liveView({
      mount: () => ({}),
      subscribe: (_args, on) => [on(room("a"), (socket) => socket.redirect(paths.other()))],
      render: () => html`<p></p>`,
    });
    const { wire, app, view: page } = await joined({ view });
    app.pubsub.broadcast(room("a"), 1);
    await settled();
    assert.deepEqual(wire.take(), [
      [null, "redirect", { to: "/other", status: 302 }],
      [page.joinRef, "phx_close", {}],
    ]);
  });
});

describe("a crash", () => {
  for (const event of ["boom", "boomLater"]) {
    it(`in ${event} ends that view alone, tells the client and the log, and leaves nothing behind`, async () => {
      const app = liveTestApp([{ path: "/", view: addingView() }]);
      const wire = app.connect();
      const [broken, other] = [wire.join("/"), wire.join("/", { id: "phx-2" })];
      await settled();
      wire.take();
      broken.event(event);
      broken.event("add", { n: 1 });
      await settled();
      const frames = wire.take();
      assert.deepEqual(frames[0], [broken.joinRef, "phx_error", { reason: "channel_crash" }]);
      other.event("add", { n: 1 });
      assert.deepEqual(wire.take(), [[String(Number(broken.joinRef) + 4), "ok", sum(1)]]);
      assert.deepEqual([app.pubsub.size, app.runtime.counters.value("view_crashed")], [1, 1]);
      assert.ok(app.context.logged.some((line) => line.includes("live view crashed") && line.includes("boom")));
    });
  }

  it("while it prints is one too", async () => {
    const view = liveView({
      events: { bad: null },
      mount: () => ({ value: "fine" as unknown }),
      handle: { bad: (socket) => socket.assign({ value: { no: "text" } }) },
      render: ({ value }) => html`<p>${value as string}</p>`,
    });
    const { wire, view: page } = await joined({ view });
    page.event("bad");
    assert.deepEqual(wire.take(), [[page.joinRef, "phx_error", { reason: "channel_crash" }]]);
  });

  it("lets the client join again", async () => {
    const { wire, view } = await joined();
    view.event("boom");
    const again = wire.join("/");
    await settled();
    assert.equal(again.answer?.[1], "ok");
  });

  it("of a join is its answer, and leaves nothing behind", async () => {
    const view = liveView({
      mount: async () => {
        throw new Error("boom");
      },
      subscribe: (_args, on) => [on(room("a"), () => {})],
      render: () => html``,
    });
    const app = liveTestApp([{ path: "/", view }]);
    const wire = app.connect();
    const page = wire.join("/");
    await settled();
    assert.deepEqual(page.answer, [page.joinRef, "error", { reason: "join crashed" }]);
    assert.deepEqual([app.pubsub.size, app.context.clock.pending], [0, 0]);
  });

  it("is what a mailbox that is full ends in", async () => {
    const gate = Promise.withResolvers<void>();
    const { view, wire, app } = await joined({ view: addingView(gate) }, { limits: { mailboxLength: 3 } });
    view.event("slow");
    for (let count = 0; count < 4; count += 1) app.pubsub.broadcast(room("page 1"), 1);
    assert.deepEqual(wire.take(), [[view.joinRef, "phx_error", { reason: "channel_crash" }]]);
    assert.deepEqual([app.runtime.counters.value("mailbox_full"), app.pubsub.size], [1, 0]);
    gate.resolve();
    await settled();
    assert.deepEqual(wire.take(), []);
  });
});

describe("a closed view", () => {
  it("has left its topics and its timers, however it was closed", async () => {
    const closings: readonly ((given: Awaited<ReturnType<typeof joined>>) => void)[] = [
      ({ view }) => void view.leave(),
      ({ view }) => void view.event("boom"),
      ({ view }) => void view.event("leave"),
      ({ wire }) => wire.connection.closed(),
    ];
    for (const close of closings) {
      const given = await joined();
      assert.equal(given.app.pubsub.size, 1);
      close(given);
      assert.deepEqual([given.app.pubsub.size, given.app.context.clock.pending], [0, 0]);
      given.wire.take();
      given.app.pubsub.broadcast(room("page 1"), 1);
      await settled();
      assert.deepEqual(given.wire.take(), []);
    }
  });

  it("drops what an asynchronous handler brings, and handles nothing that waited behind it", async () => {
    const gate = Promise.withResolvers<void>();
    const { view, wire, app } = await joined({ view: addingView(gate) });
    view.event("slow");
    view.event("boom");
    view.leave();
    wire.take();
    gate.resolve();
    await settled();
    assert.deepEqual([wire.take(), app.runtime.counters.value("view_crashed")], [[], 0]);
  });

  it("drops a join whose guards were still at work, and begins nothing for it", async () => {
    const gate = Promise.withResolvers<object>();
    const app = liveTestApp([{ path: "/", view: addingView(), guards: [provide("slow", () => gate.promise)] }]);
    const wire = app.connect();
    wire.join("/");
    wire.connection.closed();
    gate.resolve({});
    await settled();
    assert.deepEqual([wire.take(), app.pubsub.size, app.context.clock.pending], [[], 0, 0]);
  });

  it("drops a patch whose handleParams was still at work", async () => {
    const gate = Promise.withResolvers<void>();
    const view = liveView({
      params: z.object({ page: z.coerce.number().default(1) }),
      mount: () => ({}),
      subscribe: ({ params }, on) => [on(room(`page ${params.page}`), () => {})],
      handleParams: (_socket, { page }) => (page === 1 ? undefined : gate.promise),
      render: () => html`<p></p>`,
    });
    const { wire, view: page, app } = await joined({ view });
    page.patch("http://shop.test/?page=2");
    await settled();
    page.leave();
    wire.take();
    gate.resolve();
    await settled();
    assert.deepEqual([wire.take(), app.pubsub.size], [[], 0]);
  });
});

describe("a join that takes too long", () => {
  it("is answered when its time is over, once, and what it brings later is dropped", async () => {
    const gate = Promise.withResolvers<object>();
    const app = liveTestApp([{ path: "/", view: addingView(), guards: [provide("slow", () => gate.promise)] }]);
    const wire = app.connect();
    const view = wire.join("/");
    app.context.clock.advance(9_999);
    assert.deepEqual(wire.take(), []);
    app.context.clock.advance(1);
    assert.deepEqual(wire.take(), [[view.joinRef, "error", { reason: "timeout" }]]);
    gate.resolve({});
    await settled();
    assert.deepEqual([wire.take(), app.pubsub.size], [[], 0]);
  });

  it("leaves no timer behind when it was in time", async () => {
    const { app, wire } = await joined();
    assert.equal(app.context.clock.pending, 0);
    app.context.clock.advance(20_000);
    assert.deepEqual(wire.take(), []);
  });
});

describe("attached hooks", () => {
  /** A hook that attaches one to a stage; it halts what `halts` names. */
  const attach =
    (
      stage: "handleEvent" | "handleMessage" | "handleParams" | "afterRender",
      log: unknown[],
      halts = "",
    ): OnMountHook =>
    (_params, _session, socket) => {
      socket.attachHook("spy", stage, ({ name, value }) => {
        log.push(value === undefined ? name : [name, value]);
        return name === halts ? "halt" : "cont";
      });
      return "cont";
    };
  const joinedWith = (hook: OnMountHook) => joined({ liveSession: { ...plainSession, onMount: [hook] } });

  it("see an event before its handler, and may keep it from the handler", async () => {
    const log: unknown[] = [];
    const { view, wire } = await joinedWith(attach("handleEvent", log, "boom"));
    const refs = [view.event("add", { n: "2" }), view.event("boom")];
    assert.deepEqual(log, [["add", { n: 2 }], "boom"]);
    assert.deepEqual(wire.take(), [
      [refs[0], "ok", sum(2)],
      [refs[1], "ok", {}],
    ]);
  });

  it("see a message before its handler, and may keep it from the handler", async () => {
    const log: unknown[] = [];
    const { app, wire } = await joinedWith(attach("handleMessage", log, "room:page 1"));
    app.pubsub.broadcast(room("page 1"), 5);
    await settled();
    assert.deepEqual([log, wire.take()], [[["room:page 1", 5]], []]);
  });

  it("see the params of the join and of each patch", async () => {
    const log: unknown[] = [];
    const { view } = await joinedWith(attach("handleParams", log));
    view.patch("http://shop.test/?page=2");
    await settled();
    assert.deepEqual(log, [
      ["http://shop.test/", { page: 1 }],
      ["http://shop.test/?page=2", { page: 2 }],
    ]);
  });

  it("see that a render is over, the first one too", async () => {
    const log: unknown[] = [];
    const { view } = await joinedWith(attach("afterRender", log));
    view.event("add", { n: 1 });
    assert.deepEqual(log, ["http://shop.test/", "http://shop.test/"]);
  });
});
