import { type Form, type Html, type Path, form, formEvent, html, link, when } from "livegate";
import { type Album, type AlbumAttributes, AlbumSchema, FIRST_YEAR, MOST_TRACKS } from "#domain/catalog/album";
import * as Catalog from "#domain/catalog/catalog";
import { button, input, modal } from "#web/components/core-components";
import type { z } from "zod";

export type AlbumForm = Form<z.input<typeof AlbumSchema>, AlbumAttributes>;

const named = { as: "album" } as const;

/** The events of every view that shows the form. */
export const albumFormEvents = { validate: formEvent(AlbumSchema, named), save: formEvent(AlbumSchema, named) };

/** A form about a new album, or about the one given. */
export const albumForm = (album: Album | null): AlbumForm =>
  form(AlbumSchema, album ? { ...named, values: Catalog.changeAlbum(album) } : named);

/** What came of a submitted form: the album, the form with what is wrong, or null if the album is gone. */
export type Saved = { readonly album: Album } | { readonly form: AlbumForm } | null;

/** Writes what a form says: a new album, or another state of the one given. */
export async function saveAlbum(filled: AlbumForm, album: Album | null): Promise<Saved> {
  if (!filled.output) return { form: filled };
  const result = album ? await Catalog.updateAlbum(album.id, filled.output) : await Catalog.createAlbum(filled.output);
  if (result.ok) return { album: result.value };
  return result.errors.id ? null : { form: filled.withErrors(result.errors) };
}

interface AlbumDialogProps {
  readonly form: AlbumForm;
  /** The album to change, or null for a new one. */
  readonly album: Album | null;
  readonly genres: readonly string[];
  /** True if somebody else has changed the album since the form was opened. */
  readonly overtaken: boolean;
  readonly close: Path;
}

/** The form in its dialog. It sends `validate` while somebody types, and `save`. */
export function albumDialog({ form: filled, album, genres, overtaken, close }: AlbumDialogProps): Html {
  const { title, artist, year, tracks, genre } = filled.fields;
  return modal({
    id: "album-dialog",
    title: album ? "Edit album" : "Add an album",
    close,
    children: html`<form id="${filled.id}" phx-change="validate" phx-submit="save" novalidate>
      ${input({ field: title, label: "Title", rest: { maxlength: 200, required: true } })}
      ${input({ field: artist, label: "Artist", rest: { maxlength: 200, required: true } })}
      <div class="grid grid-cols-2 gap-4">
        ${input({ field: year, label: "Year", type: "number", rest: { min: FIRST_YEAR, inputmode: "numeric", required: true } })}
        ${input({ field: tracks, label: "Tracks", type: "number", rest: { min: 1, max: MOST_TRACKS, inputmode: "numeric", required: true } })}
      </div>
      ${input({ field: genre, label: "Genre", rest: { maxlength: 60, list: "genres", required: true } })}
      <datalist id="genres">${genres.map((name) => html`<option value="${name}"></option>`)}</datalist>
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
}
