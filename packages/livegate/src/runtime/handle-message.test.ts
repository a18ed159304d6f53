import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Unavailable } from "../errors/unavailable.ts";
import { html } from "../html/html.ts";
import type { OnMountHook } from "../live/hook.ts";
import { liveView } from "../live/live-view.ts";
import { reply } from "../live/reply.ts";
import { joined, refusal, room, sum } from "./adding-view.fixture.ts";
import { plainSession, settled } from "./live-test-app.ts";

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

describe("a refused event", () => {
  it("is acknowledged with the reason, told to the log, counted, and the view lives on", async () => {
    const { view, wire, app } = await joined();
    const ref = view.event("nobody", { secret: "hidden" });
    assert.deepEqual(wire.take(), [[ref, "ok", refusal("nobody", "unknown_event")]]);
    assert.equal(app.runtime.counters.value("event_refused_unknown_event"), 1);
    const line = app.context.logged.find((text) => text.includes("event refused")) ?? "";
    assert.match(line, /"reason":"unknown_event"/);
    assert.doesNotMatch(line, /hidden/);
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

  it("keep what they did after a render when a later event is taken back", async () => {
    const view = liveView({
      events: { add: null, fail: null, show: null },
      mount: () => ({ count: 0, renders: 0 }),
      handle: {
        add: (socket) => socket.update("count", (count) => count + 1),
        fail: (socket) => {
          socket.assign({ count: 100 });
          throw new Unavailable("The disk is full.");
        },
        show: (socket) => reply({ renders: socket.assigns.renders }),
      },
      onMount: [
        (_params, _session, socket) => {
          socket.attachHook("count", "afterRender", (_occasion, hooked) => {
            hooked.assign({ renders: Number(hooked.assigns["renders"]) + 1 });
          });
          return "cont";
        },
      ],
      render: ({ count }) => html`<p>${count}</p>`,
    });
    const { view: page, wire } = await joined({ view });
    for (const event of ["add", "fail"]) page.event(event);
    page.event("show", {}, "hook");
    assert.deepEqual(
      wire.take().map(([, , response]) => response),
      [{ diff: { 0: "1" } }, refusal("fail", "unavailable"), { diff: { r: { renders: 2 } } }],
    );
  });
});
