import type { Path } from "../paths/path.ts";
import type { Html } from "../html/brand.ts";
import { each } from "../html/each.ts";
import { html } from "../html/html.ts";
import { link } from "../html/link.ts";
import type { Key } from "../html/list.ts";
import type { Slot } from "../html/slot.ts";
import { type Stream } from "../html/stream.ts";
import { icon } from "./icon.ts";

/** One column of a table. */
export interface Column<Item> {
  readonly label: Slot;
  readonly cell: (item: Item) => Slot;
  /** "end" for numbers. */
  readonly align?: "start" | "end";
  /** True for the column that names its row, for screen readers. */
  readonly isHeader?: boolean;
  /** Where a click on the label leads, and how the rows are sorted by it now, if they are. */
  readonly sort?: { readonly patch: Path; readonly order: "ascending" | "descending" | null };
}

/** What a table is made of. */
export interface TableProps<Item> {
  readonly id: string;
  /** What the table is of, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Item>[];
  /** What can be done with a row, at its end. */
  readonly actions?: (item: Item) => Slot;
  /** What stands there if there are no rows. */
  readonly empty?: Slot;
}

/** The rows: a list with what tells its items apart, or a stream. */
export type TableRows<Item> =
  | { readonly rows: readonly Item[]; readonly key: (item: Item) => Key }
  | { readonly rows: Stream<Item>; readonly key?: never };

/**
 * A table of records. What a cell shows is typed by the rows; rows are found again by their key, so only what has changed is
 * sent. On a narrow screen it scrolls by itself, with the keyboard too.
 *
 * @example
 * table({
 *   id: "albums", caption: "Albums", rows: albums, key: ({ id }) => id,
 *   columns: [{ label: "Title", cell: ({ title }) => title, isHeader: true }, { label: "Year", cell: ({ year }) => year, align: "end" }],
 *   actions: (album) => link({ patch: paths.albumEdit({ id: album.id }) }, "Edit"),
 * })
 */
export function table<Item>({
  id,
  caption,
  columns,
  actions,
  empty,
  ...given
}: TableProps<Item> & TableRows<Item>): Html {
  const width = columns.length + (actions ? 1 : 0);
  const rowOf = (item: Item, rowId: string): Html =>
    html`<tr id="${rowId}">${columns.map((column) => cellOf(column, item))} ${actions && html`<td class="text-end">${actions(item)}</td>`}</tr>`;
  return html`<div class="overflow-x-auto" role="region" aria-label="${caption}" tabindex="0">
    <table id="${id}" class="table">
      <caption class="sr-only">${caption}</caption>
      <thead>
        <tr>${columns.map(headOf)} ${actions && html`<th scope="col"><span class="sr-only">Actions</span></th>`}</tr>
      </thead>
      ${isList(given) ? listBody(id, given, rowOf) : streamBody(id, given.rows, rowOf)}
      ${isEmpty(given) && empty && html`<tbody><tr><td colspan="${width}" class="py-8 text-center text-base-content/70">${empty}</td></tr></tbody>`}
    </table>
  </div>`;
}

type ListRows<Item> = Extract<TableRows<Item>, { readonly key: (item: Item) => Key }>;

const isList = <Item>(given: TableRows<Item>): given is ListRows<Item> => given.key !== undefined;

const isEmpty = <Item>(given: TableRows<Item>): boolean =>
  isList(given) ? given.rows.length === 0 : given.rows.isEmpty;

type PrintRow<Item> = (item: Item, rowId: string) => Html;

const listBody = <Item>(id: string, { rows, key }: ListRows<Item>, print: PrintRow<Item>): Html =>
  html`<tbody id="${id}-rows">${each(rows, key, (item) => print(item, `${id}-${key(item)}`))}</tbody>`;

const streamBody = <Item>(id: string, rows: Stream<Item>, print: PrintRow<Item>): Html =>
  html`<tbody id="${id}-rows" phx-update="stream">${each(rows, print)}</tbody>`;

const end = "text-end tabular-nums";

function cellOf<Item>({ cell, align, isHeader }: Column<Item>, item: Item): Html {
  const look = align === "end" && end;
  return isHeader
    ? html`<th scope="row" class="font-medium ${look}">${cell(item)}</th>`
    : html`<td class="${look}">${cell(item)}</td>`;
}

function headOf<Item>({ label, align, sort }: Column<Item>): Html {
  return html`<th scope="col" class="text-base-content/70 ${align === "end" && end}" aria-sort=${sort?.order}>${
    sort
      ? link({ patch: sort.patch, class: "inline-flex items-center gap-1 hover:underline" }, [
          label,
          sort.order === null ? null : icon(sort.order === "ascending" ? "up" : "down"),
        ])
      : label
  }</th>`;
}
