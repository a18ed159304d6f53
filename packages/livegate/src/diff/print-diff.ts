import type { Html } from "../html/brand.ts";
import { Embedding } from "../html/embedding.ts";
import { List, anyRow, inShape, settle } from "../html/list.ts";
import { placesFor } from "../html/place-component.ts";
import { type Place, TEXT } from "../html/place.ts";
import { Once } from "../html/once.ts";
import { Placement } from "../html/placement.ts";
import type { PrintContext } from "../html/print-context.ts";
import { printSlot } from "../html/print-slot.ts";
import { Rendered } from "../html/rendered.ts";
import type { Slot } from "../html/slot.ts";
import { StreamList } from "../html/stream-list.ts";
import { keyedMember } from "../protocol/tree-members.ts";
import { checkRows } from "./check-rows.ts";
import { jsonSlot, jsonText } from "./json-slot.ts";
import { NEW, matchRows } from "./match-rows.ts";
import { Message } from "./message.ts";
import { asRoot, fullList, fullSlot, fullSlots, member, printFull, settleSlot } from "./print-full.ts";
import { streamNode } from "./print-stream.ts";

/**
 * Prints what the client lacks to show `next` where it shows `previous`: the JSON members without the outer braces, ""
 * when nothing differs. Values are compared before they are printed; only what differs is escaped.
 */
export function printDiff(previous: Html, next: Html, context: PrintContext): string {
  const from = asRoot(previous);
  const to = asRoot(next);
  if (from.template !== to.template) return printFull(next, context);
  const message = new Message(context);
  return message.withTable(diffSlots(from, to, message));
}

/** The slots that differ: `"0":…,"4":…`, or "". Both are evaluations of the same template. */
export function diffSlots(from: Rendered, to: Rendered, message: Message): string {
  if (from === to) return "";
  const { places } = to.template;
  let members = "";
  for (let index = 0; index < places.length; index++) {
    if (from.slots[index] === to.slots[index]) continue;
    const node = diffSlot(from.slots[index], to.slots, index, places[index] ?? TEXT, message);
    if (node !== "") members += member(index, members === "") + node;
  }
  return members;
}

/** The node to send for one slot, or "" when the client has it. */
function diffSlot(before: unknown, slots: Slot[], index: number, place: Place, message: Message): string {
  const value = settleSlot(slots, index, place);
  if (place.kind !== "text") return diffText(before, value, place, message);
  // A row's old item that was evaluated again has never been printed.
  const old = settle(before);
  if (old === value) return "";
  // What was printed once is kept by the page alone: there is nothing to compare with.
  if (value instanceof Once) return value.isSpent && old instanceof Once ? "" : fullSlot(slots, index, place, message);
  if (value instanceof Rendered) {
    if (!(old instanceof Rendered) || old.template !== value.template) return fullSlot(slots, index, place, message);
    const members = diffSlots(old, value, message);
    return members === "" ? "" : `{${members}}`;
  }
  if (value instanceof List && value.size > 0) {
    return old instanceof List && old.size > 0
      ? diffList(old, value, place, message)
      : fullSlot(slots, index, place, message);
  }
  if (value instanceof Placement && old instanceof Placement && value.isOf(old)) {
    const { cid, isDue } = placesFor(value, place, message.context).place(value, place);
    return isDue ? `${cid}` : "";
  }
  if (value instanceof Embedding && old instanceof Embedding && value.isOf(old)) return "";
  if (value instanceof StreamList && old instanceof StreamList && old.source === value.source)
    return streamNode(value, old, place, message, fullSlots);
  if (isNode(old) || value instanceof StreamList || value instanceof Placement || value instanceof Embedding)
    return fullSlot(slots, index, place, message);
  return value instanceof List ? diffText(old, "", place, message) : diffText(old, value, place, message);
}

const isNode = (value: unknown): boolean =>
  value instanceof Rendered ||
  value instanceof Once ||
  value instanceof StreamList ||
  value instanceof Placement ||
  value instanceof Embedding ||
  (value instanceof List && value.size > 0);

function diffText(old: unknown, value: unknown, place: Place, message: Message): string {
  const { context } = message;
  if (typeof value === "string" && typeof old === "string" && place.url === null)
    return jsonSlot(value, place, context);
  const text = printSlot(value, place, context);
  // Other values may print the same though they differ: a path made anew, null after false, an empty list.
  const before = printSlot(old instanceof List ? "" : old, place, context);
  return before === text ? "" : jsonText(text);
}

function diffList(old: List, list: List, place: Place, message: Message): string {
  const maySkip = list.maySkip(old);
  const { development, components } = message.context;
  if (list === old || (maySkip && list.items === old.items)) {
    if (development) checkRows(list, place, old);
    list.shape = old.shape;
    return "";
  }
  const shape = old.shape;
  if (shape === anyRow && list.shape !== anyRow) return fullList(list, place, message);
  const match = matchRows(old, list);
  if (development) checkRows(list, place, old, match);
  const rows = new RowDiffs(old, list, maySkip, message);
  const met = components?.met ?? 0;
  const { items } = list;
  const olds = maySkip ? old.items : null;
  for (let index = 0; index < list.size; index++) {
    const from = match === null ? (index < old.size ? index : NEW) : (match[index] ?? NEW);
    // Nearly all rows of a long list: passed over here, where it costs next to nothing.
    if (from === index && items !== null && olds !== null && items[index] === olds[index]) continue;
    if (rows.add(index, from)) continue;
    components?.forget(met);
    return fullList(list, place, message);
  }
  list.shape = shape;
  return rows.node();
}

/** The changed rows of one list while they are written. */
class RowDiffs {
  readonly #old: List;
  readonly #list: List;
  readonly #maySkip: boolean;
  readonly #message: Message;
  #rows = "";
  #moved = false;

  constructor(old: List, list: List, maySkip: boolean, message: Message) {
    this.#old = old;
    this.#list = list;
    this.#maySkip = maySkip;
    this.#message = message;
  }

  /** Writes what differs of one row; false when it doesn't fit the shape of the list that the client has. */
  add(index: number, from: number): boolean {
    const { shape } = this.#old;
    if (from !== NEW && this.#maySkip && this.#old.items?.[from] === this.#list.items?.[index]) {
      if (from !== index) this.#move(index, `${from}`);
      return true;
    }
    const row = inShape(this.#list.rowAt(index), shape);
    if (row === null) return false;
    if (from === NEW) {
      this.#rows += `"${index}":{${fullSlots(row, this.#message)}},`;
      return true;
    }
    const before = inShape(this.#old.rowAt(from), shape);
    const members = before === null ? fullSlots(row, this.#message) : diffSlots(before, row, this.#message);
    if (from !== index) this.#move(index, members === "" ? `${from}` : `[${from},{${members}}]`);
    else if (members !== "") this.#rows += `"${index}":{${members}},`;
    return true;
  }

  #move(index: number, entry: string): void {
    this.#rows += `"${index}":${entry},`;
    this.#moved = true;
  }

  node(): string {
    if (this.#rows === "" && this.#list.size === this.#old.size) return "";
    return `{${keyedMember(this.#rows, this.#list.size, this.#moved)}}`;
  }
}
