import {
  type EventRef,
  type Field,
  type Html,
  type Slot,
  type Upload,
  type UploadEntry,
  html,
  liveFileInput,
  liveImgPreview,
  upload,
  when,
} from "livegate";
import { checkbox, icon } from "livegate/components";
import type { Album } from "#domain/catalog/album";
import { LARGEST_COVER } from "#domain/catalog/album-cover";
import { cover } from "../cover.ts";

/** The picture that an album's form takes. */
export const coverUpload = upload({
  accept: [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"],
  maxFileSize: LARGEST_COVER,
});

const messages: Readonly<Record<string, string>> = {
  too_large: `This picture is larger than ${LARGEST_COVER / 1_000_000} MB.`,
  not_accepted: "This is no picture: JPEG, PNG, WebP, GIF or AVIF.",
  empty: "This file is empty.",
};

const messageOf = (error: string): string => messages[error] ?? "It didn’t arrive. Take it away and try again.";

const megabytes = (bytes: number): string => `${Math.max(0.1, bytes / 1_000_000).toFixed(1)} MB`;

interface CoverFieldProps {
  readonly files: Upload;
  readonly album: Album | null;
  /** The box that takes away the picture that the album has. */
  readonly remove: Field;
}

interface LiveCoverFieldProps extends CoverFieldProps {
  /** Tells the page that comes back after a lost connection which file it had. */
  readonly picked: Field;
  /** The name of a file that was lost on the way. */
  readonly lost: string | null;
  readonly cancel: EventRef<string, { ref: string }>;
}

/** Where a picture is chosen or dropped, with how it will look. */
export function coverField({ files, album, remove, cancel, ...back }: LiveCoverFieldProps): Html {
  const [picked] = files.entries;
  const errors = picked?.errors ?? [];
  const name = picked?.clientName ?? back.lost;
  const said = back.lost === null ? errors.map(messageOf) : [`The connection was lost: choose “${back.lost}” again.`];
  return html`<div id="cover-field" class="cover-field mb-4" phx-drop-target=${files.ref}>
    <div class="cover-field-picture" aria-hidden="true">
      ${picked && !errors.includes("not_accepted") ? liveImgPreview(picked, { alt: "" }) : pictureOf(album, remove)}
    </div>
    <div class="min-w-0 grow">
      <p class="text-sm font-medium">Cover</p>
      <p class="muted mt-0.5 flex flex-wrap items-center gap-x-1.5 text-sm">
        ${liveFileInput(files, { class: "file-input file-input-sm cover-chooser peer w-full", "aria-describedby": "cover-about" })}
        <label for=${files.ref} class="link live-only cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2">
          ${picked ? "Choose another picture" : "Choose a picture"}
        </label>
        <span class="live-only">or drop one here</span>
      </p>
      <div id="cover-about" aria-live="polite">
        ${picked ? pickedFile(picked, cancel) : accepted} ${said.map(errorLine)}
      </div>
      ${name !== null && html`<input type="hidden" name="${back.picked.name}" value="${name}" />`}
      ${!picked && removal(album, remove)}
    </div>
  </div>`;
}

/** The same without JavaScript: what was chosen came with the form, so it has to be chosen again. */
export function plainCoverField({ files, album, remove }: CoverFieldProps): Html {
  const [sent] = files.entries;
  return html`<div id="cover-field" class="cover-field mb-4">
    <div class="cover-field-picture" aria-hidden="true">${pictureOf(album, remove)}</div>
    <div class="min-w-0 grow">
      <label for="cover" class="text-sm font-medium">Cover</label>
      <input id="cover" type="file" name="${files.name}" accept="${files.accept}" aria-describedby="cover-about" class="file-input file-input-sm mt-1 w-full" />
      <div id="cover-about">
        ${accepted}
        ${sent && (sent.valid ? errorLine("Choose the picture again: a browser sends one only once.") : sent.errors.map(messageOf).map(errorLine))}
      </div>
      ${removal(album, remove)}
    </div>
  </div>`;
}

const accepted = html`<p class="muted mt-1 text-xs">JPEG, PNG, WebP, GIF or AVIF, up to ${LARGEST_COVER / 1_000_000} MB</p>`;

const errorLine = (message: string): Html => html`<p class="mt-1 text-sm text-error">${message}</p>`;

/** How the album looks as the form is now. */
const pictureOf = (album: Album | null, { checked }: Field): Slot =>
  album ? cover(checked ? { ...album, cover: null } : album) : icon("plus");

const removal = (album: Album | null, field: Field): Slot =>
  album !== null &&
  album.cover !== null &&
  html`<div class="mt-2">${checkbox({ field, label: "Take the picture away" })}</div>`;

// A button of the form itself is disabled while the form is sent, and so while the file is.
const pickedFile = (
  { ref, clientName, clientSize, progress, valid }: UploadEntry,
  cancel: LiveCoverFieldProps["cancel"],
): Html => html`<div class="mt-1 flex items-center gap-2 text-xs">
    <span class="truncate">${clientName}</span> <span class="muted shrink-0 tabular-nums">${megabytes(clientSize)}</span>
    <button type="button" form="" phx-click=${cancel} phx-value-ref=${ref} class="btn btn-square btn-ghost btn-xs" aria-label="Take ${clientName} away" title="Take away">
      ${icon("close")}
    </button>
  </div>
  ${when(
    valid && progress > 0,
    () =>
      html`<progress class="progress progress-primary mt-1 h-1 w-full" value=${progress} max="100" aria-label="Sent"></progress>`,
  )}`;
