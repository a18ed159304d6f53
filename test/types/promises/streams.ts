// A stream's items keep their type from mount to row, and only a stream can be handled as one.
import { type Stream, each, events, html, liveView, stream } from "livegate";
import { z } from "zod";

interface Album {
  readonly id: number;
  readonly title: string;
}

const log = (): Stream<Album> => stream<Album>([], { key: (album) => album.id });
const ev = events({ add: z.object({ title: z.string() }), clear: null });

export const AlbumLogLive = liveView({
  events: ev,
  mount: () => ({ count: 0, log: log() }),
  handle: {
    add(socket, { title }) {
      socket.stream("log").insert({ id: 1, title }, { at: 0, limit: 50 });
      // @ts-expect-error -- an item of another type
      socket.stream("log").insert({ id: "1" });
      // @ts-expect-error -- "count" is no stream
      socket.stream("count");
      // @ts-expect-error -- no such option
      socket.stream("log").insert({ id: 1, title }, { before: 2 });
    },
    clear: (socket) => socket.stream("log").reset(),
  },
  render: ({ log: albums }) => html`
    <p>${albums.isEmpty ? "Nothing yet" : albums.size}</p>
    <ul id="log" phx-update="stream">${each(albums, (album, id) => html`<li id=${id}>${album.title}</li>`)}</ul>
  `,
});

// @ts-expect-error -- the items have no artist
each(log(), (album) => html`<li>${album.artist}</li>`);

// @ts-expect-error -- a stream needs a key
stream<Album>([]);
