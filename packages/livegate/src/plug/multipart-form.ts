import { type FormParams, decodeForm } from "../protocol/form-data.ts";
import { limits } from "../protocol/limits.ts";
import {
  MalformedMultipart,
  type MultipartStep,
  type PartHead,
  multipartBoundary,
  multipartSteps,
} from "../protocol/multipart.ts";
import type { RefusedBody } from "./read-form.ts";

/** A file of a form, whose bytes come as they are read. */
export interface FormFile {
  readonly head: PartHead;
  /** Nothing more of the form can be read before these have been. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** A form with files, as it comes: fields are kept, within the limits of any form; files are handed on one after the other. */
export class MultipartForm {
  readonly #steps: AsyncGenerator<MultipartStep>;
  readonly #fields = new URLSearchParams();
  #fieldBytes = 0;
  /** The file that follows the fields read so far. */
  #next: PartHead | null = null;

  private constructor(steps: AsyncGenerator<MultipartStep>) {
    this.#steps = steps;
  }

  /** The form of a request; null where it has none with files. */
  static of(request: Request): MultipartForm | null {
    const boundary = multipartBoundary(request.headers.get("content-type"));
    if (boundary === null || request.headers.has("content-encoding")) return null;
    // Asked for here alone: of a body whose stream was begun the server has to see the end. It can be iterated, of which its type
    // doesn't know everywhere.
    const pieces = request.body as AsyncIterable<Uint8Array> | null;
    return pieces && new MultipartForm(multipartSteps(pieces, boundary));
  }

  /** Reads the fields that stand before the first file: there a form has its CSRF token. Never throws. */
  async readFields(): Promise<{ readonly ok: true } | RefusedBody> {
    try {
      this.#next = await this.#toNextFile();
      return { ok: true };
    } catch (error) {
      if (error instanceof FieldsTooLarge) return { ok: false, status: 413 };
      return { ok: false, status: 400 };
    }
  }

  /** The fields read so far, as those of any form. */
  get params(): FormParams {
    const decoded = decodeForm(this.#fields.toString());
    return decoded.ok ? decoded.value : (Object.create(null) as FormParams); // An object without members is one.
  }

  /** The next file; null at the end of the form. Throws MalformedMultipart. */
  async nextFile(): Promise<FormFile | null> {
    const head = this.#next ?? (await this.#toNextFile());
    this.#next = null;
    return head && { head, bytes: this.#bytes() };
  }

  /** Reads no more of it. */
  async close(): Promise<void> {
    await this.#steps.return(undefined).catch(() => {});
  }

  async #toNextFile(): Promise<PartHead | null> {
    for (let step = await this.#step(); step !== null; step = await this.#step()) {
      if (step.kind !== "part") continue;
      if (step.head.fileName !== null) return step.head;
      await this.#readField(step.head);
    }
    return null;
  }

  async #readField({ name }: PartHead): Promise<void> {
    const pieces: Buffer[] = [];
    this.#fieldBytes += name.length;
    for await (const bytes of this.#bytes()) {
      this.#fieldBytes += bytes.length;
      if (this.#fieldBytes > limits.formBytes) throw new FieldsTooLarge();
      pieces.push(bytes);
    }
    this.#fields.append(name, Buffer.concat(pieces).toString("utf8"));
    if (this.#fields.size > limits.formKeys || this.#fieldBytes > limits.formBytes) throw new FieldsTooLarge();
  }

  async *#bytes(): AsyncGenerator<Buffer> {
    for (let step = await this.#step(); step?.kind === "bytes"; step = await this.#step()) yield step.bytes;
  }

  async #step(): Promise<MultipartStep | null> {
    const { value, done } = await this.#steps.next();
    return done ? null : value;
  }
}

class FieldsTooLarge extends MalformedMultipart {}
