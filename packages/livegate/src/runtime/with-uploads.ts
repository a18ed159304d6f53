import { HTTPException } from "hono/http-exception";
import { LivegateError } from "../errors/livegate-error.ts";
import type { OpenUpload } from "../live/open-upload.ts";
import type { UploadsOf } from "../live/socket-types.ts";
import { StateUploads, type TakeUpload } from "../live/state-uploads.ts";
import type { UploadDeclarations, UploadDef, UploadMetaOf } from "../live/upload.ts";
import type { UploadEntry, UploadError } from "../live/upload-types.ts";
import type { FormFile, MultipartForm } from "../plug/multipart-form.ts";
import type { PlugEnv, TemporaryFile, TemporaryFileSource } from "../plug/plug-env.ts";
import type { FormParams } from "../protocol/form-data.ts";
import { limits } from "../protocol/limits.ts";
import { MalformedMultipart } from "../protocol/multipart.ts";
import { describedFile } from "../protocol/upload-payloads.ts";
import { beginTransfer } from "./begin-transfer.ts";
import type { UploadTransfer } from "./upload-transfer.ts";

/** What `withUploads` needs of a request's context. */
export interface UploadContext {
  get(key: "multipart"): MultipartForm | undefined;
  readonly env: PlugEnv["Bindings"];
}

/** A form that was sent with its files. Made by `withUploads`. */
export interface SentForm<U extends UploadDeclarations> {
  /** Its fields, as `readForm` gives those of any form. */
  readonly params: FormParams;
  /** What has come, with what is wrong with it. */
  readonly uploads: UploadsOf<U>;
  /** Takes the files that are there, as a socket does. */
  consumeUploadedEntries<K extends keyof U & string, R>(
    name: K,
    take: (meta: UploadMetaOf<U[K]>, entry: UploadEntry) => R | PromiseLike<R>,
  ): Promise<readonly R[]>;
}

/**
 * Takes files of a form that a page without JavaScript posts (`enctype="multipart/form-data"`), by the same declarations as a live view: the
 * same limits, the same look at the first bytes, the same writers. What isn't consumed in `handle` is gone afterwards.
 *
 * `csrfField()` has to stand before the inputs of files: nothing of a file is read before `protectFromForgery` has seen the token. Never
 * more is read than all files together may have; a body that breaks off is answered with 400. Throws LG_UPLOAD_OPTION for an upload
 * with a `rule` or with `external`: the route's guards and its handler decide here. Source: RFC 7578.
 *
 * @example
 * r.post(paths.album, (c) =>
 *   withUploads(c, { cover: upload({ accept: [".png"] }) }, async ({ uploads, consumeUploadedEntries }) => {
 *     if (uploads.cover.entries.some(({ valid }) => !valid)) return c.text("That is no picture.", 422);
 *     await consumeUploadedEntries("cover", ({ path }) => storeCover(path));
 *     return c.redirect("/albums", 303);
 *   }),
 * );
 */
export async function withUploads<const U extends UploadDeclarations, Answer>(
  c: UploadContext,
  declared: U,
  handle: (form: SentForm<U>) => Answer | PromiseLike<Answer>,
): Promise<Answer> {
  for (const [name, def] of Object.entries(declared)) checkOption(name, def);
  let shown = {};
  const uploads = new StateUploads(declared, (now) => (shown = now));
  const form = c.get("multipart");
  try {
    if (form) await takeFiles(form, { c, declared, uploads });
    return await handle({
      params: form?.params ?? {},
      uploads: shown as UploadsOf<U>, // By the names of what was declared.
      consumeUploadedEntries: async <R>(name: string, take: unknown) =>
        (await uploads.consume(name, take as TakeUpload)) as readonly R[], // Typed above.
    });
  } finally {
    uploads.end();
  }
}

function checkOption(name: string, { rule, external }: UploadDef): void {
  if (rule === null && external === null) return;
  const what = `withUploads() takes the upload "${name}", which has a ${rule ? "rule" : "storage elsewhere"}: that takes a live view.`;
  throw new LivegateError("LG_UPLOAD_OPTION", what);
}

interface Taking {
  readonly c: UploadContext;
  readonly declared: UploadDeclarations;
  readonly uploads: StateUploads;
}

async function takeFiles(form: MultipartForm, { c, declared, uploads }: Taking): Promise<void> {
  const { temporaryFiles } = c.env;
  if (!temporaryFiles) throw new Error("The request didn't come through an endpoint.");
  // What is too large is read on, so that the browser hears the answer, but not for ever.
  let left = Object.values(declared).reduce((sum, { maxEntries, maxFileSize }) => sum + maxEntries * maxFileSize, 0);
  left += limits.frameBytes;
  try {
    for (let at = 0, file = await form.nextFile(); file !== null; at += 1, file = await form.nextFile()) {
      const upload = Object.hasOwn(declared, file.head.name) ? uploads.named(file.head.name) : null;
      left -= await takeFile(file, { ref: String(at), upload, uploads, temporaryFiles, c, left });
      if (left < 0) return await form.close();
    }
  } catch (error) {
    if (error instanceof MalformedMultipart) throw new HTTPException(400, { message: error.message });
    throw error;
  }
}

interface TakingOne extends Pick<Taking, "c" | "uploads"> {
  readonly ref: string;
  /** Null where nobody declares the field's name. */
  readonly upload: OpenUpload | null;
  readonly temporaryFiles: TemporaryFileSource;
  /** Bytes that may still be read. */
  readonly left: number;
}

/** Reads one file; gives how many bytes that were. How large it is is known when it is there, so it waits in a file until then. */
async function takeFile(
  { head, bytes }: FormFile,
  { ref, upload, uploads, temporaryFiles, c, left }: TakingOne,
): Promise<number> {
  // A field in which no file was chosen.
  const isWanted = upload !== null && head.fileName !== "";
  const waiting = isWanted ? await temporaryFiles.create() : null;
  let size = 0;
  try {
    for await (const piece of bytes) {
      size += piece.length;
      if (size > left) break;
      if (waiting && upload && size <= upload.maxFileSize) await waiting.handle.writeFile(piece);
    }
    if (!waiting || !upload) return size;
    const client = describedFile({ ref, name: head.fileName ?? "", type: head.type, size });
    uploads.select(new Map([[upload.ref, [client]]]));
    const [file] = upload.sendable(new Set([ref]));
    if (!file) return size;
    file.preflight(null);
    const transfer = beginTransfer(upload, file, { temporaryFiles, log: c.env.endpoint.log, onDrop: () => {} });
    const error = (await transfer.open(file.shown)) ?? (await writeAll(waiting, { transfer, upload, size }));
    if (error === null) file.advance(100);
    else uploads.fail(upload, file, error);
    uploads.changed(upload);
    return size;
  } finally {
    await waiting?.remove();
  }
}

/** Hands a file over as a socket would, piece by piece. Gives what is wrong with it. */
async function writeAll(
  { handle }: TemporaryFile,
  { transfer, upload, size }: { readonly transfer: UploadTransfer; readonly upload: OpenUpload; readonly size: number },
): Promise<UploadError | null> {
  for (let at = 0; at < size;) {
    const length = Math.min(upload.def.chunkSize, size - at);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
    const error = bytesRead === 0 ? "interrupted" : await transfer.write(buffer.subarray(0, bytesRead));
    if (error !== null) return error;
    at += bytesRead;
  }
  return null;
}
