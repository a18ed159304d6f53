import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { each } from "../html/each.ts";
import { html } from "../html/html.ts";
import { stream } from "../html/stream.ts";
import { liveComponent } from "../live/live-component.ts";
import { liveView } from "../live/live-view.ts";
import { type Log, diffs, listView, opened, tree } from "./counters-page.fixture.ts";

describe("a live component that the page has lost", () => {
  const lost = async (log: Log = []) => {
    const page = await opened(listView(log));
    page.to(2, "set", { n: 7 });
    page.view.event("show", { ids: [1] });
    page.wire.take();
    log.length = 0;
    return page;
  };

  it("is forgotten once the page is sure, and mounted anew under another number", async () => {
    const log: Log = [];
    const { wire, view, to } = await lost(log);
    view.push("cids_will_destroy", { cids: [2] });
    view.push("cids_destroyed", { cids: [2, 1] });
    assert.deepEqual(diffs(wire), [{}, { cids: [2] }]);
    to(2, "inc");
    view.event("show", { ids: [1, 2] });
    assert.deepEqual(log, ["mount 2", "update 2 from undefined to 1"]);
    const [gone, shown] = diffs(wire) as [unknown, { diff: { c: Record<string, { 1: string }> } }];
    assert.deepEqual(gone, {});
    assert.equal(shown.diff.c["3"]?.[1], "0");
  });

  it("comes back as it was while the page still makes up its mind, with its statics", async () => {
    const log: Log = [];
    const { wire, view } = await lost(log);
    view.push("cids_will_destroy", { cids: [2] });
    view.event("show", { ids: [1, 2] });
    view.push("cids_destroyed", { cids: [2] });
    const [, shown, destroyed] = diffs(wire) as [unknown, { diff: { c: Record<string, object> } }, unknown];
    const entry = { 0: ' phx-click="inc" phx-target="2"', 1: "7", 2: "1", 3: "", s: -1 };
    assert.deepEqual(shown.diff.c, { 2: entry });
    assert.deepEqual(destroyed, { cids: [] });
    assert.deepEqual(log, []);
  });

  it("lends nobody its statics, and goes on: the page may have got it back already", async () => {
    const { wire, view, to } = await opened();
    view.push("cids_will_destroy", { cids: [1] });
    to(1, "inc");
    view.event("show", { ids: [2, 3] });
    const [, counted, shown] = diffs(wire) as [unknown, unknown, { diff: { c: Record<string, { s: unknown }> } }];
    assert.deepEqual(counted, { diff: { c: { 1: { 1: "1" } } } });
    assert.deepEqual(shown.diff.c["3"]?.s, ["<button", ">", " by ", "", "</button>"]);
  });
});

describe("a stream in a component", () => {
  it("is mounted anew where the page takes another shape, of which the client has nothing", async () => {
    const Lines = liveComponent({
      mount: () => ({ lines: stream([{ id: 1 }], { key: ({ id }) => id }) }),
      render: ({ lines }) =>
        html`<ul id="lines" phx-update="stream">
          ${each(lines, ({ id }, dom) => html`<li id=${dom}>${id}</li>`)}
        </ul>`,
    });
    const view = liveView({
      components: [Lines],
      events: { turn: null },
      mount: () => ({ isWide: false }),
      handle: { turn: (socket) => socket.update("isWide", (isWide) => !isWide) },
      render: ({ isWide }) =>
        isWide ? html`<main>${Lines({ id: 1 })}</main>` : html`<section>${Lines({ id: 1 })}</section>`,
    });
    const { wire, view: page } = await opened(view);
    page.event("turn");
    const [shown] = diffs(wire) as { diff: { c: Record<string, Record<string, { stream: [string, [string][]] }>> } }[];
    assert.deepEqual(Object.keys(shown?.diff.c ?? {}), ["2"]);
    assert.deepEqual(
      shown?.diff.c["2"]?.["0"]?.stream[1].map(([id]) => id),
      ["lines-1-1"],
    );
  });

  it("has ids and a number of its own, and a component that comes back without its items is mounted anew", async () => {
    const Log = liveComponent({
      events: { add: z.object({ id: z.number() }) },
      mount: () => ({ lines: stream([{ id: 1 }], { key: ({ id }) => id }) }),
      handle: { add: (socket, line) => socket.stream("lines").insert(line) },
      render: ({ id: of, lines }) =>
        html`<ul id="lines-of-${of}" phx-update="stream">${each(lines, ({ id }, dom) => html`<li id=${dom}>${id}</li>`)}</ul>`,
    });
    const view = liveView({
      components: [Log],
      events: { show: z.object({ on: z.boolean() }) },
      mount: () => ({ on: true }),
      handle: { show: (socket, { on }) => socket.assign({ on }) },
      render: ({ on }) => html`<p>${on && Log({ id: "x" })}</p>`,
    });
    const { wire, view: page, to } = await opened(view);
    const first = {
      k: { 0: { 0: ' id="lines-x-1"', 1: "1" }, kc: 1 },
      s: 0,
      stream: ["1-0", [["lines-x-1", -1, null, false]], []],
    };
    assert.deepEqual((tree(page)["c"] as Record<string, object>)["1"], {
      0: "x",
      1: first,
      s: ['<ul id="lines-of-', '" phx-update="stream">', "</ul>"],
      r: 1,
      p: { 0: ["<li", ">", "</li>"] },
    });
    to(1, "add", { id: 2 });
    page.event("show", { on: false });
    page.push("cids_will_destroy", { cids: [1] });
    page.event("show", { on: true });
    page.push("cids_destroyed", { cids: [1] });
    const [added, , , shown, destroyed] = diffs(wire) as {
      diff: { 0: unknown; c: Record<string, { 1: { stream: [string, [string][]] } }> };
    }[];
    assert.deepEqual(added?.diff.c["1"], {
      1: { k: { 0: { 0: ' id="lines-x-2"', 1: "2" }, kc: 1 }, stream: ["1-0", [["lines-x-2", -1, null, false]], []] },
    });
    assert.equal(shown?.diff[0], 2);
    assert.deepEqual(
      shown?.diff.c["2"]?.[1].stream[1].map(([id]) => id),
      ["lines-x-1"],
    );
    assert.deepEqual(destroyed, { cids: [1] });
  });
});
