import type { HTML, TYPES } from "./brand.ts";
import type { Key } from "./list.ts";

/**
 * A list in a view's assigns whose items are sent once and then forgotten: only their keys are kept. Printed by
 * `each(stream, row)`, changed by `socket.stream(name)`.
 */
export interface Stream<T> {
  readonly [HTML]: "stream";
  readonly [TYPES]?: { readonly item: T };
  /** How many items the page shows. */
  readonly size: number;
  readonly isEmpty: boolean;
}

/** How a stream tells its items apart, and how many the page keeps. */
export interface StreamOptions<T> {
  /** What tells items apart; an item's DOM id is `<name of the assign>-<key>`, in a part of a page with its id before the key. */
  readonly key: (item: T) => Key;
  /** How many items the page keeps after an insert: from the start, or from the end where it is negative. No limit. */
  readonly limit?: number;
}

/** How an item is inserted. */
export interface StreamInsertOptions {
  /** -1 appends (the default), 0 prepends, n inserts at this index. An item that is there already keeps its place. */
  readonly at?: number;
  /** As in `stream()`, for this insert. */
  readonly limit?: number;
  /** Updates the item where it is shown, and adds nothing where it isn't. */
  readonly updateOnly?: boolean;
}

/**
 * A list for an assign of its own, given by `mount` or `socket.assign`, whose items the server forgets after sending.
 * Given to an assign that is a stream already, it replaces all items.
 *
 * Its container has an id and `phx-update="stream"` and stays on the page; each row's root element prints the id that
 * `each` gives it. Two items with one key throw LG_STREAM_KEYS in development; later, the second replaces the first.
 *
 * @example
 * liveView({
 *   events: { add: z.object({ title: z.string() }) },
 *   mount: async () => ({ songs: stream(await Catalog.listSongs(), { key: (song) => song.id }) }),
 *   handle: {
 *     add: async (socket, input) => socket.stream("songs").insert(await Catalog.createSong(input), { at: 0 }),
 *   },
 *   render: ({ songs }) => html`<ul id="songs" phx-update="stream">
 *     ${each(songs, (song, id) => html`<li id=${id}>${song.title}</li>`)}
 *   </ul>`,
 * });
 */
export function stream<T>(items: readonly T[], options: StreamOptions<T>): Stream<T> {
  return new StreamStart(items, options.key as (item: unknown) => Key, options.limit ?? null);
}

/** What `stream()` gives: no view's yet, so it may be assigned in several. */
export class StreamStart implements Stream<never> {
  declare readonly [HTML]: "stream";
  readonly items: readonly unknown[];
  readonly key: (item: unknown) => Key;
  readonly limit: number | null;

  constructor(items: readonly unknown[], key: (item: unknown) => Key, limit: number | null) {
    this.items = items;
    this.key = key;
    this.limit = limit;
  }

  get size(): number {
    return this.items.length;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }
}
