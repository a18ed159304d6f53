import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { containerOf, csrfTokenOf, textOf } from "./client/page.ts";
import { messages } from "./sample-app/room-live.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// Protocol 2.2 (ordering) and 8.1: one mailbox a view, and what a failure ends.
describe("a live view's mailbox", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("handles events strictly first in, first out, also while one waits", async () => {
    const view = await app.client().visit("/counter");
    app.probe.takeNotes();
    const reached = app.probe.shut("slow");
    const refs = [
      view.sendClick("wait", { gate: "slow" }),
      view.sendClick("wait", { gate: "free" }),
      view.sendClick("add", { by: 10 }),
      view.sendClick("nowhere"),
      view.send("live_patch", { url: "https://shop.test/counter?step=2" }),
      view.send("cids_will_destroy", { cids: [1] }),
      view.sendClick("inc"),
    ];
    await reached;
    await view.socket.heartbeat();
    assert.deepEqual(app.probe.takeNotes(), ["begin slow"]);
    const answered = () => view.socket.log.flatMap(([, ref]) => (refs.includes(ref ?? "") ? [ref] : []));
    assert.deepEqual(answered(), []);

    app.probe.open("slow");
    for (const ref of refs) await view.answer(ref);
    assert.deepEqual(answered(), refs);
    assert.deepEqual(
      app.probe.takeNotes().filter((note) => note !== "render"),
      ["end slow", "begin free", "end free", "subscribe", "handleParams 2"],
    );
    assert.equal(textOf(view.html, "count"), "14");
  });

  it("refuses malformed events in their turn, not before the events that wait", async () => {
    const view = await app.client().visit("/counter");
    const reached = app.probe.shut("slow");
    const [first, second] = [view.sendClick("wait", { gate: "slow" }), view.send("event", null)];
    await reached;
    await view.socket.heartbeat();
    assert.ok(!view.socket.log.some(([, ref]) => ref === second));
    app.probe.open("slow");
    await view.answer(first);
    assert.equal((await view.answer(second)).response["diff"].e[0][0], "lg:refused");
  });

  it("puts messages of topics in line with events", async () => {
    const view = await app.client().visit("/rooms/line");
    app.probe.takeNotes();
    const reached = app.probe.shut("message");
    app.pubsub.broadcast(messages("line"), { text: "wait" });
    await reached;
    for (const text of ["a", "b"]) app.pubsub.broadcast(messages("line"), { text });
    const moved = view.sendClick("move", { room: "line" });
    app.probe.open("message");
    await view.answer(moved);
    assert.deepEqual(app.probe.takeNotes(), ["hears wait", "hears a", "hears b"]);
    for (const text of ["wait", "wait,a", "wait,a,b"]) {
      await view.message("diff");
      assert.equal(textOf(view.html, "heard"), text);
    }
  });

  it("holds messages that come between subscribing and the end of mount", async () => {
    const client = app.client();
    const page = await client.get("/rooms/early");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const reached = app.probe.shut("room");
    const joining = client.join(socket, page);
    await reached;
    app.pubsub.broadcast(messages("early"), { text: "while mounting" });
    app.probe.open("room");
    const view = await joining;
    assert.equal(textOf(view.html, "heard"), "");
    await view.message("diff");
    assert.equal(textOf(view.html, "heard"), "while mounting");
  });

  it("handles events that come before the join is answered after it", async () => {
    const client = app.client();
    const page = await client.get("/waiting");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const reached = app.probe.shut("mount");
    const joining = client.join(socket, page);
    await reached;
    socket.send("1", "99", `lv:${containerOf(page).id}`, "event", { type: "click", event: "inc", value: {} });
    await socket.heartbeat();
    assert.deepEqual(
      socket.log.map(([, ref]) => ref),
      ["2"],
    );
    app.probe.open("mount");
    await joining;
    await socket.reply("99");
    assert.deepEqual(
      socket.log.map(([, ref]) => ref),
      ["2", "1", "99"],
    );
  });

  it("makes no connection wait for another one's slow view", async () => {
    const [slow, other] = [await app.client().visit("/counter"), await app.client().visit("/counter")];
    const reached = app.probe.shut("slow");
    const waiting = slow.sendClick("wait", { gate: "slow" });
    await reached;
    assert.equal((await other.click("inc")).status, "ok");
    assert.equal((await slow.socket.heartbeat()).status, "ok");
    app.probe.open("slow");
    await slow.answer(waiting);
  });
});

