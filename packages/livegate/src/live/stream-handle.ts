import type { Key } from "../html/list.ts";
import type { Stream, StreamInsertOptions } from "../html/stream.ts";
import type { StreamSource } from "../html/stream-source.ts";

/** The assigns that are streams. */
export type StreamKeys<A> = { [K in keyof A]: A[K] extends Stream<unknown> ? K : never }[keyof A];
export type ItemOf<S> = S extends Stream<infer T> ? T : never;

/** Changes one stream of a view, during a turn. What is changed twice is sent once. */
export interface StreamHandle<T> {
  /** Inserts an item, or updates the one with its key where it stands. */
  insert(item: T, options?: StreamInsertOptions): void;
  /** Removes the item with this item's key; to move an item, delete it and insert it. */
  delete(item: T): void;
  /** Removes the item with this key, where the item itself isn't at hand. */
  deleteByKey(key: Key): void;
  /** Replaces all items by these. Two with one key throw LG_STREAM_KEYS in development. */
  reset(items?: readonly T[], options?: StreamInsertOptions): void;
}

/** Runs an operation on the stream if the turn still lasts; the operation says whether it changed anything. */
export type ChangeStream = (operation: (source: StreamSource) => boolean) => void;

export const streamHandle = (change: ChangeStream): StreamHandle<unknown> => ({
  insert: (item, options = {}) => change((source) => source.insert(item, options)),
  delete: (item) => change((source) => source.delete(item)),
  deleteByKey: (key) => change((source) => source.deleteByKey(key)),
  reset: (items = [], options = {}) =>
    change((source) => {
      source.reset(items, options);
      return true;
    }),
});
