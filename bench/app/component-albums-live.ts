import { each, events, html, liveComponent, liveView, props } from "livegate";
import { type Album, albums, renamed } from "./albums.ts";

const ev = events({ rename: null });

/** A row with a state of its own: its album, which only it knows how to rename. */
const AlbumRow = liveComponent({
  props: props<{ listed: Album }>(),
  events: ev,
  mount: ({ listed }) => ({ album: listed }),
  handle: { rename: (socket) => socket.update("album", renamed) },
  render: ({ album }) =>
    html`<tr id="album-${album.id}">
      <td>${album.title}</td>
      <td>${album.artist}</td>
      <td>${album.year}</td>
      <td>${album.genre}</td>
      <td>${album.tracks}</td>
      <td><button phx-click=${ev.rename}>Rename</button></td>
    </tr>`,
});

/** The page of keyed rows with a live component in each row's place. */
export const componentAlbumsLive = (rows: number) => {
  const list = albums(rows);
  return liveView({
    components: [AlbumRow],
    events: { inc: null },
    mount: () => ({ count: 0 }),
    handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
    render: ({ count }, { inc }) => html`
      <h1>Albums</h1>
      <p><button phx-click=${inc}>Count</button> <span id="count">${count}</span></p>
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
          ${each(
            list,
            (album) => album.id,
            (album) => AlbumRow({ id: album.id, listed: album }),
          )}
        </tbody>
      </table>
    `,
  });
};
