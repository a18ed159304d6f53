import { type AttributeValue, attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import type { Upload, UploadEntry } from "./upload-types.ts";

type Rest = Readonly<Record<string, AttributeValue>>;

/**
 * The input of an upload. It stands in a form with an id and a `phx-change`; the client sends the files when the form is
 * submitted, or at once with `autoUpload`. Its id is the upload's `ref`: `html\`<label for=${uploads.cover.ref}>\``.
 *
 * @example
 * const field = (upload: Upload) => html`<label for=${upload.ref}>Cover</label> ${liveFileInput(upload, { class: "file" })}`;
 */
export function liveFileInput(upload: Upload, rest: Rest = {}): Html {
  const { entries, errors, ref } = upload;
  const refs = (those: (entry: UploadEntry) => boolean): string =>
    entries
      .filter(those)
      .map((entry) => entry.ref)
      .join(",");
  const wrong = [...errors.map(() => ref), ...entries.flatMap((entry) => entry.errors.map(() => entry.ref))];
  // The client splits the lists of references, so they are there even when they are empty.
  return html`<input
    id=${ref}
    type="file"
    name=${upload.name}
    accept=${upload.accept}
    data-phx-hook="Phoenix.LiveFileUpload"
    data-phx-upload-ref=${ref}
    data-phx-active-refs=${refs(() => true)}
    data-phx-done-refs=${refs(({ done }) => done)}
    data-phx-preflighted-refs=${refs(({ preflighted }) => preflighted)}
    data-phx-error-refs=${wrong.length === 0 ? null : wrong.join(",")}
    data-phx-auto-upload=${upload.autoUpload}
    multiple=${upload.maxEntries > 1}
    disabled=${!upload.allowed}
    ${attrs(rest)}
  />`;
}

/**
 * Shows an image that was picked, before a byte of it is sent. The page's policy has to let images come from `blob:`, as
 * `secureHeaders` does.
 *
 * @example
 * const previews = (upload: Upload) => upload.entries.map((entry) => liveImgPreview(entry, { width: 120, alt: "" }));
 */
export const liveImgPreview = (entry: UploadEntry, rest: Rest = {}): Html =>
  html`<img
    id="phx-preview-${entry.ref}"
    data-phx-upload-ref=${entry.uploadRef}
    data-phx-entry-ref=${entry.ref}
    data-phx-hook="Phoenix.LiveImgPreview"
    data-phx-update="ignore"
    ${attrs(rest)}
  />`;
