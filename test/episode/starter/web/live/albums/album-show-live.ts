import { events, halt, html, js, link, liveView, when } from "livegate";
import { button, buttonClass, header, list } from "livegate/components";
import { z } from "zod";
import { type Album, AlbumId } from "#domain/catalog/album";
import { albumsTopic } from "#domain/catalog/album-change";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { type AlbumForm, albumDialog, albumForm, albumFormEvents, saveAlbum } from "./album-form.ts";

const ev = events({ ...albumFormEvents, delete: null });

interface ShowState {
  readonly album: Album;
  /** The open form, if there is one. */
  readonly form: AlbumForm | null;
}

const GONE = "It has been deleted by somebody else.";

/** One album; editing happens in a dialog over it. */
export const AlbumShowLive = liveView({
  params: z.object({ id: AlbumId }),
  actions: ["show", "edit"],
  events: ev,

  async mount({ params: { id } }): Promise<ShowState | ReturnType<typeof halt.notFound>> {
    const album = await Catalog.getAlbum(id);
    return album ? { album, form: null } : halt.notFound();
  },

  subscribe: ({ params: { id } }, on) => [
    on(albumsTopic(), async (socket, change) => {
      if (change.id !== id) return socket;
      const album = await Catalog.getAlbum(id);
      return album ? socket.assign({ album }) : socket.putFlash("error", GONE).pushNavigate(paths.home());
    }),
  ],

  async resync(socket) {
    const album = await Catalog.getAlbum(socket.assigns.album.id);
    return album ? socket.assign({ album }) : socket.putFlash("error", GONE).pushNavigate(paths.home());
  },

  handleParams: (socket, _, action) =>
    socket.assign({ form: action === "edit" ? albumForm(socket.assigns.album) : null }),

  handle: {
    validate: (socket, form) => socket.assign({ form }),

    async save(socket, filled) {
      const saved = await saveAlbum(filled, socket.assigns.album);
      if (!saved) return socket.putFlash("error", GONE).pushNavigate(paths.home());
      if ("form" in saved) return socket.assign(saved);
      return socket
        .assign({ album: saved.saved })
        .putFlash("info", "Album saved.")
        .pushPatch(paths.album({ id: saved.saved.id }));
    },

    async delete(socket) {
      const deleted = await Catalog.deleteAlbum(socket.assigns.album.id);
      if (deleted.ok) socket.putFlash("info", "Album deleted.");
      else socket.putFlash("error", GONE);
      return socket.pushNavigate(paths.home());
    },
  },

  pageTitle: ({ action }) => (action === "edit" ? "Edit album" : "Album"),

  render: ({ album, form }) => html`
    <article id="album" inert=${form !== null} class="space-y-6">
      ${header({
        title: "Album",
        actions: html`<div class="flex gap-2">
          ${link(
            {
              patch: paths.albumShowEdit({ id: album.id }),
              id: "edit-album",
              class: buttonClass({ kind: "primary" }),
              rest: { "phx-click": js.pushFocus() },
            },
            "Edit",
          )}
          ${button({
            children: "Delete",
            rest: { "phx-click": ev.delete, "data-confirm": "Delete it? It can’t be brought back." },
          })}
        </div>`,
      })}
      ${list({
        items: [
          { label: "Title", content: album.title },
          { label: "Artist", content: album.artist },
          { label: "Year", content: album.year },
          { label: "Genre", content: album.genre },
          { label: "Tracks", content: album.tracks },
        ],
      })}
      ${link({ navigate: paths.home(), class: "link" }, "All albums")}
    </article>
    ${when(form, (filled) => albumDialog({ form: filled, title: "Edit album", close: paths.album({ id: album.id }) }))}
  `,
});
