import { LivegateError } from "../errors/livegate-error.ts";
import { AsyncState } from "../html/async-result.ts";
import { StreamStart } from "../html/stream.ts";
import { StreamSnapshot, StreamSource } from "../html/stream-source.ts";

/** Tells the streams of a component, or of a view inside a page, from those of its other parts. */
export interface StreamPart {
  /** Stands before the number of each stream in messages. */
  readonly ref: string;
  /** Stands between a stream's name and an item's key in DOM ids. */
  readonly id: string;
}

/** The streams of one view, or of one component in it, by the names of their assigns. */
export class StateStreams {
  readonly #development: boolean;
  readonly #part: StreamPart | null;
  readonly #sources = new Map<string, StreamSource>();
  /** Those that a task will fill, which no page shows before. */
  readonly #pending = new Set<StreamSource>();

  constructor(development: boolean, part: StreamPart | null = null) {
    this.#development = development;
    this.#part = part;
  }

  /** What stands in the assign `name` when this value is assigned: a stream becomes the view's own. Throws LG_STREAM_ASSIGN. */
  adopt(name: string, value: unknown): unknown {
    if (value instanceof StreamSnapshot) return this.#current(name, value);
    if (!(value instanceof StreamStart)) return value;
    const source = this.#sources.get(name) ?? this.#newSource(name);
    source.start(value);
    return new StreamSnapshot(source);
  }

  /** Makes the stream of an assign that a task will fill. */
  prepare(name: string, start: StreamStart): void {
    this.adopt(name, start);
    this.#pending.add(this.#sources.get(name)!); // Adopted just now.
  }

  /** Inserts what a task has brought: from now on pages may show the stream. */
  fill(name: string, value: unknown, insert: (source: StreamSource) => void): StreamSnapshot {
    const source = this.source(name, value);
    insert(source);
    this.#pending.delete(source);
    return new StreamSnapshot(source);
  }

  /** The stream of an assign. Throws LG_STREAM_ASSIGN where it is none. */
  source(name: string, value: unknown): StreamSource {
    if (value instanceof StreamSnapshot) return value.source;
    // A stream that a task fills is there before its items are.
    const source = value instanceof AsyncState ? this.#sources.get(name) : undefined;
    if (source) return source;
    throw new LivegateError("LG_STREAM_ASSIGN", `socket.stream("${name}") was called, but that assign is no stream.`);
  }

  /** Whether there are items of which the page alone knows. */
  get hasForgotten(): boolean {
    return [...this.#sources.values()].some(({ size, change }) => (change?.inserts.size ?? 0) < size);
  }

  /** Forgets what the print just made has told the page. */
  printed(): void {
    for (const source of this.#sources.values()) if (!this.#pending.has(source)) source.printed();
  }

  #newSource(name: string): StreamSource {
    const part = this.#part;
    const ref = `${part?.ref ?? ""}${this.#sources.size}`;
    const source = new StreamSource({ name, ref, prefix: part ? `${name}-${part.id}` : name }, this.#development);
    this.#sources.set(name, source);
    return source;
  }

  /** A stream that is assigned again, perhaps as it was before its latest changes. */
  #current(name: string, { source }: StreamSnapshot): StreamSnapshot {
    if (this.#sources.get(name) === source) return new StreamSnapshot(source);
    const what = `The assign "${name}" got the stream "${source.name}", which is an assign already.`;
    throw new LivegateError("LG_STREAM_ASSIGN", what);
  }
}
