import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { provide } from "../live/guard.ts";
import { addingView, joined, sum } from "./adding-view.fixture.ts";
import { type LiveTestOptions, liveTestApp, settled, textView } from "./live-test-app.ts";

function connected(options: LiveTestOptions = {}) {
  const app = liveTestApp([{ path: "/", view: addingView() }], options);
  return { app, wire: app.connect() };
}

describe("a heartbeat", () => {
  it("is answered on its own topic", () => {
    const { wire } = connected();
    const ref = wire.push(null, "phoenix", "heartbeat", {});
    assert.deepEqual(wire.frames, [[null, ref, "phoenix", "phx_reply", { status: "ok", response: {} }]]);
  });

  it("on any other topic is a push that nobody waits for", () => {
    const { wire } = connected();
    const ref = wire.push(null, "lv:a", "heartbeat", {});
    assert.deepEqual(wire.take(), [[ref, "error", { reason: "unmatched topic" }]]);
  });
});

describe("a leave", () => {
  it("closes the channel and is acknowledged", async () => {
    const { view, wire, app } = await joined();
    const ref = view.leave();
    assert.deepEqual(wire.take(), [
      [view.joinRef, "phx_close", {}],
      [ref, "ok", {}],
    ]);
    assert.equal(app.pubsub.size, 0);
  });

  it("of a topic that isn't joined is acknowledged, as pages do when they unload", () => {
    const { wire } = connected();
    const ref = wire.push(null, "lv:", "phx_leave", {});
    assert.deepEqual(wire.take(), [[ref, "ok", {}]]);
  });

  it("that belongs to a former join leaves the present one alone", async () => {
    const { wire, view } = await joined();
    const again = wire.join("/");
    await settled();
    wire.take();
    view.leave();
    wire.take();
    const ref = again.event("add", { n: 1 });
    assert.deepEqual(wire.take(), [[ref, "ok", sum(1)]]);
  });
});

describe("a push", () => {
  it("to a topic that isn't joined says so", () => {
    const { wire } = connected();
    const ref = wire.push("1", "lv:phx-1", "event", { type: "click", event: "add", value: {} });
    assert.deepEqual(wire.take(), [[ref, "error", { reason: "unmatched topic" }]]);
  });

  it("of a former join is ignored without a word", async () => {
    const { wire, view } = await joined();
    const again = wire.join("/");
    await settled();
    wire.take();
    view.event("add", { n: 1 });
    assert.deepEqual(wire.take(), []);
    const ref = again.event("ask", {}, "hook");
    assert.deepEqual(wire.take(), [[ref, "ok", { diff: { r: { sum: 0 } } }]]);
  });

  it("of an event that views don't know is refused in its order", async () => {
    const { wire, view } = await joined();
    const ref = view.push("frobnicate", {});
    assert.deepEqual(wire.take(), [
      [ref, "ok", { diff: { e: [["lg:refused", { event: "frobnicate", reason: "unknown_event" }]] } }],
    ]);
  });

  it("about components that never were is answered with none", async () => {
    const { wire, view } = await joined();
    const refs = [
      view.push("cids_will_destroy", { cids: [1] }),
      view.push("cids_destroyed", { cids: [1, 2] }),
      view.push("cids_destroyed", { cids: "all" }),
    ];
    assert.deepEqual(wire.take(), [
      [refs[0], "ok", {}],
      [refs[1], "ok", { cids: [] }],
      [refs[2], "ok", { cids: [] }],
    ]);
  });

  it("that is malformed or too large is refused, and the view lives on", async () => {
    const { wire, view } = await joined();
    view.push("event", { type: "click", value: {} });
    view.push("event", [1]);
    view.push("live_patch", { url: "javascript:alert(1)" });
    view.event("add", { n: "1".repeat(70_000) });
    const reasons = wire.take().map(([, status, response]) => {
      const { diff } = response as { diff: { e: [[name: string, payload: { reason: string }]] } };
      return [status, diff.e[0][1].reason];
    });
    assert.deepEqual(reasons, [
      ["ok", "invalid_payload"],
      ["ok", "invalid_payload"],
      ["ok", "invalid_payload"],
      ["ok", "too_large"],
    ]);
    const ref = view.event("add", { n: 1 });
    assert.deepEqual(wire.take(), [[ref, "ok", sum(1)]]);
  });
});

