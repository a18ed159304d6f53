import { type Html, each, event, events, halt, html, js, link, liveView, when } from "livegate";
import { header, icon } from "livegate/components";
import { z } from "zod";
import { type Album, AlbumId } from "#domain/catalog/album";
import { albumsTopic, applyChange, takesAway } from "#domain/catalog/album-change";
import { type AlbumQuery, LONGEST_SEARCH } from "#domain/catalog/album-search";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { requireAuthenticatedUser } from "#web/user-auth";
import { albumCard } from "./album-card.ts";
import { AlbumQueryParams, albumFilter, queryOf } from "./album-filter.ts";
import { AlbumForm } from "./album-form.ts";
import { changeableAlbum } from "./album-rules.ts";

const ev = events({
  search: z.object({ q: z.string().max(LONGEST_SEARCH).default("") }),
  delete: event(z.object({ id: AlbumId }), changeableAlbum),
});

interface IndexState {
  readonly query: AlbumQuery;
  readonly albums: readonly Album[];
  /** The album that is being edited, if there is one. */
  readonly editing: Album | null;
}

const GONE = "That album has been deleted by somebody else.";
const NOT_YOURS = "That album is somebody else’s.";

/** The shelf: every album, searched and sorted; adding and editing happen in a dialog over it. */
export const AlbumIndexLive = liveView({
  needs: [requireAuthenticatedUser],
  params: AlbumQueryParams.extend({ id: AlbumId.optional() }),
  actions: ["index", "new", "edit"],
  components: [AlbumForm],
  events: ev,

  async mount({
    params: { id, q, sort },
    action,
    connected,
    ...access
  }): Promise<IndexState | ReturnType<typeof halt.notFound>> {
    if (action === "edit") {
      const album = id ? await Catalog.getAlbum(id) : null;
      // A page that comes back to an album deleted meanwhile is told so by handleParams.
      if (!album && !connected) return halt.notFound();
      if (album && !changeableAlbum.allows(access, album)) return halt.forbidden();
    }
    const query = { q, sort };
    return { query, albums: await Catalog.listAlbums(query), editing: null };
  },

  subscribe: (_, on) => [
    on(albumsTopic(), (socket, change) => {
      const { query, editing } = socket.assigns;
      socket.update("albums", (albums) => applyChange(albums, change, query));
      if (!editing) return;
      if (takesAway(change, editing)) socket.putFlash("error", GONE).pushPatch(paths.home(queryOf(query)));
      else if (change.type === "updated" && change.album.id === editing.id) socket.assign({ editing: change.album });
    }),
  ],

  async resync(socket) {
    const { query, editing } = socket.assigns;
    const albums = await Catalog.listAlbums(query);
    const now = editing && (await Catalog.getAlbum(editing.id));
    socket.assign({ albums });
    if (editing && !now) socket.putFlash("error", GONE).pushPatch(paths.home(queryOf(query)));
    else if (now) socket.assign({ editing: now });
  },

  async handleParams(socket, { id, q, sort }, action) {
    const { query } = socket.assigns;
    if (q !== query.q || sort !== query.sort) {
      socket.assign({ query: { q, sort }, albums: await Catalog.listAlbums({ q, sort }) });
    }
    const editing = action === "edit" && id ? await Catalog.getAlbum(id) : null;
    const home = paths.home(queryOf({ q, sort }));
    if (action === "edit" && !editing) return socket.putFlash("error", GONE).pushPatch(home, { replace: true });
    // A link's patch puts its own address into the history, so the way out is a navigation.
    if (editing && !changeableAlbum.allows(socket.assigns, editing)) {
      return socket.putFlash("error", NOT_YOURS).pushNavigate(home);
    }
    return socket.assign({ editing });
  },

  handle: {
    search(socket, { q }) {
      const { query } = socket.assigns;
      // The client also sends the search that a page had before a reconnect.
      if (q.trim() === query.q) return socket;
      // Back leads out of a search, not through its letters.
      return socket.pushPatch(paths.home(queryOf({ ...query, q })), { replace: query.q !== "" });
    },

    async delete(socket, _, { id }) {
      const deleted = await Catalog.deleteAlbum(socket.assigns.currentScope, id);
      if (deleted.ok) return socket.putFlash("info", `“${deleted.value.title}” has been deleted.`);
      return socket.putFlash("error", GONE);
    },
  },

  pageTitle: ({ action, editing }) =>
    action === "new" ? "Add an album" : action === "edit" && editing ? `Edit ${editing.title}` : "Albums",

  render: ({ currentUser, currentScope, query, albums, editing, action }) => html`
    <div id="albums" inert=${action !== "index"} class="space-y-6 sm:space-y-8">
      ${header({
        title: "Albums",
        subtitle: countOf(albums.length, query.q),
        actions: link(
          {
            patch: paths.albumNew(queryOf(query)),
            id: "add-album",
            class: "btn btn-primary",
            rest: { "phx-click": js.pushFocus() },
          },
          [icon("plus"), " Add album"],
        ),
      })}
      ${albumFilter(query, ev.search)}
      ${albums.length === 0 && emptyShelf(query)}
      <ul id="shelf" class="shelf">${each(albums, ({ id }) => id, albumCard, { ...query, currentUser, currentScope, remove: ev.delete })}</ul>
      ${albums.length > 0 && html`<p class="text-center text-sm">${link({ navigate: paths.lately(), class: "link" }, "What came lately")}</p>`}
    </div>
    ${when(action !== "index", () =>
      AlbumForm({
        id: editing?.id ?? "new",
        album: editing,
        sentTo: editing ? paths.albumEdit({ id: editing.id }, queryOf(query)) : paths.albumNew(queryOf(query)),
        close: paths.home(queryOf(query)),
      }),
    )}
  `,
});

function countOf(count: number, q: string): string {
  const albums = count === 0 ? "Nothing" : count === 1 ? "1 album" : `${count} albums`;
  return q === "" ? `${albums} on the shelf` : `${albums} found for “${q}”`;
}

function emptyShelf({ q, sort }: AlbumQuery): Html {
  if (q === "") {
    return html`<div id="empty" class="py-12 text-center">
      <div class="bare-shelf" aria-hidden="true"></div>
      <p class="mt-6 font-serif text-2xl">The shelf is empty</p>
      <p class="muted mt-1">Add the first album, and everybody who is looking sees it at once.</p>
    </div>`;
  }
  return html`<div id="empty" class="py-12 text-center">
    <div class="bare-shelf" aria-hidden="true"></div>
    <p class="mt-6 font-serif text-2xl">Nothing here by that name</p>
    <p class="muted mt-1 wrap-anywhere">No title, artist or genre has “${q}”.</p>
    ${link({ patch: paths.home(queryOf({ q: "", sort })), class: "link mt-3 inline-block" }, "Show all albums")}
  </div>`;
}
