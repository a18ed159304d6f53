import { type Form, type Html, type Slot, form, html, when } from "livegate";
import { input } from "livegate/components";
import { type Album, AlbumSchema, FIRST_YEAR, MOST_TRACKS } from "#domain/catalog/album";
import { versionOf } from "#domain/catalog/album-version";
import * as Catalog from "#domain/catalog/catalog";
import { z } from "zod";

/** What an album's form says: about the album, about its picture, and what tells later what was lost or changed meanwhile. */
export const AlbumFormSchema = AlbumSchema.extend({
  removeCover: z.stringbool().default(false),
  /** The version of the album on which the form rests. */
  seen: z.string().optional(),
  /** The name of a file that was chosen in a live page. */
  picked: z.string().optional(),
});

export type AlbumFormOutput = z.output<typeof AlbumFormSchema>;
export type FilledAlbum = Form<z.input<typeof AlbumFormSchema>, AlbumFormOutput>;

export const albumNamed = { as: "album" } as const;

/** A form about a new album, or about the one given. */
export const formAbout = (album: Album | null): FilledAlbum =>
  form(
    AlbumFormSchema,
    album ? { ...albumNamed, values: { ...Catalog.changeAlbum(album), seen: versionOf(album) } } : albumNamed,
  );

/** Whether an album has been changed since a form about it was printed. */
export const isOvertaken = ({ params: { seen } }: FilledAlbum, album: Album): boolean =>
  typeof seen === "string" && seen !== versionOf(album);

interface AlbumFieldsProps {
  readonly form: FilledAlbum;
  readonly album: Album | null;
  readonly genres: readonly string[];
  readonly cover: Slot;
  /** The version of the album on which what is typed rests. */
  readonly seen: string;
  /** Somebody has changed the album while this was typed. */
  readonly overtaken: boolean;
}

/** The inputs of an album's form, over the socket and over HTTP. */
export function albumFields({ form: filled, album, genres, cover, seen, overtaken }: AlbumFieldsProps): Html {
  const { title, artist, year, tracks, genre } = filled.fields;
  return html`${album && html`<input type="hidden" name="${filled.as}[id]" value="${album.id}" /><input type="hidden" name="${filled.as}[seen]" value="${seen}" />`}
    ${input({ field: title, label: "Title", rest: { maxlength: 200, required: true } })}
    ${input({ field: artist, label: "Artist", rest: { maxlength: 200, required: true } })}
    <div class="grid grid-cols-2 gap-4">
      ${input({ field: year, label: "Year", type: "number", rest: { min: FIRST_YEAR, inputmode: "numeric", required: true } })}
      ${input({ field: tracks, label: "Tracks", type: "number", rest: { min: 1, max: MOST_TRACKS, inputmode: "numeric", required: true } })}
    </div>
    ${input({ field: genre, label: "Genre", rest: { maxlength: 60, list: "genres", required: true } })}
    <datalist id="genres">${genres.map((name) => html`<option value="${name}"></option>`)}</datalist>
    ${cover}
    ${when(
      overtaken,
      () => html`<p class="mb-2 rounded-field bg-base-200 px-3 py-2 text-sm" role="status">
        Somebody has just changed this album. Saving puts your version in the place of theirs.
      </p>`,
    )}`;
}