describe("a join", () => {
  it("of a topic that is joined closes the former one first", async () => {
    const { wire, view, app } = await joined();
    const again = wire.join("/");
    await settled();
    const [closed, answer] = wire.take();
    assert.deepEqual(closed, [view.joinRef, "phx_close", {}]);
    assert.deepEqual(answer?.slice(0, 2), [again.joinRef, "ok"]);
    assert.equal(app.pubsub.size, 1);
  });

  it("takes the place of one that is still at work", async () => {
    const gate = Promise.withResolvers<object>();
    const app = liveTestApp([{ path: "/", view: addingView(), guards: [provide("slow", () => gate.promise)] }]);
    const wire = app.connect();
    const [first, second] = [wire.join("/"), wire.join("/")];
    gate.resolve({});
    await settled();
    const frames = wire.take();
    assert.deepEqual(
      frames.map(([ref, event]) => [ref, event]),
      [
        [first.joinRef, "phx_close"],
        [second.joinRef, "ok"],
      ],
    );
    assert.equal(app.pubsub.size, 1);
  });

  it("of a topic that is no view's is refused", () => {
    const { wire } = connected();
    for (const topic of ["room:1", "phoenix", ""]) {
      const ref = wire.push("9", topic, "phx_join", {});
      assert.deepEqual(wire.take(), [[ref, "error", { reason: "unmatched topic" }]]);
    }
  });

  it("with a payload that is none is refused", () => {
    const { wire } = connected();
    for (const payload of [null, [], { url: "no url" }, { params: [] }]) {
      const ref = wire.push("9", "lv:phx-1", "phx_join", payload);
      assert.deepEqual(wire.take(), [[ref, "error", { reason: "malformed" }]]);
    }
  });

  it("beyond the number of channels is refused until one leaves", async () => {
    const { wire, app } = connected({ limits: { channelsPerConnection: 2 } });
    const first = wire.join("/", { id: "a" });
    wire.join("/", { id: "b" });
    const third = wire.join("/", { id: "c" });
    await settled();
    assert.deepEqual(third.answer, [third.joinRef, "error", { reason: "too many channels joined" }]);
    assert.equal(app.runtime.counters.value("too_many_channels"), 1);
    first.leave();
    const fourth = wire.join("/", { id: "d" });
    await settled();
    assert.equal(fourth.answer?.[1], "ok");
  });

  it("that was refused takes up no place", async () => {
    const { wire } = connected({ limits: { channelsPerConnection: 1 } });
    wire.join("/", { id: "a", session: "forged" });
    await settled();
    const view = wire.join("/", { id: "b" });
    await settled();
    assert.equal(view.answer?.[1], "ok");
  });

  it("that comes too fast is refused", async () => {
    const { wire, app } = connected({ limits: { joinsPerSecond: 1, joinBurst: 2 } });
    const answers = [];
    for (let count = 0; count < 3; count += 1) {
      const view = wire.join("/");
      await settled();
      answers.push(view.answer);
    }
    assert.deepEqual(
      answers.map((answer) => answer?.[1]),
      ["ok", "ok", "error"],
    );
    assert.deepEqual(answers[2]?.[2], { reason: "rate" });
    assert.equal(app.runtime.counters.value("too_many_joins"), 1);
  });

  it("of several views goes on side by side on one connection", async () => {
    const app = liveTestApp([{ path: "/", view: addingView() }]);
    const wire = app.connect();
    const [a, b] = [wire.join("/", { id: "a" }), wire.join("/", { id: "b" })];
    await settled();
    wire.take();
    const refs = [a.event("add", { n: 1 }), b.event("add", { n: 2 })];
    assert.deepEqual(wire.take(), [
      [refs[0], "ok", sum(1)],
      [refs[1], "ok", sum(2)],
    ]);
    assert.deepEqual(
      wire.frames.slice(-2).map(([joinRef, , topic]) => [joinRef, topic]),
      [
        [a.joinRef, "lv:a"],
        [b.joinRef, "lv:b"],
      ],
    );
  });
});

