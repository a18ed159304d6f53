// What a task brings is typed where it is started and where it lands.
import {
  type AsyncResult,
  type Stream,
  assignAsync,
  asyncResult,
  each,
  html,
  liveComponent,
  liveView,
  streamAsync,
} from "livegate";
import { type Album, Catalog } from "./catalog.ts";

declare const me: { id: number; email: string; role: "user" };
const list = (): Promise<readonly Album[]> => Catalog.list(me);

export const AlbumsLive = liveView({
  events: { load: null, add: null, send: null },
  mount: () => ({
    count: 0,
    albums: assignAsync(list),
    stream: streamAsync(list, { key: ({ id }) => id }),
    ...assignAsync(["first", "total"], async () => ({ first: (await list())[0] ?? null, total: 3 })),
  }),
  handle: {
    load: (socket) => {
      socket.assignAsync("albums", ({ signal }) => (signal.aborted ? [] : list()), { reset: true, timeout: 100 });
      socket.assignAsync(["first", "total"], () => ({ first: null, total: 1 }));
      // @ts-expect-error -- the task brings something else
      socket.assignAsync("albums", () => 3);
      // @ts-expect-error -- no task brings this assign
      socket.assignAsync("count", () => 3);
      // @ts-expect-error -- one of the two is missing
      socket.assignAsync(["first", "total"], () => ({ first: null }));
      socket.cancelAsync("albums");
    },
    add: (socket) => {
      socket.streamAsync("stream", list, { reset: true });
      // @ts-expect-error -- the assign is no stream
      socket.streamAsync("albums", list);
      const insert: (album: Album) => void = (album) => socket.stream("stream").insert(album);
      void insert;
    },
    send: (socket) =>
      socket.startAsync("send", {
        run: async () => (await list()).length,
        handleAsync: (later, outcome) => {
          if (outcome.ok) later.assign({ count: outcome.value });
          // @ts-expect-error -- a failure has no value
          else later.assign({ count: outcome.value });
          // @ts-expect-error -- there is no such assign
          later.assign({ cuont: 1 });
        },
      }),
  },
  render: ({ albums, stream, first, total }) => {
    const typed: readonly [AsyncResult<readonly Album[]>, AsyncResult<Stream<Album>>, AsyncResult<number>] = [
      albums,
      stream,
      total,
    ];
    void typed;
    // @ts-expect-error -- there may be none yet
    void albums.result.length;
    return html`${asyncResult({
      of: albums,
      failed: ({ reason }) => reason,
      ok: (all) => all.length,
    })}${asyncResult({ of: stream, ok: (songs) => each(songs, (song, id) => html`<li id=${id}>${song.title}</li>`) })}${
      first.ok && first.result?.title
    }`;
  },
});

export const Total = liveComponent({
  events: { again: null },
  mount: () => ({ total: assignAsync(() => 3) }),
  handle: { again: (socket) => socket.assignAsync("total", () => 4) },
  render: ({ total }) => html`<b>${total.result}</b>`,
});
