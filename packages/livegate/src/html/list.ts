import type { HTML } from "./brand.ts";
import { TEXT } from "./place.ts";
import { Rendered } from "./rendered.ts";
import type { Slot } from "./slot.ts";
import { Template } from "./template.ts";

export type Key = string | number;

/** A list of rows with an identity each; what `each` and arrays in text slots become. */
export abstract class List {
  declare readonly [HTML]: "html";
  /** The template that all rows share, or `anyRow`; found when it is first needed, and the same ever after. */
  #shape: Template | null = null;

  abstract readonly size: number;
  /** The items when rows are evaluated on demand; null when their values are kept. */
  abstract readonly items: readonly unknown[] | null;
  abstract keyAt(index: number): Key;
  /** The row's value: nearly always a Rendered. */
  abstract rowAt(index: number): unknown;
  /** True when rows of the same item are the same, so that they need not be evaluated. */
  abstract maySkip(previous: List): boolean;

  get shape(): Template {
    this.#shape ??= this.#findShape();
    return this.#shape;
  }

  /** Told by a printer that has seen all rows. */
  set shape(shape: Template) {
    this.#shape = shape;
  }

  #findShape(): Template {
    const first = this.size === 0 ? null : this.rowAt(0);
    if (!(first instanceof Rendered)) return anyRow;
    for (let index = 1; index < this.size; index++) {
      if (!hasShape(this.rowAt(index), first.template)) return anyRow;
    }
    return first.template;
  }
}

/** The template around each row of a list whose rows differ in theirs, and around a page that is no template. */
export const anyRow: Template = new Template(
  { statics: ["", ""], places: [TEXT], singleRoot: false },
  "a list whose rows have several templates",
);

/** Whether a row's value is an evaluation of the template. */
const hasShape = (row: unknown, shape: Template): row is Rendered => row instanceof Rendered && row.template === shape;

/** The row as an evaluation of its list's shape, or null when it doesn't fit. */
export function inShape(row: unknown, shape: Template): Rendered | null {
  if (hasShape(row, shape)) return row;
  return shape === anyRow ? new Rendered(anyRow, [row as Slot]) : null;
}

/** Rows that a plain function has made when the page was rendered: their values are kept and compared. */
export class EagerList extends List {
  readonly items = null;
  readonly size: number;
  readonly #rows: readonly unknown[];
  /** null: a row's identity is its index. */
  readonly #keys: readonly Key[] | null;

  constructor(rows: readonly unknown[], keys: readonly Key[] | null) {
    super();
    this.size = rows.length;
    this.#rows = rows;
    this.#keys = keys;
  }

  keyAt(index: number): Key {
    return this.#keys?.[index] ?? index;
  }

  rowAt(index: number): unknown {
    return this.#rows[index];
  }

  maySkip(): boolean {
    return false;
  }
}

export type RowFunction = (item: unknown, props: unknown) => unknown;

/** Rows of a `row()` function: only the items are kept, and a row is evaluated when it is printed. */
export class LazyList extends List {
  readonly items: readonly unknown[];
  readonly size: number;
  /** In development: the HTML of each row's slots as it was last printed. */
  sent: readonly (readonly string[])[] | null = null;
  readonly #key: (item: unknown) => Key;
  readonly #row: RowFunction;
  readonly #props: unknown;

  constructor(items: readonly unknown[], key: (item: unknown) => Key, row: RowFunction, props: unknown) {
    super();
    this.items = items;
    this.size = items.length;
    this.#key = key;
    this.#row = row;
    this.#props = props;
  }

  keyAt(index: number): Key {
    return this.#key(this.items[index]);
  }

  rowAt(index: number): unknown {
    return settle(this.#row(this.items[index], this.#props));
  }

  maySkip(previous: List): boolean {
    return previous instanceof LazyList && previous.#row === this.#row && sameProps(previous.#props, this.#props);
  }
}

function sameProps(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && Object.is(a[name], b[name]));
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Turns an array in a text slot into a list, or into its text when it holds only text. Other values stay. */
export function settle(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const rows = value.map(settle);
  return rows.some((row) => typeof row === "object" && row !== null)
    ? new EagerList(rows, null)
    : rows.map((row) => (typeof row === "boolean" || row === null || row === undefined ? "" : `${row}`)).join("");
}