describe("what is no frame", () => {
  const refused = 'not json|null|{}|[]|[1,2,3,4,5]|[null,null,null,null,null]|[null,null,"a","b"]'.split("|");

  it("ends the connection with a code that makes the client connect again, and is counted", () => {
    for (const text of refused) {
      const { wire, app } = connected();
      wire.connection.receive(text);
      assert.deepEqual([wire.ended, wire.frames], [{ code: 1002, reason: "malformed" }, []], text);
      assert.equal(app.runtime.counters.value("frame_refused"), 1);
    }
  });

  it("ends it with another code when it is too large", () => {
    const { wire } = connected();
    wire.connection.receive(`["1","1","lv:a","event","${"a".repeat(1024 * 1024)}"]`);
    assert.deepEqual(wire.ended, { code: 1009, reason: "too large" });
  });

  it("is every binary frame that isn't a push", () => {
    const { wire } = connected();
    wire.connection.receiveBinary(new Uint8Array(4));
    assert.deepEqual(wire.ended, { code: 1002, reason: "malformed" });
  });

  it("never reaches a view, whatever was sent with it, nor does what comes behind it", async () => {
    const { view, wire, app } = await joined();
    wire.connection.receive(`["${view.joinRef}","7","${view.topic}","event",{"event":"add","value":{"n":1}},1]`);
    wire.connection.receive(`["${view.joinRef}",7,"${view.topic}","event",{"event":"add","value":{"n":1}}]`);
    view.event("ask", {}, "hook");
    assert.deepEqual(wire.take(), []);
    assert.equal(app.runtime.counters.value("frame_refused"), 1);
  });
});

describe("a connection that asks for more than it reads", () => {
  it("is cut at once, counted once, and heard no more", async () => {
    const { view, wire, app } = await joined();
    wire.bufferedAmount = 16 * 1024 * 1024;
    view.event("add", { by: 1 });
    assert.equal(wire.ended, null);
    wire.bufferedAmount += 1;
    const before = wire.frames.length;
    view.event("add", { by: 1 });
    wire.bufferedAmount = 0;
    view.event("add", { by: 1 });
    assert.deepEqual([wire.ended, wire.frames.length], ["terminated", before]);
    assert.equal(app.runtime.counters.value("slow_reader"), 1);
  });
});

describe("a connection that is gone", () => {
  it("ends all of its views and says so once", async () => {
    const { wire, app } = connected();
    for (const id of ["a", "b", "c"]) wire.join("/", { id });
    await settled();
    assert.equal(app.pubsub.size, 3);
    wire.connection.closed();
    assert.deepEqual([app.pubsub.size, app.context.clock.pending, wire.isForgotten], [0, 0, true]);
  });

  it("leaves the views of other connections alone", async () => {
    const app = liveTestApp([{ path: "/", view: textView("hi") }]);
    const [first, second] = [app.connect(), app.connect()];
    const [, view] = [first.join("/"), second.join("/")];
    await settled();
    first.connection.closed();
    second.take();
    const ref = view.event("nobody");
    assert.equal(second.take()[0]?.[0], ref);
  });
});

describe("a connection of a server that stops", () => {
  it("hears nothing more, and is closed once its views have answered what they had taken", async () => {
    const gate = Promise.withResolvers<void>();
    const { view, wire } = await joined({ view: addingView(gate) });
    const [slow, add] = [view.event("slow"), view.event("add", { n: 2 })];
    const drained = wire.connection as unknown as { drain(): Promise<void> }; // The wire knows it by what a server calls.
    const over = drained.drain();
    view.event("add", { n: 100 });
    await settled();
    assert.equal(wire.ended, null);
    gate.resolve();
    await over;
    assert.deepEqual(wire.take(), [
      [slow, "ok", {}],
      [add, "ok", sum(2)],
    ]);
    assert.deepEqual(wire.ended, { code: 1012, reason: "restart" });
  });
});
