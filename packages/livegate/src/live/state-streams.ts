import { LivegateError } from "../errors/livegate-error.ts";
import { StreamStart } from "../html/stream.ts";
import { StreamSnapshot, StreamSource } from "../html/stream-source.ts";

/** The streams of one view, by the names of their assigns. */
export class StateStreams {
  readonly #development: boolean;
  readonly #sources = new Map<string, StreamSource>();

  constructor(development: boolean) {
    this.#development = development;
  }

  /** What stands in the assign `name` when this value is assigned: a stream becomes the view's own. Throws LG_STREAM_ASSIGN. */
  adopt(name: string, value: unknown): unknown {
    if (value instanceof StreamSnapshot) return this.#current(name, value);
    if (!(value instanceof StreamStart)) return value;
    const source = this.#sources.get(name) ?? new StreamSource(name, `${this.#sources.size}`, this.#development);
    this.#sources.set(name, source);
    source.start(value);
    return new StreamSnapshot(source);
  }

  /** The stream of an assign. Throws LG_STREAM_ASSIGN where it is none. */
  source(name: string, value: unknown): StreamSource {
    if (value instanceof StreamSnapshot) return value.source;
    throw new LivegateError("LG_STREAM_ASSIGN", `socket.stream("${name}") was called, but that assign is no stream.`);
  }

  /** Forgets what the print just made has told the page. */
  printed(): void {
    for (const source of this.#sources.values()) source.printed();
  }

  /** A stream that is assigned again, perhaps as it was before its latest changes. */
  #current(name: string, { source }: StreamSnapshot): StreamSnapshot {
    if (this.#sources.get(name) === source) return new StreamSnapshot(source);
    const what = `The assign "${name}" got the stream "${source.name}", which is an assign already.`;
    throw new LivegateError("LG_STREAM_ASSIGN", what);
  }
}
