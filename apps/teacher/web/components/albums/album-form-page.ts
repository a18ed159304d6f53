import { type Html, type Path, type Upload, html, link } from "livegate";
import { button, formFor } from "livegate/components";
import type { Album } from "#domain/catalog/album";
import { versionOf } from "#domain/catalog/album-version";
import { type FilledAlbum, albumFields } from "./album-fields.ts";
import { plainCoverField } from "./cover-field.ts";

interface AlbumFormPageProps {
  readonly form: FilledAlbum;
  /** The album to change, or null for a new one. */
  readonly album: Album | null;
  readonly genres: readonly string[];
  readonly files: Upload;
  readonly overtaken: boolean;
  /** Where the form is sent to. */
  readonly action: Path;
  readonly close: Path;
}

/** What an album's form is called. */
export const formTitle = (album: Album | null): string => (album ? "Edit album" : "Add an album");

/** The form of an album as a page of its own: what was sent without JavaScript comes back here until it is right. */
export function albumFormPage({ form: filled, files, action, close, ...about }: AlbumFormPageProps): Html {
  const { album } = about;
  const cover = plainCoverField({ files, album, remove: filled.fields.removeCover });
  // Whoever has been told of another version may save over it.
  const seen = album ? versionOf(album) : "";
  return html`<section class="mx-auto w-full max-w-lg">
    <h1 class="mb-6 text-3xl">${formTitle(album)}</h1>
    ${formFor({
      form: filled,
      action,
      rest: { enctype: "multipart/form-data", autocomplete: "off" },
      children: html`
        ${albumFields({ ...about, form: filled, cover, seen })}
        <div class="mt-4 flex justify-end gap-2">
          ${link({ href: close, class: "btn btn-ghost" }, "Cancel")}
          ${button({ type: "submit", kind: "primary", children: "Save" })}
        </div>
      `,
    })}
  </section>`;
}
