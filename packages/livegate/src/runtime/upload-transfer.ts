import { type ImageType, TELLING_BYTES, imageTypeOf } from "../live/image-type.ts";
import type { UploadEntry, UploadError } from "../live/upload-types.ts";
import type { Transfer } from "../live/upload-file.ts";
import { type AnyUploadWriter, UploadRefusal } from "../live/upload-writer.ts";
import type { Logger } from "../plug/logger.ts";

interface TransferOptions {
  readonly writer: AnyUploadWriter;
  /** Bytes that were announced. */
  readonly size: number;
  /** What the first bytes have to be; null: anything. */
  readonly images: ReadonlySet<ImageType> | null;
  readonly log: Logger;
  /** Called once, as soon as nothing more is taken. */
  readonly onDrop: () => void;
}

/** The bytes of one file on their way into its writer. Its calls are made one after the other, but for `drop`. */
export class UploadTransfer implements Transfer {
  readonly #options: TransferOptions;
  #state: unknown;
  #stage: "new" | "open" | "closed" | "over" = "new";
  #isComplete = false;
  /** First bytes that wait until there are enough to tell what it is; null once that is told. */
  #head: Uint8Array | null = new Uint8Array();
  #contentType: ImageType | null = null;
  #received = 0;
  #working: Promise<unknown> = Promise.resolve();
  #dropping: Promise<void> | null = null;

  constructor(options: TransferOptions) {
    this.#options = options;
  }

  get received(): number {
    return this.#received;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get contentType(): ImageType | null {
    return this.#contentType;
  }

  meta(): object {
    return this.#options.writer.meta(this.#state as never); // Made by the writer's own `init`.
  }

  /** Has the writer begin. Gives why it doesn't want the file. */
  open(entry: UploadEntry): Promise<UploadError | null> {
    return this.#work(async () => {
      const state = await this.#options.writer.init(entry);
      if (state instanceof UploadRefusal) return state.reason;
      this.#state = state;
      this.#stage = "open";
      return null;
    });
  }

  /** Writes a chunk, and closes the writer when it was the last. Gives what is wrong with it. */
  write(chunk: Uint8Array): Promise<UploadError | null> {
    return this.#work(async () => {
      if (this.#dropping) return "interrupted";
      this.#received += chunk.length;
      const isLast = this.#received >= this.#options.size;
      const bytes = this.#told(chunk, isLast);
      if (bytes === null) return "not_accepted";
      const { writer } = this.#options;
      const refused = bytes.length > 0 ? await writer.writeChunk(this.#state as never, bytes) : undefined;
      if (refused instanceof UploadRefusal) return refused.reason;
      if (!isLast) return null;
      this.#stage = "closed";
      await writer.close?.(this.#state as never, "done");
      this.#isComplete = true;
      return null;
    });
  }

  drop(): Promise<void> {
    return (this.#dropping ??= this.#drop());
  }

  async #drop(): Promise<void> {
    this.#options.onDrop();
    await this.#working;
    const wasOpen = this.#stage === "open";
    if (this.#stage === "new" || this.#stage === "over") return;
    this.#stage = "over";
    const { writer } = this.#options;
    if (wasOpen) await this.#try(async () => writer.close?.(this.#state as never, "cancel"));
    await this.#try(async () => writer.dispose?.(this.#state as never));
  }

  /** What is to be written now; null where it is no image of a kind that may come. */
  #told(chunk: Uint8Array, isLast: boolean): Uint8Array | null {
    if (this.#head === null) return chunk;
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    if (head.length < TELLING_BYTES && !isLast) {
      this.#head = head;
      return new Uint8Array();
    }
    this.#head = null;
    this.#contentType = imageTypeOf(head.subarray(0, TELLING_BYTES));
    const { images } = this.#options;
    return images === null || (this.#contentType !== null && images.has(this.#contentType)) ? head : null;
  }

  #work(step: () => Promise<UploadError | null>): Promise<UploadError | null> {
    const done = step().catch((error: unknown): UploadError => {
      this.#options.log.error({ err: error }, "upload writer failed");
      return "writer_failure";
    });
    this.#working = done;
    return done;
  }

  async #try(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#options.log.error({ err: error }, "upload writer failed");
    }
  }
}
