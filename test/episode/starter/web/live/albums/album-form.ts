import { type Form, type Html, type Path, form, formEvent, html, link } from "livegate";
import { button, formFor, input, modal } from "livegate/components";
import type { z } from "zod";
import { type Album, type AlbumAttributes, AlbumSchema } from "#domain/catalog/album";
import * as Catalog from "#domain/catalog/catalog";

export type AlbumForm = Form<z.input<typeof AlbumSchema>, AlbumAttributes>;

const named = { as: "album", id: "album-form" } as const;

/** The events of every view that shows the form. */
export const albumFormEvents = {
  validate: formEvent(AlbumSchema, named),
  save: formEvent(AlbumSchema, named),
};

/** A form about a new album, or about the one given. */
export const albumForm = (album: Album | null): AlbumForm =>
  form(AlbumSchema, album ? { ...named, values: album } : named);

/** What came of a submitted form: what was saved, the form with what is wrong, or null if the album is gone. */
export type SavedAlbum = { readonly saved: Album } | { readonly form: AlbumForm } | null;

/** Writes what a form says: a new album, or another state of the one given. */
export async function saveAlbum(filled: AlbumForm, album: Album | null): Promise<SavedAlbum> {
  if (!filled.output) return { form: filled };
  const result = album ? await Catalog.updateAlbum(album.id, filled.output) : await Catalog.createAlbum(filled.output);
  if (result.ok) return { saved: result.value };
  return result.errors.id ? null : { form: filled.withErrors(result.errors) };
}

interface AlbumDialogProps {
  readonly form: AlbumForm;
  readonly title: string;
  /** Where closing leads. */
  readonly close: Path;
}

/** The form in its dialog. It sends `validate` while somebody types, and `save`. */
export function albumDialog({ form: filled, title, close }: AlbumDialogProps): Html {
  const { fields } = filled;
  return modal({
    id: "album-dialog",
    title,
    close,
    children: formFor({
      form: filled,
      change: "validate",
      submit: "save",
      children: html`
        ${input({ field: fields.title, label: "Title", rest: { required: true } })}
        ${input({ field: fields.artist, label: "Artist", rest: { required: true } })}
        ${input({ field: fields.year, type: "number", label: "Year", rest: { required: true } })}
        ${input({ field: fields.genre, label: "Genre", rest: { required: true } })}
        ${input({ field: fields.tracks, type: "number", label: "Tracks", rest: { required: true } })}
        <div class="mt-2 flex justify-end gap-2">
          ${link({ patch: close, class: "btn btn-ghost" }, "Cancel")}
          ${button({ type: "submit", kind: "primary", children: "Save", rest: { "phx-disable-with": "Saving …" } })}
        </div>
      `,
    }),
  });
}
