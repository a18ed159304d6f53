import { attributesOf } from "./page.ts";
import type { JoinedView } from "./joined-view.ts";
import type { Answer } from "./raw-socket.ts";

/** What the client says of a file that was picked. */
export interface PickedFile {
  readonly ref: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

export const picked = (ref: string, name: string, size: number, type = "text/plain"): PickedFile => ({
  ref,
  name,
  size,
  type,
});

/** The attributes of an upload's input. */
export function inputOf(view: JoinedView, name: string): ReadonlyMap<string, string> {
  for (const [, attributes = ""] of view.html.matchAll(/<input\s([^>]*)>/g)) {
    const read = attributesOf(` ${attributes}`);
    if (read.get("name") === name && read.get("type") === "file") return read;
  }
  throw new Error(`The page has no upload "${name}".`);
}

const described = ({ ref, name, size, type }: PickedFile) => ({
  ref,
  name,
  size,
  type,
  relative_path: "",
  last_modified: 1_700_000_000_000,
});

/** Picks files: the form's change event. */
export const pick = (view: JoinedView, name: string, files: readonly PickedFile[], cid?: number): Promise<Answer> =>
  view.push("event", {
    type: "form",
    event: "pick",
    value: "",
    meta: { _target: name },
    uploads: { [inputOf(view, name).get("id") ?? ""]: files.map((file) => ({ ...described(file), path: name })) },
    ...(cid !== undefined && { cid }),
  });

/** Asks whether files may be sent. */
export const preflight = (
  view: JoinedView,
  name: string,
  files: readonly PickedFile[],
  cid?: number,
): Promise<Answer> =>
  view.push("allow_upload", {
    ref: inputOf(view, name).get("id"),
    entries: files.map(described),
    ...(cid !== undefined && { cid }),
  });

/** One file on its way: a channel of its own on the socket of its view. */
export class FileSender {
  readonly #view: JoinedView;
  readonly #joinRef: string;
  readonly topic: string;

  constructor(view: JoinedView, fileRef: string) {
    this.#view = view;
    this.#joinRef = view.socket.nextRef();
    this.topic = `lvu:${fileRef}`;
  }

  async join(token: unknown): Promise<Answer> {
    const { socket } = this.#view;
    socket.send(this.#joinRef, this.#joinRef, this.topic, "phx_join", { token });
    return socket.reply(this.#joinRef);
  }

  /** Sends a chunk without waiting for its answer; gives its reference. */
  send(chunk: string | Uint8Array): string {
    const ref = this.#view.socket.nextRef();
    const fields = [this.#joinRef, ref, this.topic, "chunk"].map((field) => Buffer.from(field));
    const head = Buffer.from([0, ...fields.map(({ length }) => length)]);
    this.#view.socket.sendRaw(Buffer.concat([head, ...fields, Buffer.from(chunk)]));
    return ref;
  }

  async chunk(chunk: string | Uint8Array): Promise<Answer> {
    return this.#view.socket.reply(this.send(chunk));
  }

  leave(): Promise<Answer> {
    return this.#view.socket.ask(this.#joinRef, this.topic, "phx_leave", {});
  }

  /** Waits until the server ends the channel: with "phx_close" or "phx_error". */
  async ended(): Promise<string> {
    const [, , , event] = await this.#view.socket.take(
      ([joinRef, , topic, name]) =>
        joinRef === this.#joinRef && topic === this.topic && (name === "phx_close" || name === "phx_error"),
      `the end of ${this.topic}`,
    );
    return event;
  }
}

/** Says how far a file is. */
export const tellProgress = (
  view: JoinedView,
  name: string,
  file: PickedFile,
  progress: number | { readonly error: string },
  cid?: number,
): Promise<Answer> =>
  view.push("progress", {
    event: null,
    ref: inputOf(view, name).get("id"),
    entry_ref: file.ref,
    progress,
    ...(cid !== undefined && { cid }),
  });

/** Picks a file, has it allowed and opens its channel. */
export async function begin(view: JoinedView, name: string, file: PickedFile, cid?: number): Promise<FileSender> {
  await pick(view, name, [file], cid);
  const { response } = await preflight(view, name, [file], cid);
  const sender = new FileSender(view, file.ref);
  const joined = await sender.join(response["entries"]?.[file.ref]);
  if (joined.status !== "ok") throw new Error(`The upload was refused: ${JSON.stringify([response, joined])}`);
  return sender;
}

/** Sends a whole file: until the view knows that it is there. */
export async function sendFile(
  view: JoinedView,
  name: string,
  file: PickedFile,
  chunks: readonly string[],
): Promise<void> {
  const sender = await begin(view, name, file);
  for (const chunk of chunks) await sender.chunk(chunk);
  await tellProgress(view, name, file, 100);
}
