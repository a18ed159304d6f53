import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { Unavailable } from "../errors/unavailable.ts";
import { each } from "../html/each.ts";
import { html } from "../html/html.ts";
import { stream } from "../html/stream.ts";
import { provide } from "../live/guard.ts";
import { liveView } from "../live/live-view.ts";
import { addingView, joined, room, sum } from "./adding-view.fixture.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

/** What a crash tells the page of those who develop stands in error-events.test.ts. */
const production = true;

describe("a crash", () => {
  for (const event of ["boom", "boomLater"]) {
    it(`in ${event} ends that view alone, tells the client and the log, and leaves nothing behind`, async () => {
      const app = liveTestApp([{ path: "/", view: addingView() }], { production });
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
    const { wire, view: page } = await joined({ view }, { production });
    page.event("bad");
    assert.deepEqual(wire.take(), [[page.joinRef, "phx_error", { reason: "channel_crash" }]]);
  });

  it("is what something unavailable ends in where a stream was changed: the items were forgotten", async () => {
    const view = liveView({
      events: { add: null },
      mount: () => ({ songs: stream([{ id: 1 }], { key: ({ id }: { readonly id: number }) => id }) }),
      handle: {
        add: (socket) => {
          socket.stream("songs").insert({ id: 2 });
          throw new Unavailable("The disk is full.");
        },
      },
      render: ({ songs }) =>
        html`<ul id="songs" phx-update="stream">${each(songs, (song, id) => html`<li id=${id}>${song.id}</li>`)}</ul>`,
    });
    const { wire, view: page } = await joined({ view }, { production });
    page.event("add");
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
    const app = liveTestApp([{ path: "/", view }], { production });
    const wire = app.connect();
    const page = wire.join("/");
    await settled();
    assert.deepEqual(page.answer, [page.joinRef, "error", { reason: "join crashed" }]);
    assert.deepEqual([app.pubsub.size, app.context.clock.pending], [0, 0]);
  });

  it("is what a mailbox that is full ends in", async () => {
    const gate = Promise.withResolvers<void>();
    const { view, wire, app } = await joined({ view: addingView(gate) }, { production, limits: { mailboxLength: 3 } });
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

  it("runs no hook of a first render that nobody sees", async () => {
    const gate = Promise.withResolvers<void>();
    let hasRun = false;
    const view = liveView({
      onMount: [
        (_params, _session, socket) => {
          socket.attachHook("seen", "afterRender", () => {
            hasRun = true;
          });
          return "cont";
        },
      ],
      mount: async () => {
        await gate.promise;
        return {};
      },
      render: () => html`<p></p>`,
    });
    const app = liveTestApp([{ path: "/", view }]);
    const wire = app.connect();
    wire.join("/").leave();
    wire.take();
    gate.resolve();
    await settled();
    assert.deepEqual([wire.take(), hasRun], [[], false]);
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
