import { randomUUID } from "node:crypto";
import type { ClientFile } from "../protocol/upload-payloads.ts";
import type { UploadEntry, UploadError } from "./upload-types.ts";

/** The bytes of one file on their way, or arrived, as far as its view has to know them. */
export interface Transfer {
  /** Bytes that have come. */
  readonly received: number;
  readonly isComplete: boolean;
  readonly contentType: string | null;
  /** What the handler gets that consumes the file. */
  meta(): object;
  /** Takes no more, and removes what there is. Never rejects. */
  drop(): Promise<void>;
}

/** One file of an open upload, from its selection until it is consumed or cancelled. */
export class UploadFile {
  readonly client: ClientFile;
  readonly #uploadRef: string;
  readonly #uuid = randomUUID();
  /** What was found wrong before a byte came, and is looked at anew when the selection changes. */
  #faults: readonly UploadError[] = [];
  /** What went wrong since. */
  #failure: UploadError | null = null;
  #transfer: Transfer | null = null;
  /** What the page's own uploader got; null for a file that is sent here. */
  #external: object | null = null;
  #progress = 0;
  #isPreflighted = false;
  #isDone = false;
  #isConsuming = false;
  #isDropped = false;
  #shown: UploadEntry | null = null;

  constructor(client: ClientFile, uploadRef: string) {
    this.client = client;
    this.#uploadRef = uploadRef;
  }

  get errors(): readonly UploadError[] {
    return this.#failure === null ? this.#faults : [...this.#faults, this.#failure];
  }

  get isPreflighted(): boolean {
    return this.#isPreflighted;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether it can be consumed now: all of it is there, nothing is wrong with it, and nobody consumes it already. */
  get isReady(): boolean {
    return this.#isDone && !this.#isConsuming && this.errors.length === 0;
  }

  /** Whether its bytes may be sent here: asked for, and not begun. */
  get awaitsTransfer(): boolean {
    return this.#isPreflighted && this.#external === null && this.#transfer === null && this.errors.length === 0;
  }

  get hasTransfer(): boolean {
    return this.#transfer !== null;
  }

  judge(faults: readonly UploadError[]): void {
    this.#faults = faults;
    this.#shown = null;
  }

  /** Notes what went wrong; the first failure counts. Gives whether it was the first. */
  fail(reason: UploadError): boolean {
    if (this.errors.length > 0 || this.#isDone) return false;
    this.#failure = reason;
    this.#shown = null;
    return true;
  }

  /** The client is told to send it: here, or elsewhere with what `external` gave. */
  preflight(external: object | null): void {
    this.#isPreflighted = true;
    this.#external = external;
    this.#shown = null;
  }

  attach(transfer: Transfer): void {
    this.#transfer = transfer;
  }

  /** Takes how far it is, by what has come; an external uploader has to be believed. Gives whether anything changed. */
  advance(claimed: number): boolean {
    if (this.errors.length > 0 || this.#isDone || !this.#isPreflighted) return false;
    const progress = this.#external === null ? this.#received() : claimed;
    const isDone = this.#external === null ? (this.#transfer?.isComplete ?? false) : progress === 100;
    if (progress <= this.#progress && !isDone) return false;
    this.#progress = progress;
    this.#isDone = isDone;
    this.#shown = null;
    return true;
  }

  #received(): number {
    const { received = 0, isComplete = false } = this.#transfer ?? {};
    return isComplete ? 100 : Math.min(99, Math.floor((received / this.client.size) * 100));
  }

  /** Has `take` consume the file; what it gives keeps it, or lets it go for good. */
  async consume<T>(take: (meta: object, entry: UploadEntry) => T | PromiseLike<T>): Promise<T> {
    this.#isConsuming = true;
    try {
      return await take(this.#transfer?.meta() ?? this.#external ?? {}, this.shown);
    } finally {
      this.#isConsuming = false;
      if (this.#isDropped) await this.#transfer?.drop();
    }
  }

  /** Lets go of everything; of a file that is being consumed once that is over. */
  async drop(): Promise<void> {
    this.#isDropped = true;
    if (!this.#isConsuming) await this.#transfer?.drop();
  }

  get shown(): UploadEntry {
    const { client } = this;
    return (this.#shown ??= {
      ref: client.ref,
      uploadRef: this.#uploadRef,
      uuid: this.#uuid,
      clientName: client.name,
      clientSize: client.size,
      clientType: client.type,
      clientRelativePath: client.relativePath,
      clientLastModified: client.lastModified,
      clientMeta: client.meta,
      contentType: this.#transfer?.contentType ?? null,
      progress: this.#progress,
      preflighted: this.#isPreflighted,
      done: this.#isDone,
      valid: this.errors.length === 0,
      errors: this.errors,
    });
  }
}
