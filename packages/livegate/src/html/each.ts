import { LivegateError } from "../errors/livegate-error.ts";
import type { HTML, Html } from "./brand.ts";
import { EagerList, type Key, LazyList, type RowFunction, settle } from "./list.ts";
import { type Stream, StreamStart } from "./stream.ts";
import { StreamList } from "./stream-list.ts";
import { StreamSnapshot } from "./stream-source.ts";

/** A function of one item and its props, made by `row()`. */
export interface Row<T, P = void> {
  readonly [HTML]: "row";
  (item: T, props: P): Html;
}

const pureRows = new WeakSet<object>();

/**
 * Declares that what a row shows depends on its item and props alone, so that a row of the same item object and equal
 * props is skipped, and nothing of it is kept in memory. Stands at module level. What else it shows, such as the time or
 * the locale, goes through the props. In development a row that breaks this promise throws LG_ROW_IMPURE.
 *
 * @example
 * const AlbumRow = row((album: Album, props: { me: User }) => html`<li>${album.title}</li>`);
 * html`<ul>${each(albums, (album) => album.id, AlbumRow, { me })}</ul>`
 */
export function row<T, P = void>(render: (item: T, props: P) => Html): Row<T, P> {
  const pure = (item: T, props: P): Html => render(item, props);
  pureRows.add(pure);
  // The brand is a phantom: it exists in types only.
  return pure as Row<T, P>;
}

/**
 * Prints a list, each row found again by its key: a moved row is sent as a move, and only changed slots of a changed row
 * are sent. Keys are unique in the list; twice the same throws LG_EACH_KEYS in development.
 *
 * With a `row()` unchanged items are skipped. A plain function runs for every item at once, and may read what it likes.
 *
 * A stream needs no key. Its row function gets the id that the row's root element prints, runs once for an item, and the
 * container has `phx-update="stream"`: see `stream()`.
 *
 * @example
 * html`<ul>${each(albums, (album) => album.id, (album, index) => html`<li>${index + 1}. ${album.title}</li>`)}</ul>`
 */
export function each<T, P>(
  items: readonly T[],
  key: (item: T) => Key,
  row: Row<T, P>,
  ...props: [P] extends [void] ? [] : [props: P]
): Html;
export function each<T>(items: readonly T[], key: (item: T) => Key, row: (item: T, index: number) => Html): Html;
export function each<T>(items: Stream<T>, row: (item: T, id: string) => Html): Html;
export function each(items: unknown, first: unknown, second?: unknown, props?: unknown): Html {
  // The signatures above say what goes together; the first of them also pairs a row with its props.
  if (items instanceof StreamSnapshot) return new StreamList(items.source, first as RowFunction);
  if (items instanceof StreamStart) {
    throw new LivegateError("LG_STREAM_ASSIGN", "each() got a stream that is no assign of this view.");
  }
  return list(items as readonly unknown[], first as (item: unknown) => Key, second as RowFunction, props);
}

function list(items: readonly unknown[], key: (item: unknown) => Key, render: RowFunction, props: unknown): Html {
  if (pureRows.has(render)) return new LazyList(items, key, render, props);
  return new EagerList(
    items.map((item, index) => settle(render(item, index))),
    items.map((item) => key(item)),
  );
}
