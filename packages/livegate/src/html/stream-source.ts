import { LivegateError } from "../errors/livegate-error.ts";
import type { HTML } from "./brand.ts";
import type { Key } from "./list.ts";
import type { Stream, StreamInsertOptions, StreamStart } from "./stream.ts";
import { StreamKeys, streamKey } from "./stream-keys.ts";

/** An item on its way to the page. */
export interface StreamInsert {
  readonly item: unknown;
  readonly at: number;
  readonly limit: number | null;
  readonly updateOnly: boolean;
  /** Whether the page has no item of this key. */
  readonly isNew: boolean;
}

/** What the page hasn't been told yet. */
interface StreamChange {
  readonly inserts: Map<Key, StreamInsert>;
  readonly deletes: Set<Key>;
  /** What limits have dropped, which the client finds out by itself. */
  readonly dropped: Set<Key>;
  reset: boolean;
}

/** What a stream is called: by its view, in messages and in the page. */
export interface StreamNames {
  readonly name: string;
  readonly ref: string;
  /** Default: the name. */
  readonly prefix?: string;
}

/** One stream of one view between its turns: the keys of what the page shows, and what is to be told to it next. */
export class StreamSource {
  /** The assign's name. */
  readonly name: string;
  /** Names the stream in messages; unique in its view. */
  readonly ref: string;
  /** What the DOM ids of its items begin with. */
  readonly #prefix: string;
  readonly #development: boolean;
  readonly #keys = new StreamKeys();
  #key: (item: unknown) => Key = () => 0;
  #limit: number | null = null;
  #change: StreamChange | null = null;
  /** Whether items were deleted behind those that wait. */
  #mayBeMoved = false;
  /** Whether a page may show something of this stream. */
  #wasPrinted = false;
  /** Whether the print that is going on shows this stream, and whether the last one did. */
  #isShown = false;
  #wasShown = false;

  constructor({ name, ref, prefix = name }: StreamNames, development: boolean) {
    this.name = name;
    this.ref = ref;
    this.#prefix = prefix;
    this.#development = development;
  }

  get size(): number {
    return this.#keys.size;
  }

  domId(key: Key): string {
    return `${this.#prefix}-${key}`;
  }

  /** Starts, or starts over, with what `stream()` was given. */
  start({ items, key, limit }: StreamStart): void {
    this.#key = key;
    this.#limit = checkedLimit(limit);
    this.reset(items, {});
  }

  /** Inserts an item or updates the one with its key; gives false where the page needs to be told nothing. */
  insert(item: unknown, options: StreamInsertOptions): boolean {
    const at = checkedAt(options.at ?? -1);
    const limit = checkedLimit(options.limit ?? this.#limit);
    const updateOnly = options.updateOnly ?? false;
    const key = streamKey(this.#key(item));
    const isNew = !this.#keys.has(key);
    if (isNew && updateOnly) return false;
    const { inserts, dropped } = this.#changing();
    const waiting = isNew ? undefined : inserts.get(key);
    // What a limit has dropped in this turn starts anew, behind what came in between.
    if (isNew && (inserts.has(key) || dropped.has(key))) this.#tellDropped();
    inserts.set(key, waiting ? { ...waiting, item } : { item, at, limit, updateOnly, isNew });
    if (!isNew) return true;
    this.#keys.insert(key, at);
    if (limit !== null) for (const last of this.#keys.limit(limit)) dropped.add(last);
    return true;
  }

  delete(item: unknown): boolean {
    return this.deleteByKey(this.#key(item));
  }

  deleteByKey(given: Key): boolean {
    const key = streamKey(given);
    if (!this.#keys.delete(key)) return false;
    this.#tellDelete(key);
    this.#tellDropped();
    return true;
  }

  /** Deletes what limits have dropped: in a message with fewer items than were inserted they may have nothing to drop. */
  #tellDropped(): void {
    const { dropped } = this.#changing();
    for (const key of dropped) this.#tellDelete(key);
    dropped.clear();
    this.#mayBeMoved = true;
  }

  /** Counts anew at which indexes new items are: the client deletes before it inserts, whatever came first. */
  #countPlaces(inserts: Map<Key, StreamInsert>): void {
    if (![...inserts.values()].some(({ at, isNew }) => isNew && at > 0)) return;
    const order = this.#keys.inOrder();
    const places = new Map(order.map((key, place) => [key, place]));
    const shown = order.filter((key) => inserts.get(key)?.isNew !== true);
    for (const [key, insert] of inserts) {
      if (!insert.isNew) continue;
      const behind = shown.findIndex((other) => places.get(other)! > places.get(key)!); // All of them are in order.
      shown.splice(behind === -1 ? shown.length : behind, 0, key);
      if (insert.at > 0) inserts.set(key, { ...insert, at: behind });
    }
  }

  #tellDelete(key: Key): void {
    const { inserts, deletes } = this.#changing();
    const waiting = inserts.get(key);
    inserts.delete(key);
    if (waiting?.isNew !== true) deletes.add(key);
  }

  /** Removes all items and inserts these. */
  reset(items: readonly unknown[], options: StreamInsertOptions): void {
    if (this.#development) this.#checkKeys(items);
    this.#keys.clear();
    this.#change = { inserts: new Map(), deletes: new Set(), dropped: new Set(), reset: this.#wasPrinted };
    for (const item of items) this.insert(item, options);
  }

  /** What is to be told to the page, or null. */
  get change(): Readonly<StreamChange> | null {
    if (this.#change !== null && this.#mayBeMoved) {
      this.#tellDropped();
      this.#countPlaces(this.#change.inserts);
    }
    this.#mayBeMoved = false;
    return this.#change;
  }

  /** Marks this stream as shown by the print that is going on; gives whether the page lacks items that are forgotten. */
  show(): boolean {
    this.#isShown = true;
    const isWhole = this.#wasShown || (this.#change?.inserts.size ?? 0) >= this.size;
    return !isWhole;
  }

  /** Forgets what the page has now been told, also where no template showed it. */
  printed(): void {
    this.#change = null;
    this.#wasPrinted = true;
    this.#wasShown = this.#isShown;
    this.#isShown = false;
  }

  #changing(): StreamChange {
    return (this.#change ??= { inserts: new Map(), deletes: new Set(), dropped: new Set(), reset: false });
  }

  #checkKeys(items: readonly unknown[]): void {
    const seen = new Set<Key>();
    for (const item of items) {
      const key = streamKey(this.#key(item));
      if (seen.has(key)) {
        const what = `Two items of the stream "${this.name}" have the key ${JSON.stringify(key)}.`;
        throw new LivegateError("LG_STREAM_KEYS", what);
      }
      seen.add(key);
    }
  }
}

/** A view's stream after one of its changes: what stands in assigns. */
export class StreamSnapshot implements Stream<never> {
  declare readonly [HTML]: "stream";
  readonly source: StreamSource;
  readonly size: number;

  constructor(source: StreamSource) {
    this.source = source;
    this.size = source.size;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }
}

function checkedAt(at: number): number {
  if (Number.isInteger(at) && at >= -1) return at;
  throw new LivegateError("LG_STREAM_OPTION", `A stream insert has at: ${at}, which is not -1, 0 or an index.`);
}

function checkedLimit(limit: number | null): number | null {
  if (limit === null || (Number.isInteger(limit) && limit !== 0)) return limit;
  throw new LivegateError("LG_STREAM_OPTION", `A stream has the limit ${limit}, which is no whole number but 0.`);
}
