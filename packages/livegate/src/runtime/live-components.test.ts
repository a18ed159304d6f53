import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { joinStockClient } from "../diff/stock-client.fixture.ts";
import { each, row } from "../html/each.ts";
import type { EventRef } from "../html/event-ref.ts";
import { html } from "../html/html.ts";
import { events } from "../live/event.ts";
import { provide } from "../live/guard.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { liveView } from "../live/live-view.ts";
import { joined } from "./adding-view.fixture.ts";
import { type Log, counter, diffs, listView, opened, tree } from "./counters-page.fixture.ts";
import type { LiveConnection } from "./live-connection.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

describe("a live component in a view's tree", () => {
  it("is its number, and the first of its kind lends the others its statics", async () => {
    const { view } = await opened();
    const { 3: list, c } = tree(view);
    assert.deepEqual((list as { k: unknown }).k, { 0: { 0: 1 }, 1: { 0: 2 }, kc: 2 });
    assert.deepEqual(c, {
      1: {
        0: ' phx-click="inc" phx-target="1"',
        1: "0",
        2: "1",
        3: "",
        s: ["<button", ">", " by ", "", "</button>"],
        r: 1,
      },
      2: { 0: ' phx-click="inc" phx-target="2"', 1: "0", 2: "1", 3: "", s: 1 },
    });
  });

  it("sends what an event of its own changes, and nothing of the view", async () => {
    const { wire, to } = await opened();
    to(2, "inc");
    to(2, "set", { n: 1 });
    assert.deepEqual(diffs(wire), [{ diff: { c: { 2: { 1: "1" } } } }, {}]);
  });

  it("that is new later uses the statics of one that the page has", async () => {
    const { wire, view } = await opened();
    view.event("show", { ids: [1, 2, 3] });
    const entry = { 0: ' phx-click="inc" phx-target="3"', 1: "0", 2: "1", 3: "", s: -1 };
    assert.deepEqual(diffs(wire), [{ diff: { 3: { k: { 2: { 0: 3 }, kc: 3 } }, c: { 3: entry } } }]);
  });

  it("moves with its row, and keeps its state", async () => {
    const { wire, view, to } = await opened();
    to(1, "set", { n: 7 });
    wire.take();
    view.event("show", { ids: [2, 1] });
    to(1, "inc");
    assert.deepEqual(diffs(wire), [
      { diff: { 3: { k: { 0: 1, 1: 0, kc: 2, km: true } } } },
      { diff: { c: { 1: { 1: "8" } } } },
    ]);
  });

  it("is updated where a prop has another value, and only there", async () => {
    const log: Log = [];
    const { wire, view } = await opened(listView(log));
    assert.deepEqual(log.splice(0), [
      "mount 1",
      "mount 2",
      "update 1 from undefined to 1",
      "update 2 from undefined to 1",
    ]);
    view.event("set", { n: 1 });
    assert.deepEqual(log, []);
    view.event("show", { ids: [1, 2], step: 3 });
    assert.deepEqual(log, ["update 1 from 1 to 3", "update 2 from 1 to 3"]);
    const [told, shown] = diffs(wire);
    assert.deepEqual(told, { diff: { 0: "1" } });
    // The numbers are sent again, or the client would skip the elements around the components.
    const rows = { k: { 0: { 0: 1 }, 1: { 0: 2 }, kc: 2 } };
    assert.deepEqual(shown, { diff: { 3: rows, c: { 1: { 2: "3" }, 2: { 2: "3" } } } });
  });

  it("is neither mounted nor updated by a row that is evaluated again", async () => {
    const log: Log = [];
    const Counter = counter(log);
    const item = row((id: number) => html`<li>${Counter({ id, step: 1 })}</li>`);
    const view = liveView({
      components: [Counter],
      events: { more: null },
      mount: () => ({ ids: [1, 2] as readonly number[] }),
      handle: { more: (socket) => socket.update("ids", (ids) => [...ids.toReversed(), 3]) },
      render: ({ ids }) => html`<ul>${each(ids, (id) => id, item)}</ul>`,
    });
    const { view: page } = await opened(view);
    log.length = 0;
    page.event("more");
    assert.deepEqual(log, ["mount 3", "update 3 from undefined to 1"]);
  });
});

describe("sendUpdate", () => {
  it("updates one component on a turn of its own, and sends that alone", async () => {
    const log: Log = [];
    const { wire, view } = await opened(listView(log));
    log.length = 0;
    view.event("send", { id: 2, step: 5 });
    assert.deepEqual(log, ["update 2 from 1 to 5"]);
    assert.deepEqual(diffs(wire), [{}, { c: { 2: { 2: "5" } } }]);
  });

  it("holds until the template gives another prop", async () => {
    const { wire, view } = await opened();
    view.event("send", { id: 2, step: 5 });
    view.event("set", { n: 1 });
    view.event("show", { ids: [2], step: 6 });
    assert.deepEqual(diffs(wire).at(-1), {
      diff: { 3: { k: { 0: [1, { 0: 2 }], kc: 1, km: true } }, c: { 2: { 2: "6" } } },
    });
  });

  it("does nothing where no such component is", async () => {
    const { wire, view } = await opened();
    view.event("send", { id: 77, step: 5 });
    assert.deepEqual(diffs(wire), [{}]);
  });
});

