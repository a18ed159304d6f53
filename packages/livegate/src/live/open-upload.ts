import type { ClientFile } from "../protocol/upload-payloads.ts";
import { randomToken } from "../token/random-token.ts";
import { type UploadDef, whole } from "./upload.ts";
import { UploadFile } from "./upload-file.ts";
import type { Upload, UploadEntry, UploadError } from "./upload-types.ts";

/** What `allowUpload` may change of what was declared. */
export type UploadLimits = Partial<Pick<UploadDef, "maxEntries" | "maxFileSize"> & { readonly maxTotalSize: number }>;

/** One upload of a mounted view or component: the files that were picked, and what is wrong with them. */
export class OpenUpload {
  readonly name: string;
  readonly def: UploadDef;
  /** Nobody can guess it, and it is another one at each mount. */
  readonly ref = `phx-${randomToken(12)}`;
  #limits: UploadLimits = {};
  #isAllowed: boolean;
  #files: UploadFile[] = [];
  /** Files that were consumed. */
  #taken = 0;
  #errors: readonly UploadError[] = [];
  #shown: Upload | null = null;

  constructor(name: string, def: UploadDef) {
    this.name = name;
    this.def = def;
    this.#isAllowed = def.allowed;
  }

  get isAllowed(): boolean {
    return this.#isAllowed;
  }

  get maxEntries(): number {
    return this.#limits.maxEntries ?? this.def.maxEntries;
  }

  get maxFileSize(): number {
    return this.#limits.maxFileSize ?? this.def.maxFileSize;
  }

  get maxTotalSize(): number | null {
    return this.#limits.maxTotalSize ?? this.def.maxTotalSize;
  }

  get files(): readonly UploadFile[] {
    return this.#files;
  }

  find(fileRef: string): UploadFile | undefined {
    return this.#files.find(({ client }) => client.ref === fileRef);
  }

  /** All that is wrong, each with the reference of the upload or of the file. */
  get faults(): readonly (readonly [ref: string, error: UploadError])[] {
    const ofFiles = this.#files.flatMap(({ client, errors }) => errors.map((error) => [client.ref, error] as const));
    return [...this.#errors.map((error) => [this.ref, error] as const), ...ofFiles];
  }

  /** The files that may be sent now, out of these: as many, and as many bytes, as there is room for. */
  sendable(refs: ReadonlySet<string>): readonly UploadFile[] {
    const begun = this.#files.filter(({ isPreflighted }) => isPreflighted);
    let bytes = (this.maxTotalSize ?? Number.POSITIVE_INFINITY) - sizeOf(begun);
    const fit = this.#files.filter((file) => {
      if (!refs.has(file.client.ref) || file.isPreflighted || file.errors.length > 0) return false;
      if (file.client.size > bytes) return false;
      bytes -= file.client.size;
      return true;
    });
    return fit.slice(0, Math.max(0, this.#room - begun.length));
  }

  get #room(): number {
    return this.maxEntries - (this.def.maxEntriesMode === "total" ? this.#taken : 0);
  }

  /** Takes what was picked besides what is known already, and looks anew at all of it. */
  select(picked: readonly ClientFile[]): void {
    if (!this.#isAllowed) return;
    const fresh = picked.filter(({ ref }) => this.find(ref) === undefined);
    if (this.maxEntries === 1 && fresh.length === 1) for (const file of this.#files) this.remove(file);
    // However many are picked, no more are kept than say that they are too many.
    const most = Math.max(0, this.maxEntries * 2 + 10 - this.#files.length);
    for (const client of fresh.slice(0, most)) this.#files.push(new UploadFile(client, this.ref));
    this.#judge();
  }

  allow(limits: UploadLimits): void {
    for (const [option, value] of Object.entries(limits)) whole(option, value);
    this.#isAllowed = true;
    this.#limits = limits;
    this.#judge();
  }

  /** Takes no files any more, and lets go of those there are. */
  disallow(): void {
    this.#isAllowed = false;
    for (const file of this.#files) this.remove(file);
  }

  remove(file: UploadFile): void {
    this.#files = this.#files.filter((each) => each !== file);
    void file.drop();
    this.#judge();
  }

  /** Lets go of a file that was consumed. */
  async consumed(file: UploadFile): Promise<void> {
    this.#taken += 1;
    this.#files = this.#files.filter((each) => each !== file);
    this.#judge();
    await file.drop();
  }

  /** The view has ended. */
  end(): void {
    for (const file of this.#files.splice(0)) void file.drop();
  }

  /** What is shown is made anew when it is asked for. */
  changed(): void {
    this.#shown = null;
  }

  #judge(): void {
    for (const file of this.#files) if (!file.isPreflighted) file.judge(this.#faultsOf(file));
    const total = sizeOf(this.#files);
    this.#errors = [
      ...(this.#files.length > this.#room ? ["too_many_files"] : []),
      ...(this.maxTotalSize !== null && total > this.maxTotalSize ? ["total_too_large"] : []),
    ];
    this.changed();
  }

  #faultsOf(file: UploadFile): readonly UploadError[] {
    const { client } = file;
    const { accept, validate } = this.def;
    const own = validate === null ? null : validate(file.shown);
    return [
      ...(client.size > this.maxFileSize ? ["too_large"] : []),
      ...(client.size === 0 ? ["empty"] : []),
      ...(accept.takes(client) ? [] : ["not_accepted"]),
      ...(own === null ? [] : [own]),
    ];
  }

  get shown(): Upload {
    return (this.#shown ??= {
      name: this.name,
      ref: this.ref,
      accept: this.def.accept.text,
      maxEntries: this.maxEntries,
      maxFileSize: this.maxFileSize,
      maxTotalSize: this.maxTotalSize,
      autoUpload: this.def.autoUpload,
      allowed: this.#isAllowed,
      entries: this.#files.map(({ shown }): UploadEntry => shown),
      errors: this.#errors,
    });
  }
}

const sizeOf = (files: readonly UploadFile[]): number => files.reduce((sum, { client }) => sum + client.size, 0);
