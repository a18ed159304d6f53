import type { Html } from "../html/brand.ts";
import { List, anyRow, inShape, settle } from "../html/list.ts";
import { placesFor } from "../html/place-component.ts";
import { type Place, TEXT } from "../html/place.ts";
import { Placement } from "../html/placement.ts";
import type { PrintContext } from "../html/print-context.ts";
import { Rendered } from "../html/rendered.ts";
import type { Slot } from "../html/slot.ts";
import { StreamList } from "../html/stream-list.ts";
import type { Template } from "../html/template.ts";
import { joinMembers, keyedMember, rootMember, staticsMember } from "../protocol/tree-members.ts";
import { checkRows } from "./check-rows.ts";
import { jsonSlot } from "./json-slot.ts";
import { Message } from "./message.ts";
import { streamNode } from "./print-stream.ts";

/**
 * Prints a whole tree, as the answer to a join or after the page took another shape.
 * Returns the JSON members without the outer braces.
 */
export function printFull(next: Html, context: PrintContext): string {
  context.components?.startOver();
  const message = new Message(context);
  const root = asRoot(next);
  const members = fullSlots(root, message);
  // No `r` here: at the top it means a reply.
  return message.withTable(joinMembers(members, staticsMember(root.template.json)));
}

/** A page that is a list or raw text stands in a template of its own. */
export const asRoot = (page: Html): Rendered => (page instanceof Rendered ? page : new Rendered(anyRow, [page]));

/** All slots of a template: `"0":…,"1":…`. */
export function fullSlots({ template, slots }: Rendered, message: Message): string {
  const { places } = template;
  let members = "";
  for (let index = 0; index < places.length; index++) {
    members += member(index, index === 0) + fullSlot(slots, index, places[index] ?? TEXT, message);
  }
  return members;
}

const FIRST = Array.from({ length: 64 }, (_, index) => `"${index}":`);
const LATER = FIRST.map((text) => `,${text}`);

/** The name of a member with the comma before it, made once for the usual ones. */
export const member = (index: number, isFirst: boolean): string =>
  (isFirst ? FIRST : LATER)[index] ?? `${isFirst ? "" : ","}"${index}":`;

/** One slot's node, complete with its statics. An array in it is replaced by what it is printed as. */
export function fullSlot(slots: Slot[], index: number, place: Place, message: Message): string {
  const value = slots[index];
  if (typeof value === "object" && place.kind === "text") {
    const node = settleSlot(slots, index, place);
    if (node instanceof Rendered) return fullNode(node, message);
    if (node instanceof List) return fullList(node, place, message);
    if (node instanceof StreamList) return fullStream(node, place, message);
    if (node instanceof Placement) return `${placesFor(node, place, message.context).place(node, place).cid}`;
    return jsonSlot(node, place, message.context);
  }
  return jsonSlot(value, place, message.context);
}

/** The next diff compares with this slot, so what was printed must be what is kept. */
export function settleSlot(slots: Slot[], index: number, place: Place): unknown {
  const value = slots[index];
  if (!Array.isArray(value) || place.kind !== "text") return value;
  const settled = settle(value);
  // A settled array is a list or a string: both may stand in a slot.
  slots[index] = settled as Slot;
  return settled;
}

function fullNode(rendered: Rendered, message: Message): string {
  const members = fullSlots(rendered, message);
  const statics = staticsMember(message.statics(rendered.template));
  return `{${joinMembers(members, rendered.template.singleRoot ? `${statics},${rootMember}` : statics)}}`;
}

/** A stream where none was before: "" until it has something to tell. */
const fullStream = (list: StreamList, place: Place, message: Message): string =>
  streamNode(list, null, place, message, fullSlots) || '""';

/** A list with all of its rows; an empty one is "", so that a list's node never depends on what it was before. */
export function fullList(list: List, place: Place, message: Message): string {
  if (list.size === 0) return '""';
  const first = list.rowAt(0);
  const shape = first instanceof Rendered ? first.template : anyRow;
  const node = fullRows(list, shape, message) ?? fullRows(list, anyRow, message);
  if (node === null) throw new Error(`unreachable: every row fits anyRow in ${place.source().name}`);
  if (message.context.development) checkRows(list, place);
  return node;
}

function fullRows(list: List, shape: Template, message: Message): string | null {
  const { components } = message.context;
  const met = components?.met ?? 0;
  let rows = "";
  for (let index = 0; index < list.size; index++) {
    const row = inShape(list.rowAt(index), shape);
    if (row === null) {
      components?.forget(met);
      return null;
    }
    rows += `"${index}":{${fullSlots(row, message)}},`;
  }
  list.shape = shape;
  return `{${keyedMember(rows, list.size)},${staticsMember(message.statics(shape))}}`;
}
