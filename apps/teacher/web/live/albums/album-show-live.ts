import { type Html, each, events, halt, html, js, link, liveView, when } from "livegate";
import { icon } from "livegate/components";
import { z } from "zod";
import { type Album, AlbumId } from "#domain/catalog/album";
import { albumsTopic } from "#domain/catalog/album-change";
import * as Catalog from "#domain/catalog/catalog";
import { cover } from "#web/components/cover";
import { paths } from "#web/paths";
import { neighbourCard } from "./album-card.ts";
import { AlbumForm, gone } from "./album-form.ts";

const ev = events({ delete: null });

interface ShowState {
  readonly album: Album;
  /** What stands beside it on the shelf. */
  readonly neighbours: readonly Album[];
}

/** One album; editing happens in a dialog over it. */
export const AlbumShowLive = liveView({
  params: z.object({ id: AlbumId }),
  actions: ["show", "edit"],
  components: [AlbumForm],
  events: ev,

  async mount({ params: { id } }): Promise<ShowState | ReturnType<typeof halt.notFound>> {
    const album = await Catalog.getAlbum(id);
    if (!album) return halt.notFound();
    return { album, neighbours: await Catalog.listNeighbours(id) };
  },

  subscribe: ({ params: { id } }, on) => [
    on(albumsTopic(), async (socket, { type, album }) => {
      if (album.id !== id) return socket.assign({ neighbours: await Catalog.listNeighbours(id) });
      if (type === "deleted") return socket.putFlash("error", gone(album.title)).pushNavigate(paths.home());
      return socket.assign({ album, neighbours: await Catalog.listNeighbours(id) });
    }),
  ],

  handle: {
    async delete(socket) {
      const { album } = socket.assigns;
      const deleted = await Catalog.deleteAlbum(album.id);
      if (deleted.ok) socket.putFlash("info", `“${album.title}” has been deleted.`);
      else socket.putFlash("error", gone(album.title));
      return socket.pushNavigate(paths.home());
    },
  },

  pageTitle: ({ album, action }) => (action === "edit" ? `Edit ${album.title}` : `${album.title} by ${album.artist}`),

  render: ({ album, action, neighbours }) => html`
    <article id="album-page" inert=${action === "edit"}>
      ${link({ navigate: paths.home(), class: "quiet-link inline-flex items-center gap-2 text-sm" }, [
        icon("back"),
        " All albums",
      ])}
      <div class="mt-6 grid gap-8 sm:mt-8 md:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] md:items-center md:gap-16">
        <div class="sleeve-open">${cover(album.id)}</div>
        <div>
          <h1 class="wrap-anywhere text-4xl leading-[1.1] sm:text-5xl lg:text-6xl">${album.title}</h1>
          <p class="mt-3 text-lg wrap-anywhere">
            ${link({ navigate: paths.home({ q: album.artist }), class: "quiet-link" }, album.artist)}
          </p>
          <dl class="mt-8 grid grid-cols-3 border-y border-base-300 py-4 text-sm">
            <div>
              <dt class="muted">Year</dt>
              <dd class="mt-0.5 font-medium tabular-nums">${album.year}</dd>
            </div>
            <div>
              <dt class="muted">Tracks</dt>
              <dd class="mt-0.5 font-medium tabular-nums">${album.tracks}</dd>
            </div>
            <div>
              <dt class="muted">Genre</dt>
              <dd class="mt-0.5 font-medium wrap-anywhere">
                ${link({ navigate: paths.home({ q: album.genre }), class: "hover:underline" }, album.genre)}
              </dd>
            </div>
          </dl>
          <div class="live-only mt-6 -ml-4 flex gap-1">
            ${link(
              {
                patch: paths.albumShowEdit({ id: album.id }),
                id: "edit-album",
                class: "btn btn-ghost",
                rest: { "phx-click": js.pushFocus() },
              },
              [icon("pencil"), " Edit"],
            )}
            <button
              type="button"
              class="btn btn-ghost"
              phx-click=${ev.delete}
              data-confirm="Delete “${album.title}” by ${album.artist}? It can’t be brought back."
            >
              ${icon("trash")} Delete
            </button>
          </div>
        </div>
      </div>
      ${neighbours.length > 0 && nextOnTheShelf(neighbours)}
    </article>
    ${when(action === "edit", () => AlbumForm({ id: album.id, album, close: paths.album({ id: album.id }) }))}
  `,
});

const nextOnTheShelf = (albums: readonly Album[]): Html => html`<section aria-labelledby="next" class="mt-14 sm:mt-20">
  <h2 id="next" class="mb-5 text-2xl">Next to it on the shelf</h2>
  <ul id="neighbours" class="shelf">${each(albums, ({ id }) => id, neighbourCard)}</ul>
</section>`;
