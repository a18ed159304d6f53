import { type Stream, each, html, liveView, stream } from "livegate";
import type { Album, SharedAlbums } from "./albums.ts";
import { another, ev, renames } from "./albums-live.ts";

const albumRow = (album: Album, id: string) =>
  html`<tr id=${id}>
    <td>${album.title}</td>
    <td>${album.artist}</td>
    <td>${album.year}</td>
    <td>${album.genre}</td>
    <td>${album.tracks}</td>
    <td><button phx-click=${ev.rename} phx-value-id=${album.id}>Rename</button></td>
  </tr>`;

const page = ({ count, albums: list }: { readonly count: number; readonly albums: Stream<Album> }) => html`
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
    <tbody id="albums" phx-update="stream">
      ${each(list, albumRow)}
    </tbody>
  </table>
`;

/** The same page with its list as a stream: views keep keys, and the albums stand in one place for all of them. */
export const streamedAlbumsLive = (shared: SharedAlbums) =>
  liveView({
    events: ev,
    mount: () => ({ count: 0, albums: stream(shared.list, { key: (album) => album.id }) }),
    subscribe: (_, on) => [
      on(renames(), (socket, { id }) => {
        const album = shared.list[id - 1];
        if (album) socket.stream("albums").insert(album, { updateOnly: true });
      }),
    ],
    handle: {
      inc: (socket) => socket.update("count", (count) => count + 1),
      rename: (socket, { id }) => {
        shared.rename(id);
        const album = shared.list[id - 1];
        if (album) socket.stream("albums").insert(album, { updateOnly: true });
      },
      add: (socket) => socket.stream("albums").insert(another(socket.assigns.albums.size + 1)),
    },
    render: page,
  });
