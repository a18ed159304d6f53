import { readFile } from "node:fs/promises";
import { type Form, type Path, event, form, formEvent, html, link, liveComponent, props, when } from "livegate";
import { type Album, type AlbumAttributes, AlbumSchema, FIRST_YEAR, MOST_TRACKS } from "#domain/catalog/album";
import { putCover } from "#domain/catalog/album-cover";
import * as Catalog from "#domain/catalog/catalog";
import { button, input, modal } from "livegate/components";
import { paths } from "#web/paths";
import { requireAuthenticatedUser } from "#web/user-auth";
import { z } from "zod";
import { savedAlbum } from "./album-rules.ts";
import { coverField, coverUpload } from "./cover-field.ts";

type FilledForm = Form<z.input<typeof AlbumSchema>, AlbumAttributes>;

const named = { as: "album" } as const;

/** A form about a new album, or about the one given. */
const formAbout = (album: Album | null): FilledForm =>
  form(AlbumSchema, album ? { ...named, values: Catalog.changeAlbum(album) } : named);

/** What is said where an album isn't there any more. */
export const gone = (title: string): string => `“${title}” has been deleted by somebody else.`;

interface AlbumFormProps {
  /** The album to change, or null for a new one. */
  readonly album: Album | null;
  /** Where the dialog is closed to. */
  readonly close: Path;
}

/** The dialog in which an album is added or changed, over the page of any view. */
export const AlbumForm = liveComponent({
  props: props<AlbumFormProps>(),
  needs: [requireAuthenticatedUser],
  uploads: { cover: coverUpload },
  events: {
    validate: formEvent(AlbumSchema, named),
    save: event(formEvent(AlbumSchema, named), savedAlbum),
    takeAway: z.object({ ref: z.string() }),
  },

  mount: async ({ album }) => ({ form: formAbout(album), overtaken: false, genres: await Catalog.listGenres() }),

  update(socket, former) {
    // Somebody else's change: what has been typed stays.
    if (former && former.album !== socket.assigns.album) socket.assign({ overtaken: true });
  },

  handle: {
    validate: (socket, filled) => socket.assign({ form: filled }),
    takeAway: (socket, { ref }) => socket.cancelUpload("cover", ref),

    async save(socket, filled, record) {
      const { currentScope, close } = socket.assigns;
      if (!filled.output) return socket.assign({ form: filled });
      const { output } = filled;
      const album = record === "new" ? null : record;
      const saved = album
        ? await Catalog.updateAlbum(currentScope, album.id, output)
        : await Catalog.createAlbum(currentScope, output);
      if (saved.ok) {
        const { id } = saved.value;
        await socket.consumeUploadedEntries("cover", async ({ path }) =>
          putCover(currentScope, id, await readFile(path)),
        );
        return socket
          .putFlash("info", `“${saved.value.title}” ${album ? "has been changed" : "is on the shelf"}.`)
          .pushPatch(close);
      }
      if (album && saved.errors.id) return socket.putFlash("error", gone(album.title)).pushNavigate(paths.home());
      return socket.assign({ form: filled.withErrors(saved.errors) });
    },
  },

  render({ album, close, form: filled, genres, overtaken, uploads }, ev) {
    const { title, artist, year, tracks, genre } = filled.fields;
    return modal({
      id: "album-dialog",
      title: album ? "Edit album" : "Add an album",
      close,
      children: html`<form id="${filled.id}" phx-change=${ev.validate} phx-submit=${ev.save} autocomplete="off" novalidate>
        ${album && html`<input type="hidden" name="${filled.as}[id]" value="${album.id}" />`}
        ${input({ field: title, label: "Title", rest: { maxlength: 200, required: true } })}
        ${input({ field: artist, label: "Artist", rest: { maxlength: 200, required: true } })}
        <div class="grid grid-cols-2 gap-4">
          ${input({ field: year, label: "Year", type: "number", rest: { min: FIRST_YEAR, inputmode: "numeric", required: true } })}
          ${input({ field: tracks, label: "Tracks", type: "number", rest: { min: 1, max: MOST_TRACKS, inputmode: "numeric", required: true } })}
        </div>
        ${input({ field: genre, label: "Genre", rest: { maxlength: 60, list: "genres", required: true } })}
        <datalist id="genres">${genres.map((name) => html`<option value="${name}"></option>`)}</datalist>
        ${coverField({ files: uploads.cover, album, cancel: ev.takeAway })}
        ${when(
          overtaken,
          () => html`<p class="mb-2 rounded-field bg-base-200 px-3 py-2 text-sm" role="status">
            Somebody has just changed this album. Saving puts your version in the place of theirs.
          </p>`,
        )}
        <p class="static-only muted text-sm">Saving takes JavaScript, which is switched off in this browser.</p>
        <div class="live-only mt-2 flex justify-end gap-2">
          ${link({ patch: close, class: "btn btn-ghost" }, "Cancel")}
          ${button({ type: "submit", kind: "primary", children: "Save", rest: { "phx-disable-with": "Saving …" } })}
        </div>
      </form>`,
    });
  },
});
