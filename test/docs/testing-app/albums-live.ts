import { each, form, formEvent, html, js, link, liveView } from "livegate";
import { z } from "zod";
import { news, pubsub, shelf } from "#web/news";
import { paths } from "#web/paths";

interface Album {
  readonly id: number;
  readonly title: string;
}

const AlbumSchema = z.object({ title: z.string().min(2, "is too short") });
const named = { as: "album" } as const;

/** A shelf that all its pages share. */
export function albumsLive(titles: readonly string[]) {
  let albums: readonly Album[] = titles.map((title, id) => ({ id, title }));
  const write = (next: readonly Album[]): void => {
    albums = next;
    pubsub.broadcast(shelf(), { albums: [...next] });
  };
  return liveView({
    actions: ["index", "new"],
    events: {
      validate: formEvent(AlbumSchema, named),
      save: formEvent(AlbumSchema, named),
      remove: z.object({ id: z.coerce.number<string>() }),
    },
    mount: () => ({ albums, album: form(AlbumSchema, named), told: "" }),
    subscribe: (_, on) => [
      on(news(), (socket, { text }) => socket.assign({ told: text })),
      on(shelf(), (socket, change) => socket.assign({ albums: change.albums })),
    ],
    handleParams: (socket) => socket.assign({ album: form(AlbumSchema, named) }),
    handle: {
      validate: (socket, album) => socket.assign({ album }),
      save: (socket, album) => {
        if (!album.output) return socket.assign({ album });
        write([...albums, { id: albums.length, title: album.output.title }]);
        return socket.pushPatch(paths.albums());
      },
      remove: (_, { id }) => write(albums.filter((album) => album.id !== id)),
    },
    render: ({ albums: shown, album, told, action }, ev) => html`
      <p id="news">${told}</p>
      ${link({ navigate: paths.account() }, "Account")}
      <button phx-click=${js.toggle({ to: "#menu" })}>Menu</button> <ul id="menu" hidden><li>Help</li></ul>
      <button phx-click=${js.patch(paths.newAlbum())} phx-window-keydown=${js.patch(paths.newAlbum())} phx-key="n">Add</button>
      <input id="filter" aria-label="Filter">
      <ul id="shelf">${each(
        shown,
        ({ id }) => id,
        ({ id, title }) =>
          html`<li><b>${title}</b>${action === "index" && titles.length > 0 && html` <button phx-click=${ev.remove} phx-value-id="${id}">Remove</button>`}</li>`,
      )}</ul>
      ${
        action === "new" &&
        html`<form id="${album.id}" phx-change=${ev.validate} phx-submit=${ev.save}>
        <input name=${album.fields.title.name} value=${album.fields.title.value}>
        <p id="title-errors">${album.fields.title.errors.join("; ")}</p><button>Save</button>
      </form>`
      }`,
  });
}
