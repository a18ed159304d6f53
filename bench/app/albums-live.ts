import { each, events, html, liveView, row, topic } from "livegate";
import { z } from "zod";
import { type Album, type SharedAlbums, albums, changed, copied, renamed } from "./albums.ts";

const ID = z.object({ id: z.coerce.number<string | number>() });
export const ev = events({ inc: null, rename: ID, add: null });

/** Says that the album with this id is to get another title. */
export const renames = topic(() => "renames", ID);

const AlbumRow = row(
  (album: Album) =>
    html`<tr id="album-${album.id}">
      <td>${album.title}</td>
      <td>${album.artist}</td>
      <td>${album.year}</td>
      <td>${album.genre}</td>
      <td>${album.tracks}</td>
      <td><button phx-click=${ev.rename} phx-value-id=${album.id}>Rename</button></td>
    </tr>`,
);

const page = ({ count, albums: list }: { readonly count: number; readonly albums: readonly Album[] }) => html`
  <h1>Albums</h1>
  <p>
    <button phx-click=${ev.inc}>Count</button> <span id="count">${count}</span> <button phx-click=${ev.add}>Add</button>
  </p>
  <table>
    <thead>
      <tr>
        <th>Title</th>
        <th>Artist</th>
        <th>Year</th>
        <th>Genre</th>
        <th>Tracks</th>
        <th></th>
      </tr>
    </thead>
    <tbody>
      ${each(list, (album) => album.id, AlbumRow)}
    </tbody>
  </table>
`;

export const another = (id: number): Album => ({
  id,
  title: "One More",
  artist: "The Added",
  year: 2026,
  genre: "Jazz",
  tracks: 9,
});

/** A page whose list belongs to the view alone: `rows` albums, copied at each mount. */
export const ownAlbumsLive = (rows: number, counted: () => void = () => {}) => {
  const catalogue = albums(rows);
  return liveView({
    events: ev,
    mount: () => ({ count: 0, albums: catalogue.map(copied) as readonly Album[] }),
    subscribe: (_, on) => [
      on(renames(), (socket, { id }) => socket.update("albums", (list) => changed(list, id, renamed))),
    ],
    handle: {
      inc: (socket) => (counted(), socket.update("count", (count) => count + 1)),
      rename: (socket, { id }) => socket.update("albums", (list) => changed(list, id, renamed)),
      add: (socket) => socket.update("albums", (list) => [...list, another(list.length + 1)]),
    },
    render: page,
  });
};

/** The same page over one list that all views share. */
export const sharedAlbumsLive = (shared: SharedAlbums) =>
  liveView({
    events: ev,
    mount: () => ({ count: 0, albums: shared.list }),
    subscribe: (_, on) => [on(renames(), (socket) => socket.assign({ albums: shared.list }))],
    handle: {
      inc: (socket) => socket.update("count", (count) => count + 1),
      rename: (socket, { id }) => socket.update("albums", (list) => changed(list, id, renamed)),
      add: (socket) => socket.update("albums", (list) => [...list, another(list.length + 1)]),
    },
    render: page,
  });
