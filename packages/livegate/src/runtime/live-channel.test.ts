import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { provide } from "../live/guard.ts";
import { liveView } from "../live/live-view.ts";
import { addingView, joined, refusal, room, sum } from "./adding-view.fixture.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

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
      view.push("event", { type: "click", event: "add", cid: "none" }),
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
      [refs[5], "ok", refusal("add", "invalid_payload")],
      [refs[6], "ok", {}],
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
