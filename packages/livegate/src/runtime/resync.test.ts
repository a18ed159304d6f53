import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { addingView, joined, room } from "./adding-view.fixture.ts";
import { settled } from "./live-test-app.ts";

/** A joined view on a pubsub that can be told to have missed something. */
async function listening(view: Parameters<typeof joined>[0]) {
  const listeners = new Set<() => void>();
  const pubsub = Object.assign(localPubSub(), {
    onResync: (missed: () => void) => {
      listeners.add(missed);
      return () => void listeners.delete(missed);
    },
  });
  const { wire, view: page, app } = await joined(view, { pubsub });
  const resync = async () => {
    for (const missed of listeners) missed();
    await settled();
  };
  return { wire, page, app, resync, listeners };
}

const shelf = { albums: 1 };

const reloading = liveView({
  mount: () => ({ albums: shelf.albums }),
  subscribe: (_, on) => [on(room("shelf"), (socket, albums) => socket.assign({ albums }))],
  resync: (socket) => socket.assign({ albums: shelf.albums }),
  render: ({ albums }) => html`<p>${albums}</p>`,
});

describe("A view, when messages may have been missed,", () => {
  it("loads again by its own resync and stays as it is otherwise", async () => {
    const { wire, resync } = await listening({ view: reloading });
    shelf.albums = 2;
    await resync();
    assert.deepEqual(wire.take(), [[null, "diff", { 0: "2" }]]);
    await resync();
    assert.deepEqual(wire.take(), []);
  });

  it("takes the notice in its turn, behind the messages that came before it", async () => {
    const { wire, resync, app } = await listening({ view: reloading });
    app.pubsub.broadcast(room("shelf"), 7);
    shelf.albums = 9;
    await resync();
    assert.deepEqual(wire.take(), [
      [null, "diff", { 0: "7" }],
      [null, "diff", { 0: "9" }],
    ]);
  });

  it("is joined anew where it listens and has no resync of its own", async () => {
    const { wire, resync, listeners, app } = await listening({ view: addingView() });
    await resync();
    assert.deepEqual(
      wire.take().map(([, event]) => event),
      ["phx_error"],
    );
    assert.deepEqual([listeners.size, app.pubsub.size], [0, 0]);
  });

  it("isn't told where it listens to nothing", async () => {
    const view = liveView({ mount: () => ({}), render: () => html`<p>quiet</p>` });
    const { listeners } = await listening({ view });
    assert.equal(listeners.size, 0);
  });
});
