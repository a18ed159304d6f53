import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { type Stream, stream } from "../html/stream.ts";
import { each } from "../html/each.ts";
import { liveView } from "./live-view.ts";
import { SocketState } from "./socket-state.ts";
import { TurnSocket } from "./turn-socket.ts";

interface Song {
  readonly id: number;
}
const key = ({ id }: Song): number => id;
const songs = (...ids: number[]): Stream<Song> =>
  stream(
    ids.map((id) => ({ id })),
    { key },
  );

function startTurn(assigns: Record<string, unknown>) {
  const state = new SocketState({ connected: true, development: true });
  state.assign(assigns);
  state.printed();
  const shown = (name: string) => state.assigns[name] as Stream<Song>;
  return { state, socket: new TurnSocket(state), shown };
}

const handle = (socket: TurnSocket, name: string) =>
  socket.stream(name) as unknown as { insert(song: Song, options?: object): void; deleteByKey(key: number): void };

describe("a stream in assigns", () => {
  it("tells its size before and after each change, and causes a render", () => {
    const { state, socket, shown } = startTurn({ songs: songs(1) });
    const before = shown("songs");
    handle(socket, "songs").insert({ id: 2 });
    assert.deepEqual([before.size, shown("songs").size, state.changed], [1, 2, true]);
    handle(socket, "songs").deleteByKey(1);
    handle(socket, "songs").deleteByKey(2);
    assert.deepEqual([shown("songs").isEmpty, before.isEmpty], [true, false]);
  });

  it("causes no render where nothing is to be told", () => {
    const { state, socket } = startTurn({ songs: songs(1) });
    handle(socket, "songs").deleteByKey(9);
    handle(socket, "songs").insert({ id: 9 }, { updateOnly: true });
    assert.equal(state.changed, false);
  });

  it("is started over by a stream that is assigned to it", () => {
    const { state, socket, shown } = startTurn({ songs: songs(1, 2) });
    socket.assign({ songs: songs(3) });
    assert.deepEqual([shown("songs").size, state.changed], [1, true]);
  });

  it("is its view's own, though several views are given the same one", () => {
    const shared = songs(1);
    const [one, other] = [startTurn({ songs: shared }), startTurn({ songs: shared })];
    handle(one.socket, "songs").insert({ id: 2 });
    assert.deepEqual([one.shown("songs").size, other.shown("songs").size], [2, 1]);
  });

  it("can't be a second assign, and what is none can't be changed as one", () => {
    const { socket, shown } = startTurn({ songs: songs(1), count: 1 });
    assert.throws(() => socket.assign({ copy: shown("songs") }), { code: "LG_STREAM_ASSIGN" });
    assert.throws(() => handle(socket, "count").insert({ id: 1 }), { code: "LG_STREAM_ASSIGN" });
  });

  it("can't be changed after the turn", () => {
    const { socket } = startTurn({ songs: songs(1) });
    const late = handle(socket, "songs");
    socket.end();
    assert.throws(() => late.insert({ id: 2 }), { code: "LG_SOCKET_TURN_OVER" });
  });
});

it("a view's streams are typed by what mount gives", () => {
  const view = liveView({
    events: { add: null },
    mount: () => ({ count: 1, songs: songs(1) }),
    handle: {
      add: (socket) => {
        socket.stream("songs").insert({ id: 1 }, { at: 0, limit: -5, updateOnly: true });
        socket.stream("songs").reset([{ id: 2 }]);
        // @ts-expect-error another item
        assert.throws(() => socket.stream("songs").insert({ name: 1 }));
        // @ts-expect-error an assign that is no stream
        assert.throws(() => socket.stream("count"));
        // @ts-expect-error no assign
        assert.throws(() => socket.stream("none"));
        return socket.assign({ songs: songs() });
      },
    },
    render: (a) =>
      html`${a.songs.size}${a.songs.isEmpty} ${each(a.songs, (song, id) => html`<li id=${id}>${song.id}</li>`)}`,
  });
  assert.equal(view.ev.add.name, "add");
  // @ts-expect-error a stream is printed by each()
  assert.ok(html`${songs(1)}`);
});
