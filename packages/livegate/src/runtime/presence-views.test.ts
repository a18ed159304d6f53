import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { presence } from "../pubsub/presence.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

const readers = presence((room: string) => `room:${room}`, z.object({ mood: z.string() }));

/** A view that is present in the room of its address, and shows who is. */
const RoomLive = liveView({
  params: z.object({ room: z.string().default("a"), as: z.string().default("ann") }),
  events: { feel: z.object({ mood: z.string() }), hide: null, wrong: null, crash: null },
  mount: () => ({ list: "" }),
  subscribe: ({ params }, on) => [
    on(readers(params.room), (socket, { list }) =>
      socket.assign({
        list: list.map(({ key, metas }) => `${key}:${metas.map(({ mood }) => mood).join("+")}`).join(" "),
      }),
    ),
  ],
  handleParams: (socket, { room, as }) => socket.track(readers(room), as, { mood: "calm" }),
  handle: {
    feel: (socket, { mood }) => socket.track(readers("a"), "ann", { mood }),
    hide: (socket) => socket.untrack(readers("a")),
    wrong: (socket) => socket.track(readers("elsewhere"), "ann", { mood: "lost" }),
    crash: (socket) => {
      socket.track(readers("a"), "ann", { mood: "angry" });
      throw new Error("on purpose");
    },
  },
  render: ({ list }) => html`<p>${list}</p>`,
});

function startRoom() {
  const app = liveTestApp([{ path: "/", view: RoomLive }]);
  const enter = async (query = "", id = "phx-1") => {
    const wire = app.connect();
    const view = wire.join(`/${query}`, { id });
    await settled();
    assert.equal(view.answer?.[1], "ok");
    return { wire, view };
  };
  const present = (room = "a") =>
    app.runtime.presences.list(readers(room)).map(({ key, metas }) => [key].concat(metas.map(({ mood }) => mood)));
  return { app, enter, present };
}

/** The list that a page shows, by the last diff that it got. */
const shown = (wire: { take(): readonly (readonly [unknown, string, unknown])[] }): unknown =>
  wire
    .take()
    .flatMap(([, event, payload]) => (event === "diff" ? [(payload as Record<string, unknown>)["0"]] : []))
    .at(-1);

describe("a view that tracks itself", () => {
  it("is there from its join on, and sees itself", async () => {
    const { enter, present } = startRoom();
    const { wire } = await enter();
    assert.deepEqual([shown(wire), present()], ["ann:calm", [["ann", "calm"]]]);
  });

  it("sees who was there before, and is seen by them", async () => {
    const { enter } = startRoom();
    const ann = await enter("?as=ann");
    const bob = await enter("?as=bob");
    assert.deepEqual([shown(ann.wire), shown(bob.wire)], ["ann:calm bob:calm", "ann:calm bob:calm"]);
  });

  it("is one key in two tabs, and says in each what it likes", async () => {
    const { enter } = startRoom();
    const [first, second] = [await enter(), await enter()];
    second.view.event("feel", { mood: "glad" });
    await settled();
    assert.equal(shown(first.wire), "ann:calm+glad");
    second.view.event("hide");
    await settled();
    assert.equal(shown(first.wire), "ann:calm");
  });

  it("moves with its address: what isn't heard any more is left", async () => {
    const { enter, present } = startRoom();
    const { view } = await enter();
    view.patch("http://shop.test/?room=b&as=bob");
    await settled();
    assert.deepEqual([present("a"), present("b")], [[], [["bob", "calm"]]]);
  });

  it("is gone however it ends: a leave, a lost wire, a crash, a session that is over", async () => {
    const { app, enter, present } = startRoom();
    const ends = {
      leave: ({ view }: Awaited<ReturnType<typeof enter>>) => void view.leave(),
      "lost wire": ({ wire }: Awaited<ReturnType<typeof enter>>) => wire.connection.closed(),
      crash: ({ view }: Awaited<ReturnType<typeof enter>>) => void view.event("crash"),
      session: () => app.runtime.sessions.end(`visitor ${app.info.session.id}`),
    };
    for (const [name, end] of Object.entries(ends)) {
      const page = await enter();
      assert.equal(present().length, 1, name);
      end(page);
      await settled();
      assert.deepEqual([present(), app.runtime.presences.size], [[], 0], name);
    }
  });

  it("is never there where the join is refused or over before its end", async () => {
    const { app } = startRoom();
    const wire = app.connect();
    wire.join("/");
    wire.connection.closed();
    await settled();
    assert.equal(app.runtime.presences.size, 0);
  });

  it("may only be where it hears who is there", async () => {
    const { app, enter, present } = startRoom();
    const { view, wire } = await enter();
    view.event("wrong");
    await settled();
    assert.ok(wire.take().some(([, event]) => event === "phx_error"));
    assert.deepEqual([present("elsewhere"), present("a")], [[], []]);
    assert.ok(app.context.logged.some((line) => line.includes("doesn't hear")));
  });
});