describe("live components inside one another", () => {
  const Leaf = liveComponent({
    props: props<{ text: string; told: EventRef }>(),
    events: { inc: null },
    mount: () => ({ n: 0 }),
    handle: { inc: (socket) => socket.update("n", (n) => n + 1) },
    render: ({ n, text, told }, { inc }) => html`<b phx-click=${inc}>${n}${text}<i phx-click=${told}></i></b>`,
  });
  const outer = events({ inc: null, both: null });
  const Branch = liveComponent({
    components: [Leaf],
    props: props<{ text: string; told: EventRef }>(),
    events: outer,
    mount: () => ({ n: 0 }),
    handle: { inc: (socket) => socket.update("n", (n) => n + 1), both: (socket) => socket },
    render: ({ n, text, told }) =>
      html`<div>${n}${Leaf({ id: "a", text, told: outer.inc })}${Leaf({ id: "b", text: "", told })}</div>`,
  });
  const top = events({ say: z.object({ text: z.string() }), top: null });
  const view = liveView({
    components: [Branch],
    events: top,
    mount: () => ({ text: "" }),
    handle: { say: (socket, said) => socket.assign(said), top: (socket) => socket },
    render: ({ text }) => html`<p>${Branch({ id: 1, text, told: top.top })}</p>`,
  });

  it("get props through their parents, and send what has changed of each", async () => {
    const { wire, view: page, to } = await opened(view);
    page.event("say", { text: "!" });
    to(2, "inc");
    to(1, "inc");
    assert.deepEqual(diffs(wire), [
      { diff: { 0: 1, c: { 1: { 1: 2 }, 2: { 2: "!" } } } },
      { diff: { c: { 2: { 1: "1" } } } },
      { diff: { c: { 1: { 0: "1" } } } },
    ]);
  });

  it("send each event to whoever declares it, also of one name", async () => {
    const { view: page } = await opened(view);
    const { c } = tree(page) as { c: Record<string, Record<string, string>> };
    assert.deepEqual(
      [c["2"]?.["0"], c["2"]?.["3"], c["3"]?.["3"]],
      [' phx-click="inc" phx-target="2"', ' phx-click="inc" phx-target="1"', ' phx-click="top"'],
    );
  });
});

describe("guards that say something else", () => {
  it("reach every component, also those inside one another and in rows that are skipped", async () => {
    let user = "ada";
    const fetchName = provide("fetchName", () => ({ user }));
    const Inner = liveComponent({ needs: [fetchName], render: ({ user: name }) => html`<i>${name}</i>` });
    const skipped = row((id: number) => html`<li>${Inner({ id })}</li>`);
    const ids = [1, 2];
    const Outer = liveComponent({
      needs: [fetchName],
      components: [Inner],
      render: ({ user: name }) =>
        html`<ul title=${name}><li>${Inner({ id: "in" })}</li>${each(ids, (id) => id, skipped)}</ul>`,
    });
    const view = liveView({
      needs: [fetchName],
      components: [Outer],
      mount: () => ({}),
      render: ({ user: name }) => html`<p>${name}${Outer({ id: 1 })}</p>`,
    });
    const { wire, view: page } = await joined({ view, guards: [fetchName] });
    const client = joinStockClient(tree(page), () => {});
    const shows = (name: string) => `<p>${name}<ul title="${name}">${`<li><i>${name}</i></li>`.repeat(3)}</ul></p>`;
    assert.equal(client.print(true), shows("ada"));
    user = "bob";
    (wire.connection as LiveConnection).recheck(); // Every test wire has one.
    for (let turns = 0; turns < 5; turns++) await settled();
    const messages = wire.take().map(([, , diff]) => diff as object);
    assert.equal(messages.length, 3, "what stands in something that changes, too, is sent apart from it");
    for (const diff of messages) client.mergeDiff(diff);
    assert.equal(client.print(false), shows("bob"));
  });
});

describe("components that load", () => {
  it("start nothing more once their view has ended", async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const Slow = liveComponent({
      async update(socket) {
        log.push(socket.assigns.id);
        await gate.promise;
      },
      render: ({ id }) => html`<li>${id}</li>`,
    });
    const view = liveView({
      components: [Slow],
      events: { show: null },
      mount: () => ({ ids: [] as readonly string[] }),
      handle: { show: (socket) => socket.assign({ ids: ["first", "second"] }) },
      render: ({ ids }) => html`<ul>${ids.map((id) => Slow({ id }))}</ul>`,
    });
    const { app, wire, view: page } = await joined({ view });
    page.event("show");
    assert.deepEqual(log, ["first"]);
    page.leave();
    app.context.clock.advance(10_000);
    wire.take();
    gate.resolve();
    await settled();
    assert.deepEqual(log, ["first"]);
    assert.deepEqual(wire.take(), []);
  });

  it("are updated together, and the message waits for them", async () => {
    const asked: string[][] = [];
    const Card = liveComponent({
      mount: async () => ({ title: "" }),
      updateMany: async (updates) => {
        asked.push(updates.map(({ socket }) => socket.assigns.id));
        await settled();
        for (const { socket } of updates) socket.assign({ title: `title ${socket.assigns.id}` });
      },
      render: ({ title }) => html`<li>${title}</li>`,
    });
    const view = liveView({
      components: [Card],
      mount: () => ({}),
      render: () => html`<ul>${[3, 1, 2].map((id) => Card({ id }))}</ul>`,
    });
    const app = liveTestApp([{ path: "/", view }]);
    const page = app.connect().join("/");
    for (let turns = 0; turns < 5; turns++) await settled();
    assert.deepEqual(asked, [["3", "1", "2"]]);
    assert.match(JSON.stringify(tree(page)["c"]), /title 3.*title 1.*title 2/);
  });
});
