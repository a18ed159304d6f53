import type { Frame } from "../protocol/frames.ts";
import { frameEvent, uploadRefusal } from "../protocol/wire-names.ts";
import type { UploadError } from "../live/upload-types.ts";
import { beginTransfer } from "./begin-transfer.ts";
import type { ChannelOutput } from "./channel-output.ts";
import type { UploadClaim } from "./claim-upload.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { RefusalLog } from "./refusal-log.ts";
import type { UploadTransfer } from "./upload-transfer.ts";

interface UploadChannelOptions {
  readonly runtime: LiveRuntime;
  readonly output: ChannelOutput;
  readonly refusals: RefusalLog;
  readonly claim: UploadClaim;
  /** Called once, when nothing is taken any more. */
  readonly onEnd: () => void;
}

/** A chunk that waits. */
interface Chunk {
  readonly ref: string | null;
  readonly bytes: Uint8Array;
  /** Whether others came before and will come after it. */
  readonly isBetween: boolean;
}

/** Chunks beyond those that a file needs: a client may send some of them smaller. */
const SMALLER_CHUNKS = 16;

/** Chunks that may wait to be written. The stock client waits for each answer. */
const WAITING_CHUNKS = 2;

/**
 * The channel of one file: its chunks are written one after the other. Before each one, the view has to be there and its session in
 * order. The first and the last are acknowledged once they are written, those between when they begin to be.
 */
export class UploadChannel {
  readonly #options: UploadChannelOptions;
  readonly #transfer: UploadTransfer;
  readonly #waiting: Chunk[] = [];
  /** Bytes and chunks that have come, written or not. */
  #announced = 0;
  #chunks = 0;
  #lastRef: string | null = null;
  #lastSeen: number;
  #isWriting = false;
  /** What became of a chunk that had been acknowledged: said to the next one. */
  #error: UploadError | null = null;
  #isOver = false;
  #cancelTimeout: (() => void) | null = null;

  constructor(options: UploadChannelOptions) {
    const { runtime, claim } = options;
    this.#options = options;
    this.#lastSeen = runtime.context.clock.now();
    this.#transfer = beginTransfer(claim.upload, claim.file, {
      temporaryFiles: runtime.temporaryFiles,
      log: runtime.context.log,
      onDrop: () => this.#end(),
    });
  }

  async join(ref: string | null): Promise<void> {
    const { claim, output } = this.#options;
    this.#isWriting = true;
    const error = await this.#transfer.open(claim.file.shown);
    if (this.#isOver) return;
    if (error !== null) return this.#refuse(ref, uploadRefusal.writerError, error);
    output.reply(ref, "ok", "{}");
    this.#awaitChunk(claim.upload.def.chunkTimeout);
    this.#isWriting = false;
    void this.#writeWaiting();
  }

  /** Takes a chunk, or says why not. */
  receive({ ref, event, payload }: Frame<Uint8Array>): void {
    if (this.#isOver) return;
    const { output, claim } = this.#options;
    if (event !== frameEvent.chunk) return output.reply(ref, "error", '{"reason":"unmatched topic"}');
    // What came already is written once; it may wait to be answered still.
    if (ref !== null && ref === this.#lastRef) return this.#isWriting ? undefined : output.reply(ref, "ok", "{}");
    const { size } = claim.file.client;
    const { chunkSize } = claim.upload.def;
    this.#lastRef = ref;
    this.#lastSeen = this.#now();
    this.#announced += payload.length;
    this.#chunks += 1;
    if (this.#error !== null) return this.#refuse(ref, uploadRefusal.writerError, this.#error);
    if (this.#announced > size) return this.#refuse(ref, uploadRefusal.sizeExceeded, "too_large", { limit: size });
    if (payload.length > chunkSize) return this.#refuse(ref, uploadRefusal.writerError, "interrupted");
    const isFlood = this.#chunks > Math.ceil(size / chunkSize) + SMALLER_CHUNKS;
    if (isFlood || this.#waiting.length >= WAITING_CHUNKS)
      return this.#refuse(ref, uploadRefusal.tooFast, "interrupted");
    this.#waiting.push({ ref, bytes: payload, isBetween: this.#chunks > 1 && this.#announced < size });
    if (!this.#isWriting) void this.#writeWaiting();
  }

  /** The client has left: a file that isn't wholly there is of no use. */
  leave(): void {
    if (this.#isOver) return;
    this.#options.output.silence();
    this.#fail("interrupted");
  }

  /** Says nothing any more. */
  silence(): void {
    this.#options.output.silence();
  }

  async #writeWaiting(): Promise<void> {
    const { claim, output } = this.#options;
    this.#isWriting = true;
    for (let chunk = this.#waiting.shift(); chunk !== undefined; chunk = this.#waiting.shift()) {
      const mayGoOn = claim.mayGoOn();
      if (mayGoOn !== true && !(await mayGoOn)) return;
      if (this.#isOver) return;
      // The next one may come meanwhile: the wire and the disk work at the same time.
      if (chunk.isBetween) output.reply(chunk.ref, "ok", "{}");
      const error = await this.#transfer.write(chunk.bytes);
      if (this.#isOver) return;
      if (error !== null) return this.#refuseWritten(chunk, error);
      if (!chunk.isBetween) output.reply(chunk.ref, "ok", "{}");
      // The client waits for no word of the channel any more: how far the file is, it tells the view.
      if (this.#transfer.isComplete) return this.#end();
    }
    this.#isWriting = false;
  }

  #refuseWritten(chunk: Chunk, error: UploadError): void {
    const answered = chunk.isBetween ? this.#waiting.shift() : chunk;
    if (answered) return this.#refuse(answered.ref, uploadRefusal.writerError, error);
    this.#error = error;
    this.#isWriting = false;
  }

  #refuse(ref: string | null, reason: string, error: UploadError, more: object = {}): void {
    const { output, refusals, claim } = this.#options;
    refusals.note("upload_refused", { upload: claim.upload.name, reason: error }, "upload refused");
    output.reply(ref, "error", JSON.stringify({ reason, ...more }));
    this.#fail(error);
  }

  #fail(error: UploadError): void {
    const { claim } = this.#options;
    this.#end();
    claim.failed(error);
    void this.#transfer.drop();
  }

  #awaitChunk(ms: number): void {
    this.#cancelTimeout = this.#options.runtime.context.clock.setTimeout(() => {
      const { chunkTimeout } = this.#options.claim.upload.def;
      const left = this.#lastSeen + chunkTimeout - this.#now();
      if (this.#isWriting || left > 0)
        return this.#awaitChunk(this.#isWriting ? chunkTimeout : Math.min(left, chunkTimeout));
      this.#options.refusals.note(
        "upload_interrupted",
        { upload: this.#options.claim.upload.name },
        "upload interrupted",
      );
      // An end that the client hears of: a mere close would leave a form waiting that is to be submitted with the file.
      this.#options.output.crash();
      this.#fail(this.#error ?? "interrupted");
    }, ms);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waiting.length = 0;
    this.#cancelTimeout?.();
    this.#options.output.close();
    this.#options.onEnd();
  }

  #now(): number {
    return this.#options.runtime.context.clock.now();
  }
}
