import { LivegateError } from "../errors/livegate-error.ts";
import type { PickedFiles } from "../protocol/upload-payloads.ts";
import { OpenUpload, type UploadLimits } from "./open-upload.ts";
import type { UploadDeclarations } from "./upload.ts";
import type { UploadFile } from "./upload-file.ts";
import type { Upload, UploadEntry, UploadError } from "./upload-types.ts";

/** Consumes a file: what it gives is the result, and the file goes. */
export type TakeUpload = (meta: object, entry: UploadEntry) => unknown;

/** A result that keeps its file. */
export class Postponed<T = unknown> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }
}

/**
 * The result of consuming a file that is to stay, to be consumed another time.
 *
 * @example
 * // In a handler: socket.consumeUploadedEntries("cover", take)
 * const take = ({ path }: { path: string }) => (path.endsWith("1") ? postpone(null) : storeCover(path));
 */
export const postpone = <T>(value: T): Postponed<T> => new Postponed(value);

/** The uploads of one mounted view, or of one component in it, by name. */
export class StateUploads {
  readonly #open: ReadonlyMap<string, OpenUpload>;
  /** Takes what templates are to see now. */
  readonly #show: (uploads: Readonly<Record<string, Upload>>) => void;
  #isOver = false;

  constructor(declared: UploadDeclarations, show: (uploads: Readonly<Record<string, Upload>>) => void) {
    this.#open = new Map(Object.entries(declared).map(([name, def]) => [name, new OpenUpload(name, def)]));
    this.#show = show;
    this.#changed();
  }

  named(name: string): OpenUpload {
    const upload = this.#open.get(name);
    if (upload) return upload;
    throw new LivegateError("LG_UPLOAD_NAME", `The upload "${name}" was used, but nobody declares it.`);
  }

  withRef(ref: string): OpenUpload | null {
    for (const upload of this.#open.values()) if (upload.ref === ref) return upload;
    return null;
  }

  /** Takes the files that an event brought; those of uploads that are no more don't count. */
  select(picked: PickedFiles): void {
    for (const [ref, files] of picked) this.withRef(ref)?.select(files);
    this.#changed();
  }

  /** Something about a file has changed. */
  changed(upload: OpenUpload): void {
    upload.changed();
    this.#changed();
  }

  /** Notes that nothing comes of a file. What is wholly there stays, whatever is said of it. */
  fail(upload: OpenUpload, file: UploadFile, reason: UploadError): void {
    if (!file.fail(reason)) return;
    void file.drop();
    this.changed(upload);
  }

  cancel(name: string, fileRef: string): void {
    const upload = this.named(name);
    const file = upload.find(fileRef);
    if (file) upload.remove(file);
    this.#changed();
  }

  allow(name: string, limits: UploadLimits): void {
    this.named(name).allow(limits);
    this.#changed();
  }

  disallow(name: string): void {
    this.named(name).disallow();
    this.#changed();
  }

  /** Has `take` consume the files that are there, one after the other; `fileRef` names one. Gives the results. */
  async consume(name: string, take: TakeUpload, fileRef?: string): Promise<readonly unknown[]> {
    const upload = this.named(name);
    const results: unknown[] = [];
    for (const file of upload.files.filter(({ client }) => fileRef === undefined || client.ref === fileRef)) {
      // Another turn may have taken it, or the view may be over, since the last one was consumed.
      if (!file.isReady || this.#isOver) continue;
      const result = await file.consume(take);
      if (result instanceof Postponed) results.push(result.value);
      else {
        await upload.consumed(file);
        results.push(result);
      }
      this.#changed();
    }
    return results;
  }

  /** The view has ended: whatever there is goes. */
  end(): void {
    this.#isOver = true;
    for (const upload of this.#open.values()) upload.end();
  }

  #changed(): void {
    if (this.#isOver) return;
    this.#show(Object.fromEntries(Array.from(this.#open, ([name, { shown }]) => [name, shown])));
  }
}
