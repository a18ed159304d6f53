import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { js } from "../html/js.ts";
import { events } from "../live/event.ts";
import { liveComponent } from "../live/live-component.ts";
import { liveView } from "../live/live-view.ts";
import { type Log, diffs, listView, opened, replies } from "./counters-page.fixture.ts";
import { settled } from "./live-test-app.ts";

describe("an event for a live component", () => {
  it("that it doesn't declare, whose payload doesn't fit or whose rule says no is refused", async () => {
    const log: Log = [];
    const { wire, to } = await opened(listView(log));
    log.length = 0;
    to(1, "show", { ids: [] });
    to(1, "set", { n: "one" });
    to(1, "reset", { of: "bob" });
    await settled();
    to(1, "reset", { of: "nobody" });
    await settled();
    to(1, "lv:other");
    assert.deepEqual(
      replies(wire.take()).map(
        (answer) => (answer as { diff: { e: [[string, { reason: string }]] } }).diff.e[0][1].reason,
      ),
      ["unknown_event", "invalid_payload", "not_allowed", "not_found", "unknown_event"],
    );
    assert.deepEqual(log, []);
  });

  it("brings the record of its rule, and the values of guards", async () => {
    const log: Log = [];
    const { to } = await opened(listView(log));
    log.length = 0;
    to(1, "reset", { of: "ada" });
    await settled();
    assert.deepEqual(log, ["reset by ada", "ada"]);
  });

  it("that is not there is acknowledged, counted, and lets a hook's promise reject", async () => {
    const { app, wire, to } = await opened();
    const refs = [to(99, "inc"), to(99, "inc", {}, "hook")];
    assert.deepEqual(wire.take(), [
      [refs[0], "ok", {}],
      [refs[1], "error", { reason: "gone" }],
    ]);
    assert.equal(app.runtime.counters.value("event_refused_gone"), 2);
  });

  it("can be answered, and sends the page's events with the view's", async () => {
    const { wire, to } = await opened();
    to(2, "ask", {}, "hook");
    to(2, "emit");
    assert.deepEqual(diffs(wire), [{ diff: { r: { count: 0 } } }, { diff: { e: [["counted", { count: 0 }]] } }]);
  });

  it("leaves its messages in the component, where they are cleared", async () => {
    const { wire, to } = await opened();
    to(1, "say");
    to(1, "lv:clear-flash", { key: "info" });
    const [said, cleared] = diffs(wire);
    assert.deepEqual(said, { diff: { c: { 1: { 3: { 0: "said", s: 0, r: 1 }, p: { 0: ["<i>", "</i>"] } } } } });
    assert.deepEqual(cleared, { diff: { c: { 1: { 3: "" } } } });
  });

  it("that patches sends the component ahead, and its messages go to the view", async () => {
    const { wire, to } = await opened();
    const ref = to(1, "patch");
    await settled();
    assert.deepEqual(wire.take(), [
      [null, "diff", { c: { 1: { 1: "9" } } }],
      [null, "live_patch", { kind: "push", to: "/?page=2" }],
      [ref, "ok", { diff: { 1: "2", 2: "patched" } }],
    ]);
  });

  it("that navigates takes the view along", async () => {
    const { wire, to } = await opened();
    const ref = to(1, "leave");
    const [ahead, left, closed] = wire.take();
    assert.equal(ahead?.[1], "diff");
    assert.equal(left?.[0], ref);
    const answer = left?.[2] as { readonly live_redirect: { readonly to: string } } | undefined;
    assert.deepEqual([answer?.live_redirect.to, closed?.[1]], ["/other", "phx_close"]);
  });

  it("tells its parent something by an event among its props", async () => {
    const { wire, to } = await opened();
    to(1, "tell");
    assert.deepEqual(diffs(wire), [{}, { 0: "5" }]);
  });

  it("can make the page push others, each to whoever declares it", async () => {
    const own = events({ run: null, next: null });
    const top = events({ done: null });
    const Runner = liveComponent({
      events: own,
      handle: { run: (socket) => socket.exec(js.push(own.next).push(top.done)), next: (socket) => socket },
      render: () => html`<b phx-click=${own.run}></b>`,
    });
    const view = liveView({
      components: [Runner],
      events: top,
      mount: () => ({}),
      handle: { done: (socket) => socket },
      render: () => html`<p>${Runner({ id: 1 })}</p>`,
    });
    const { wire, to } = await opened(view);
    to(1, "run");
    const commands = JSON.stringify([
      ["push", { event: "next", target: 1 }],
      ["push", { event: "done" }],
    ]);
    assert.deepEqual(diffs(wire), [{ diff: { e: [["lg:exec", { js: commands }]] } }]);
  });

  it("that finds something unavailable leaves the component as it was", async () => {
    const { wire, to } = await opened();
    to(1, "unavailable");
    to(1, "inc");
    const [refused, counted] = diffs(wire);
    assert.match(JSON.stringify(refused), /unavailable/);
    assert.deepEqual(counted, { diff: { c: { 1: { 1: "1" } } } });
  });

  it("that throws ends the view", async () => {
    const { app, wire, view, to } = await opened();
    to(1, "boom");
    view.event("set", { n: 1 });
    assert.deepEqual(
      wire.take().map(([, name]) => name),
      ["diff", "phx_error", "error"],
    );
    assert.equal(app.runtime.counters.value("view_crashed"), 1);
  });
});
