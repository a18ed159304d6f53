import { type Html, each, event, events, halt, html, js, link, liveView, when } from "livegate";
import { icon } from "livegate/components";
import { z } from "zod";
import { type Album, AlbumId } from "#domain/catalog/album";
import { albumsTopic, takesAway } from "#domain/catalog/album-change";
import * as Catalog from "#domain/catalog/catalog";
import { cover } from "#web/components/cover";
import { yoursTag } from "#web/components/yours-tag";
import { paths } from "#web/paths";
import { requireAuthenticatedUser } from "#web/user-auth";
import { neighbourCard } from "./album-card.ts";
import { AlbumForm, gone } from "./album-form.ts";
import { type Reader, otherReaders, readerName, readersLine, readersTopic } from "./album-readers.ts";
import { changeableAlbum } from "./album-rules.ts";

const ev = events({ delete: event(z.object({ id: AlbumId }), changeableAlbum) });

const NOT_YOURS = "This album is somebody else’s.";

interface ShowState {
  readonly album: Album;
  /** What stands beside it on the shelf. */
  readonly neighbours: readonly Album[];
  /** Who else looks at it. */
  readonly readers: readonly Reader[];
}

/** One album; editing happens in a dialog over it. */
export const AlbumShowLive = liveView({
  needs: [requireAuthenticatedUser],
  params: z.object({ id: AlbumId }),
  actions: ["show", "edit"],
  components: [AlbumForm],
  events: ev,

  async mount({ params: { id }, action, ...access }): Promise<ShowState | ReturnType<typeof halt.notFound>> {
    const album = await Catalog.getAlbum(id);
    if (!album) return halt.notFound();
    if (action === "edit" && !changeableAlbum.allows(access, album)) return halt.forbidden();
    return { album, neighbours: await Catalog.listNeighbours(id), readers: [] };
  },

  subscribe: ({ params: { id }, currentUser }, on) => [
    on(readersTopic(id), (socket, { list }) => socket.assign({ readers: otherReaders(list, currentUser) })),
    on(albumsTopic(), async (socket, change) => {
      const { album } = socket.assigns;
      if (takesAway(change, album)) return socket.putFlash("error", gone(album.title)).pushNavigate(paths.home());
      if (change.type === "updated" && change.album.id === id) socket.assign({ album: change.album });
      return socket.assign({ neighbours: await Catalog.listNeighbours(id) });
    }),
  ],

  async resync(socket) {
    const { album: before } = socket.assigns;
    const album = await Catalog.getAlbum(before.id);
    if (!album) return socket.putFlash("error", gone(before.title)).pushNavigate(paths.home());
    return socket.assign({ album, neighbours: await Catalog.listNeighbours(album.id) });
  },

  handleParams(socket, { id }, action) {
    const { currentUser } = socket.assigns;
    socket.track(readersTopic(id), currentUser.id, { name: readerName(currentUser), edits: action === "edit" });
    if (action !== "edit" || changeableAlbum.allows(socket.assigns, socket.assigns.album)) return;
    // A link's patch puts its own address into the history, so the way out is a navigation.
    socket.putFlash("error", NOT_YOURS).pushNavigate(paths.album({ id }));
  },

  handle: {
    async delete(socket, _, album) {
      const deleted = await Catalog.deleteAlbum(socket.assigns.currentScope, album.id);
      if (deleted.ok) socket.putFlash("info", `“${album.title}” has been deleted.`);
      else socket.putFlash("error", gone(album.title));
      return socket.pushNavigate(paths.home());
    },
  },

  pageTitle: ({ album, action }) => (action === "edit" ? `Edit ${album.title}` : `${album.title} by ${album.artist}`),

  render: ({ currentUser, currentScope, album, action, neighbours, readers }) => html`
    <article id="album-page" inert=${action === "edit"}>
      <div class="flex h-8 items-center justify-between gap-6">
        ${link({ navigate: paths.home(), class: "quiet-link inline-flex shrink-0 items-center gap-2 text-sm" }, [
          icon("back"),
          " All albums",
        ])}
        ${readersLine(readers)}
      </div>
      <div class="mt-6 grid gap-8 sm:mt-8 md:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] md:items-center md:gap-16">
        <div class="sleeve-open">${cover(album)}</div>
        <div>
          <h1 class="wrap-anywhere text-4xl leading-[1.1] sm:text-5xl lg:text-6xl">${album.title}</h1>
          <p class="mt-3 text-lg wrap-anywhere">
            ${link({ navigate: paths.home({ q: album.artist }), class: "quiet-link" }, album.artist)}
            ${Catalog.isOwn(currentScope, album) && yoursTag}
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
          ${changeableAlbum.allows({ currentUser, currentScope }, album) ? actionsOn(album) : elsewhere}
        </div>
      </div>
      ${neighbours.length > 0 && nextOnTheShelf(neighbours)}
    </article>
    ${when(action === "edit", () =>
      AlbumForm({
        id: album.id,
        album,
        sentTo: paths.albumShowEdit({ id: album.id }),
        close: paths.album({ id: album.id }),
      }),
    )}
  `,
});

const actionsOn = (album: Album): Html => html`<div class="mt-6 -ml-4 flex flex-wrap gap-1">
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
    class="btn btn-ghost live-only"
    phx-click=${ev.delete}
    phx-value-id="${album.id}"
    data-confirm="Delete “${album.title}” by ${album.artist}? It can’t be brought back."
  >
    ${icon("trash")} Delete
  </button>
  <details class="static-only group">
    <summary class="btn btn-ghost">${icon("trash")} Delete …</summary>
    <p class="mt-2 px-4 text-sm">It can’t be brought back.</p>
    <div class="mt-2 px-4">
      ${link({ href: paths.album({ id: album.id }), method: "delete", class: "btn btn-error btn-sm" }, "Delete for good")}
    </div>
  </details>
</div>`;

const elsewhere = html`<p class="muted mt-6 text-sm">Somebody else’s album: only they can change it.</p>`;

const nextOnTheShelf = (albums: readonly Album[]): Html => html`<section aria-labelledby="next" class="mt-14 sm:mt-20">
  <h2 id="next" class="mb-5 text-2xl">Next to it on the shelf</h2>
  <ul id="neighbours" class="shelf">${each(albums, ({ id }) => id, neighbourCard)}</ul>
</section>`;
