import { events, html, js, link, liveView, when } from "livegate";
import { button, buttonClass, header, table } from "livegate/components";
import { z } from "zod";
import { type Album, AlbumId } from "#domain/catalog/album";
import { albumsTopic } from "#domain/catalog/album-change";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { type AlbumForm, albumDialog, albumForm, albumFormEvents, saveAlbum } from "./album-form.ts";

const ev = events({ ...albumFormEvents, delete: z.object({ id: AlbumId }) });

interface IndexState {
  readonly albums: readonly Album[];
  /** The open form, if there is one, and what it is about, if that exists. */
  readonly form: AlbumForm | null;
  readonly editing: Album | null;
}

const closed = { form: null, editing: null } as const;

const GONE = "It has been deleted by somebody else.";

/** The list of albums; adding and editing happen in a dialog over it. */
export const AlbumIndexLive = liveView({
  params: z.object({ id: AlbumId.optional() }),
  actions: ["index", "new", "edit"],
  events: ev,

  mount: async (): Promise<IndexState> => ({ albums: await Catalog.listAlbums(), ...closed }),

  subscribe: (_, on) => [on(albumsTopic(), async (socket) => socket.assign({ albums: await Catalog.listAlbums() }))],

  resync: async (socket) => socket.assign({ albums: await Catalog.listAlbums() }),

  async handleParams(socket, { id }, action) {
    if (action === "index") return socket.assign(closed);
    const editing = action === "edit" && id ? await Catalog.getAlbum(id) : null;
    if (action === "edit" && !editing) {
      return socket.putFlash("error", GONE).pushPatch(paths.home(), { replace: true });
    }
    return socket.assign({ editing, form: albumForm(editing) });
  },

  handle: {
    validate: (socket, form) => socket.assign({ form }),

    async save(socket, filled) {
      const saved = await saveAlbum(filled, socket.assigns.editing);
      if (saved && "form" in saved) return socket.assign(saved);
      if (saved) socket.putFlash("info", "Album saved.");
      else socket.putFlash("error", GONE);
      return socket.pushPatch(paths.home());
    },

    async delete(socket, { id }) {
      const deleted = await Catalog.deleteAlbum(id);
      return deleted.ok ? socket.putFlash("info", "Album deleted.") : socket.putFlash("error", GONE);
    },
  },

  pageTitle: ({ action }) => (action === "new" ? "New album" : action === "edit" ? "Edit album" : "Albums"),

  render: ({ albums, form, editing }) => html`
    <div id="albums" inert=${form !== null} class="space-y-6">
      ${header({
        title: "Albums",
        actions: link(
          {
            patch: paths.albumNew(),
            id: "new-album",
            class: buttonClass({ kind: "primary" }),
            rest: { "phx-click": js.pushFocus() },
          },
          "New album",
        ),
      })}
      ${table({
        id: "albums-table",
        caption: "Albums",
        rows: albums,
        key: ({ id }) => id,
        columns: [
          { label: "Title", cell: ({ title }) => title, isHeader: true },
          { label: "Artist", cell: ({ artist }) => artist },
          { label: "Year", cell: ({ year }) => year, align: "end" },
          { label: "Genre", cell: ({ genre }) => genre },
          { label: "Tracks", cell: ({ tracks }) => tracks, align: "end" },
        ],
        actions: ({ id }) => html`<span class="inline-flex gap-1">
          ${link({ navigate: paths.album({ id }), class: buttonClass({ size: "small" }) }, "Show")}
          ${link(
            {
              patch: paths.albumEdit({ id }),
              class: buttonClass({ size: "small" }),
              rest: { "phx-click": js.pushFocus() },
            },
            "Edit",
          )}
          ${button({
            size: "small",
            children: "Delete",
            rest: {
              "phx-click": ev.delete,
              "phx-value-id": id,
              "data-confirm": "Delete it? It can’t be brought back.",
            },
          })}
        </span>`,
        empty: "There are no albums yet.",
      })}
    </div>
    ${when(form, (filled) =>
      albumDialog({
        form: filled,
        title: editing ? "Edit album" : "New album",
        close: paths.home(),
      }),
    )}
  `,
});
