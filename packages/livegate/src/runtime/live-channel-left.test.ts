import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { event } from "../live/event.ts";
import { provide } from "../live/guard.ts";
import { liveView } from "../live/live-view.ts";
import { rule } from "../live/rule.ts";
import { topic } from "../pubsub/topic.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

const room = topic(() => "room", z.string());

type Left = Awaited<ReturnType<typeof savingPage>>;

/** How a page leaves its view. */
const ways: Readonly<Record<string, (page: Left) => void>> = {
  "by going elsewhere": ({ view }) => void view.leave(),
  "by joining anew": ({ wire }) => void wire.join("/"),
  "with its connection": ({ wire }) => wire.connection.closed(),
};

/** A page whose view saves what its rule has loaded, and what it has saved. */
async function savingPage() {
  const saved: string[] = [];
  const gate = Promise.withResolvers<void>();
  const loaded = rule({
    needs: [provide("nobody", () => ({}))],
    load: async (_, { name }: { readonly name: string }) => (await gate.promise, { name }),
    allow: () => true,
  });
  const ev = { save: event(z.object({ name: z.string() }), loaded), boom: null, ask: null, wait: null };
  const view = liveView({
    events: ev,
    mount: () => ({ saved: 0 }),
    subscribe: (_args, on) => [on(room(), (_socket, message) => void saved.push(message))],
    handle: {
      save: async (socket, _payload, { name }) => {
        await Promise.resolve();
        saved.push(name);
        socket.update("saved", (count) => count + 1);
      },
      boom: () => {
        throw new Error("boom");
      },
      wait: ({ signal }) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => {
          saved.push("aborted");
          resolve();
        });
        return promise;
      },
      ask: (socket) => socket.pushEvent("asked", {}),
    },
    render: ({ saved: count }) => html`<p>${count}</p>`,
  });
  const app = liveTestApp([{ path: "/", view }], { production: true });
  const wire = app.connect();
  const page = wire.join("/");
  await settled();
  wire.take();
  return { app, wire, view: page, saved, load: gate.resolve };
}

describe("a view that its page has left", () => {
  for (const [way, leave] of Object.entries(ways)) {
    it(`${way} does all the same what it was asked for before, and nobody is told`, async () => {
      const page = await savingPage();
      const { app, wire, view, saved, load } = page;
      view.event("save", { name: "first" });
      view.event("ask");
      view.event("save", { name: "last" });
      leave(page);
      await settled();
      wire.take();
      load();
      await settled();
      assert.deepEqual([saved, wire.take(), app.context.clock.pending], [["first", "last"], [], 0]);
    });
  }

  it("hears nothing any more, neither of its page nor of anybody else", async () => {
    const { app, view, saved, load } = await savingPage();
    view.event("save", { name: "first" });
    app.pubsub.broadcast(room(), "waiting");
    view.leave();
    assert.equal(app.pubsub.size, 0);
    view.event("save", { name: "late" });
    load();
    await settled();
    assert.deepEqual(saved, ["first"]);
  });

  it("doesn't wait for what listens to its signal", async () => {
    const { view, saved, load } = await savingPage();
    load();
    view.event("wait");
    view.event("save", { name: "first" });
    view.leave();
    await settled();
    assert.deepEqual(saved, ["aborted", "first"]);
  });

  it("ends where it crashes", async () => {
    const { app, wire, view, saved, load } = await savingPage();
    view.event("save", { name: "first" });
    view.event("boom");
    view.event("save", { name: "last" });
    view.leave();
    wire.take();
    load();
    await settled();
    assert.deepEqual([saved, wire.take(), app.context.clock.pending], [["first"], [], 0]);
    assert.equal(app.runtime.counters.value("view_crashed"), 1);
  });

  it("has ten seconds for it", async () => {
    const { app, view, saved, load } = await savingPage();
    view.event("save", { name: "first" });
    view.leave();
    app.context.clock.advance(10_000);
    load();
    await settled();
    assert.deepEqual([saved, app.context.clock.pending], [[], 0]);
  });

  it("is waited for by a server that stops, and until it is done its connection is not forgotten", async () => {
    const { wire, view, saved, load } = await savingPage();
    view.event("save", { name: "first" });
    wire.connection.closed();
    assert.equal(wire.isForgotten, false);
    load();
    await settled();
    assert.deepEqual([saved, wire.isForgotten], [["first"], true]);
  });
});