describe("a live view that fails", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  for (const event of ["crash", "crashLater", "crashRender"]) {
    it(`by ${event} ends alone: the client is told, others on the socket go on, and a rejoin works`, async () => {
      const client = app.client();
      const [page, otherPage] = [await client.get("/counter"), await client.get("/rooms/calm")];
      const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
      const [view, other] = [await client.join(socket, page), await client.join(socket, otherPage)];
      await view.click("inc");
      const ref = view.sendClick(event);
      const crashed = await view.message("phx_error");
      assert.deepEqual(crashed, [view.joinRef, view.joinRef, view.topic, "phx_error", { reason: "channel_crash" }]);
      assert.ok(!socket.log.some((frame) => frame[1] === ref));
      assert.equal((await other.click("move", { room: "calm" })).status, "ok");
      assert.deepEqual((await view.click("inc")).response, { reason: "unmatched topic" });

      const again = await client.join(socket, page, { params: { _mounts: 1 } });
      assert.equal(textOf(again.html, "count"), "0");
      assert.equal((await again.click("inc")).status, "ok");
    });
  }

  it("in a topic's handler ends alone, and its broadcaster and the other listeners don't notice", async () => {
    const [first, second] = [await app.client().visit("/rooms/hot"), await app.client().visit("/rooms/hot")];
    await second.click("move", { room: "cold" });
    app.pubsub.broadcast(messages("hot"), { text: "crash" });
    await first.message("phx_error");
    app.pubsub.broadcast(messages("cold"), { text: "fine" });
    await second.message("diff");
    assert.equal(textOf(second.html, "heard"), "fine");
  });

  it("drops what waited behind the failure", async () => {
    const view = await app.client().visit("/counter");
    app.probe.takeNotes();
    const reached = app.probe.shut("crash");
    view.sendClick("crashLater");
    view.sendClick("wait", { gate: "never reached" });
    await reached;
    app.probe.open("crash");
    await view.message("phx_error");
    await view.socket.heartbeat();
    assert.deepEqual(app.probe.takeNotes(), []);
  });

  it("is logged once with its error, and counted", async () => {
    const [view, crashes] = [await app.client().visit("/counter"), app.app.counters.value("view_crashed")];
    const lines = app.logged.filter((line) => line.includes("A handler fails.")).length;
    view.sendClick("crash");
    await view.message("phx_error");
    assert.equal(app.app.counters.value("view_crashed"), crashes + 1);
    assert.equal(app.logged.filter((line) => line.includes("A handler fails.")).length, lines + 1);
  });
});

describe("a live view that is closed", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("hears its topics no more, however it ended", async () => {
    const client = app.client();
    const page = await client.get("/rooms/last");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    for (const ends of ["leave", "navigate", "crash", "rejoin"] as const) {
      const view = await client.join(socket, page);
      assert.equal(app.pubsub.size, 1);
      if (ends === "leave") await view.leave();
      if (ends === "navigate") app.pubsub.broadcast(messages("last"), { text: "leave" });
      if (ends === "crash") app.pubsub.broadcast(messages("last"), { text: "crash" });
      if (ends === "crash") await view.message("phx_error");
      else if (ends !== "rejoin") await view.message("phx_close");
      assert.equal(app.pubsub.size, ends === "rejoin" ? 1 : 0, ends);
    }
    await (await client.join(socket, page)).leave();
    assert.equal(app.pubsub.size, 0);
  });

  it("sends nothing any more, also when a handler ends after it", async () => {
    const view = await app.client().visit("/counter");
    const reached = app.probe.shut("slow");
    view.sendClick("wait", { gate: "slow" });
    await reached;
    await view.leave();
    app.probe.open("slow");
    await view.socket.heartbeat();
    await view.socket.heartbeat();
    const [, ...afterClose] = view.socket.log.slice(view.socket.log.findIndex((frame) => frame[3] === "phx_close"));
    assert.deepEqual(
      afterClose.map(([, , topic, event]) => [topic, event]),
      [
        [view.topic, "phx_reply"],
        ["phoenix", "phx_reply"],
        ["phoenix", "phx_reply"],
      ],
    );
  });

  it("while it mounts, leaves nothing behind", async () => {
    const client = app.client();
    const page = await client.get("/rooms/short");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const reached = app.probe.shut("room");
    const joining = client.tryJoin(socket, page).catch(() => null);
    await reached;
    assert.equal(app.pubsub.size, 1);
    await socket.close();
    await joining;
    app.probe.open("room");
    while (app.pubsub.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it("follows its params from topic to topic", async () => {
    const view = await app.client().visit("/rooms/one");
    await view.click("move", { room: "two" });
    assert.equal(app.pubsub.size, 1);
    app.pubsub.broadcast(messages("one"), { text: "missed" });
    app.pubsub.broadcast(messages("two"), { text: "heard" });
    await view.message("diff");
    assert.equal(textOf(view.html, "heard"), "heard");
    await view.leave();
    assert.equal(app.pubsub.size, 0);
  });
});
