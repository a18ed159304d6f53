import type { JsonObject } from "../protocol/json-data.ts";

/**
 * Why a file, or a whole selection, isn't taken: a reason of the framework's, or one of the app's own.
 *
 * "too_many_files" and "total_too_large" are said of the selection, the others of one file: "too_large", "not_accepted" (by
 * name, type or first bytes), "empty", "not_allowed" and "not_found" (the upload's rule), "interrupted" (no more came),
 * "writer_failure", "external_client_failure".
 */
export type UploadError =
  | "too_many_files"
  | "total_too_large"
  | "too_large"
  | "not_accepted"
  | "empty"
  | "not_allowed"
  | "not_found"
  | "interrupted"
  | "writer_failure"
  | "external_client_failure"
  | (string & {});

/** A file that was picked, as templates and handlers see it: a value that never changes. */
export interface UploadEntry {
  /** Tells the files of a page apart; what `cancelUpload` takes. */
  readonly ref: string;
  /** The reference of its upload. */
  readonly uploadRef: string;
  /** Tells the files of all pages apart. */
  readonly uuid: string;
  /** The name that the client gave: its last part, 255 characters at most. To be shown, never to be a path. */
  readonly clientName: string;
  /** Bytes, as the client said; no more of them are taken. */
  readonly clientSize: number;
  /** The media type that the client gave, or an empty text. Nothing proves it. */
  readonly clientType: string;
  /** Where the file stood in a folder that was picked; else empty. */
  readonly clientRelativePath: string;
  /** Milliseconds since 1970; null where the client didn't say. */
  readonly clientLastModified: number | null;
  /** What `file.meta()` gave in the page's own script. */
  readonly clientMeta: JsonObject;
  /** The kind of image that its first bytes tell; null for anything else, and before they came. */
  readonly contentType: string | null;
  /** Percent. */
  readonly progress: number;
  /** Whether the client was told to send it. */
  readonly preflighted: boolean;
  /** Whether all of it is there. */
  readonly done: boolean;
  /** Whether there are no errors. */
  readonly valid: boolean;
  readonly errors: readonly UploadError[];
}

/** An upload of a view as its template sees it: a value that never changes. */
export interface Upload {
  /** The name under which it was declared; the name of its input. */
  readonly name: string;
  /** The DOM id of its input, and what `phx-drop-target` takes. Another one each time the view is mounted. */
  readonly ref: string;
  /** The text of the input's `accept`; null where any file is taken. */
  readonly accept: string | null;
  readonly maxEntries: number;
  /** Bytes. */
  readonly maxFileSize: number;
  /** Bytes of all files together; null without a limit. */
  readonly maxTotalSize: number | null;
  readonly autoUpload: boolean;
  /** Whether files are taken now: `disallowUpload` and `allowUpload` change it. */
  readonly allowed: boolean;
  readonly entries: readonly UploadEntry[];
  /** What is said of the selection as a whole. */
  readonly errors: readonly UploadError[];
}
