import { type FormParams, type FormValue, PERSISTENT_ID, isUnusedMark } from "../protocol/form-data.ts";
import { emptyObject, isHostileKey } from "../protocol/json-data.ts";

/** The values of a form with its rows in order. */
export interface ArrangedParams {
  readonly params: FormParams;
  /** True if a button has added, dropped or moved a row: nobody has finished the form yet. */
  readonly rearranged: boolean;
}

/** What a form may say about the rows of a list, beside the list itself: `album[_drop_tracks][]=1`. */
export type RowMark = "sort" | "drop" | "up" | "down";

/** The value of `_sort_…` that stands for a row which isn't there yet. */
export const NEW_ROW = "new";

const markPattern = /^_(sort|drop|up|down)_(.+)$/;

/** The key of a mark about a list: `_drop_tracks`. */
export const rowMark = (mark: RowMark, list: string): string => `_${mark}_${list}`;

/** The list that a key is a mark about; any other key is itself. */
export const markedList = (key: string): string => markPattern.exec(key)?.[2] ?? key;

/** True for what a form sends about its inputs, beside their values. */
export const isFormMark = (key: string): boolean => key === PERSISTENT_ID || isUnusedMark(key) || markPattern.test(key);

/** The lists that were sent by index: an item left empty keeps its place there, so that errors find it. */
const indexedLists = new WeakSet<readonly FormValue[]>();

export const isIndexed = (list: readonly FormValue[]): boolean => indexedLists.has(list);

/**
 * Turns `tracks[0]`, `tracks[1]` … into lists, and does with their rows what the marks beside them say: `_sort_tracks[]`
 * names them in order, where "new" stands for one more; `_drop_tracks[]`, `_up_tracks[]` and `_down_tracks[]` name some.
 * The marks are gone afterwards, and of a list with marks each row has a persistent id of its own.
 */
export function arrangeRows(given: FormParams): ArrangedParams {
  let rearranged = false;
  const arrangeValue = (value: FormValue): FormValue => {
    if (typeof value === "string") return value;
    if (isList(value)) return value.map(arrangeValue);
    const params = arrangeObject(value);
    return hasIndexes(params) ? indexed(rowEntries(params).map(([, row]) => row)) : params;
  };
  const arrangeObject = (object: FormParams): FormParams => {
    const params = emptyObject<FormValue>();
    for (const [key, value] of Object.entries(object)) {
      if (!markPattern.test(key)) params[key] = arrangeValue(value);
    }
    for (const [name, marks] of marksIn(object)) {
      const rows = rowsIn(object[name], arrangeValue);
      if (rows === null) continue;
      rearranged ||= marks.up.length + marks.down.length + marks.drop.length > 0 || marks.sort.some(isNew);
      params[name] = indexed(identified(inOrder(rows, marks)));
    }
    return params;
  };
  const params = arrangeObject(given);
  return { params, rearranged };
}

type Marks = Readonly<Record<RowMark, readonly string[]>>;

function marksIn(object: FormParams): ReadonlyMap<string, Marks> {
  const found = new Map<string, Marks>();
  for (const [key, value] of Object.entries(object)) {
    const [, mark, list] = markPattern.exec(key) ?? [];
    if (mark === undefined || list === undefined || isHostileKey(list)) continue;
    const named = isList(value) ? value.filter((item) => typeof item === "string" && item !== "") : [];
    found.set(list, { ...(found.get(list) ?? { sort: [], drop: [], up: [], down: [] }), [mark]: named });
  }
  return found;
}

type Rows = ReadonlyMap<string, FormValue>;

/** The rows by the index that they were sent under; null for what is no list. */
function rowsIn(sent: FormValue | undefined, arrange: (row: FormValue) => FormValue): Rows | null {
  if (sent === undefined || sent === "") return new Map();
  if (typeof sent === "string" || !(isList(sent) || hasIndexes(sent))) return null;
  const entries = isList(sent) ? Object.entries(sent) : rowEntries(sent);
  return new Map(entries.map(([key, row]) => [key, arrange(row)]));
}

function inOrder(rows: Rows, { sort, drop, up, down }: Marks): readonly FormValue[] {
  // A row may have nothing but inputs that send nothing, such as a checkbox without its tick: its mark is there.
  const known = new Map([
    ...sort.filter((key) => index.test(key)).map((key) => [key, emptyRow(rows)] as const),
    ...rows,
  ]);
  let news = 0;
  const keys = [...new Set([...sort.map((key) => (isNew(key) ? `${NEW_ROW}${news++}` : key)), ...rows.keys()])];
  for (const key of up) swap(keys, keys.indexOf(key), -1);
  for (const key of down) swap(keys, keys.indexOf(key), 1);
  return keys.filter((key) => !drop.includes(key)).map((key) => known.get(key) ?? emptyRow(rows));
}

const isNew = (key: string): boolean => !index.test(key);

function swap(keys: string[], at: number, step: 1 | -1): void {
  const [here, there] = [keys[at], keys[at + step]];
  if (here === undefined || there === undefined) return;
  keys.splice(Math.min(at, at + step), 2, ...(step < 0 ? [here, there] : [there, here]));
}

/** A new row is like the others: a group of inputs, or a plain value. */
const emptyRow = (rows: Rows): FormValue => {
  const [first] = rows.values();
  return typeof first === "string" ? "" : emptyObject<FormValue>();
};

/** Gives each group of inputs an id that no other has; one that it has stays. */
function identified(rows: readonly FormValue[]): readonly FormValue[] {
  const taken = new Set<string>();
  const kept = rows.map((row) => {
    const id = persistentId(row);
    if (id === null || taken.has(id)) return null;
    taken.add(id);
    return id;
  });
  let next = Math.max(-1, ...[...taken].map(Number)) + 1;
  return rows.map((row, at) => {
    if (typeof row === "string" || isList(row)) return row;
    return Object.assign(emptyObject<FormValue>(), row, { [PERSISTENT_ID]: kept[at] ?? String(next++) });
  });
}

/** A row's id if it has a proper one: it was sent by a browser, and may be anything. */
export function persistentId(row: FormValue | undefined): string | null {
  if (typeof row !== "object" || isList(row) || !Object.hasOwn(row, PERSISTENT_ID)) return null;
  const id = row[PERSISTENT_ID];
  return typeof id === "string" && /^(?:0|[1-9]\d{0,5})$/.test(id) ? id : null;
}

function indexed(list: readonly FormValue[]): readonly FormValue[] {
  indexedLists.add(list);
  return list;
}

const index = /^\d{1,4}$/;

function hasIndexes(params: FormParams): boolean {
  const keys = Object.keys(params).filter((key) => !isUnusedMark(key));
  return keys.length > 0 && keys.every((key) => index.test(key));
}

// JavaScript keeps such keys in the order of their numbers.
const rowEntries = (params: FormParams): readonly (readonly [string, FormValue])[] =>
  Object.entries(params).filter(([key]) => !isUnusedMark(key));

const isList = (value: FormValue): value is readonly FormValue[] => Array.isArray(value);
