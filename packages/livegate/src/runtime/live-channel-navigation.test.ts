import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { readFlash } from "../plug/flash-token.ts";
import { joined, paths, room } from "./adding-view.fixture.ts";
import { settled } from "./live-test-app.ts";
import type { ShortFrame } from "./test-wire.ts";

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
    const [first, [to, status, response], third, ...rest] = wire.take() as readonly [
      ShortFrame,
      ShortFrame,
      ...ShortFrame[],
    ];
    assert.deepEqual(first, [null, "diff", { e: [["last", {}]] }]);
    const { flash, ...target } = (response as { live_redirect: Record<string, unknown> }).live_redirect;
    assert.deepEqual([to, status, target], [ref, "ok", { to: "/other", kind: "push" }]);
    assert.deepEqual({ ...readFlash(flash, app.context) }, { info: "bye" });
    assert.deepEqual([third, rest, app.pubsub.size], [[view.joinRef, "phx_close", {}], [], 0]);
  });

  it("takes no message of an earlier turn along", async () => {
    const { view, wire } = await joined();
    view.event("say", { info: "Saved" });
    wire.take();
    const ref = view.event("leave");
    assert.deepEqual(wire.take()[0], [ref, "ok", { redirect: { to: "/other", status: 302 } }]);
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
