import type { MaybePromise } from "./guard-types.ts";
import type { UploadEntry, UploadError } from "./upload-types.ts";

/** Why a writer is closed: all bytes are there, or no more will come. */
export type WriterEnd = "done" | "cancel";

/** A refusal of a file, made by `refuseUpload`. */
export class UploadRefusal {
  readonly reason: UploadError;

  constructor(reason: UploadError) {
    this.reason = reason;
  }
}

/**
 * What a writer's `init` or `writeChunk` and an upload's `external` give for a file that they don't want: the entry gets the
 * error, no more bytes are taken, and the view goes on.
 *
 * @example
 * const writeChunk = (_state: object, chunk: Uint8Array) => (chunk.includes(0) ? refuseUpload("not_text") : undefined);
 */
export const refuseUpload = (reason: UploadError): UploadRefusal => new UploadRefusal(reason);

/**
 * Where the bytes of an upload go. For each file `init` runs first, then `writeChunk` for each piece, one at a time and in
 * order, then `close` once. `dispose` is the last call, whatever happened: after the file was consumed or cancelled, or when
 * its view has ended. The client sends one piece while the one before it is written, and waits then.
 *
 * Whatever throws is logged, and is the file's error "writer_failure".
 */
export interface UploadWriter<State, Meta extends object> {
  init(entry: UploadEntry): MaybePromise<State | UploadRefusal>;
  /** `chunk` may be kept. */
  writeChunk(state: State, chunk: Uint8Array): MaybePromise<void | UploadRefusal>;
  /** What the handler gets that consumes the file. */
  meta(state: State): Meta;
  close?(state: State, end: WriterEnd): MaybePromise<void>;
  /** Removes what should not stay. */
  dispose?(state: State): MaybePromise<void>;
}

declare const META: unique symbol;

/** A writer whose state nobody else knows. Made by `uploadWriter`. */
export interface AnyUploadWriter<Meta extends object = object> {
  readonly init: (entry: UploadEntry) => unknown;
  readonly writeChunk: (state: never, chunk: Uint8Array) => unknown;
  readonly meta: (state: never) => Meta;
  readonly close: ((state: never, end: WriterEnd) => unknown) | null;
  readonly dispose: ((state: never) => unknown) | null;
  readonly [META]?: Meta;
}

/**
 * A writer of the app's own, for `upload({ writer })`.
 *
 * @example
 * import { createHash } from "node:crypto";
 * const hashing = uploadWriter({
 *   init: () => ({ hash: createHash("sha256") }),
 *   writeChunk: ({ hash }, chunk) => void hash.update(chunk),
 *   meta: ({ hash }) => ({ digest: hash.copy().digest("hex") }),
 * });
 */
export const uploadWriter = <State, Meta extends object>(writer: UploadWriter<State, Meta>): AnyUploadWriter<Meta> => ({
  init: (entry) => writer.init(entry),
  writeChunk: (state, chunk) => writer.writeChunk(state, chunk),
  meta: (state) => writer.meta(state),
  close: writer.close ? (state, end) => writer.close?.(state, end) : null,
  dispose: writer.dispose ? (state) => writer.dispose?.(state) : null,
});

/** Keeps the bytes in memory: the handler gets them as `bytes`. */
export const memoryWriter: AnyUploadWriter<{ readonly bytes: Buffer }> = uploadWriter({
  init: (): { chunks: Uint8Array[] } => ({ chunks: [] }),
  writeChunk: ({ chunks }, chunk) => void chunks.push(chunk),
  meta: ({ chunks }) => ({ bytes: Buffer.concat(chunks) }),
  dispose: ({ chunks }) => void (chunks.length = 0),
});
