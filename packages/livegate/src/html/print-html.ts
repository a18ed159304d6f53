import type { Html } from "./brand.ts";
import { List, settle } from "./list.ts";
import { type Place, TEXT } from "./place.ts";
import { placesFor } from "./place-component.ts";
import { Placement } from "./placement.ts";
import type { PrintContext } from "./print-context.ts";
import { printSlot } from "./print-slot.ts";
import { Rendered } from "./rendered.ts";
import { StreamList } from "./stream-list.ts";

/** Prints a page, or a piece of one, as HTML text. Throws LG_TEMPLATE_VALUE for a value that can't be printed. */
export function printHtml(html: Html, context: PrintContext): string {
  return printPlace(html, TEXT, context);
}

function printRendered({ template, slots }: Rendered, context: PrintContext): string {
  const { statics, places } = template;
  let text = statics[0] ?? "";
  for (let index = 0; index < places.length; index++) {
    const place = places[index] ?? TEXT;
    const value = slots[index];
    text += printPlace(value, place, context);
    text += statics[index + 1] ?? "";
  }
  return text;
}

/** Prints whatever may stand in a slot: a value, a template or a list. */
export const printPlace = (value: unknown, place: Place, context: PrintContext): string =>
  typeof value === "object" && place.kind === "text"
    ? printNode(value, place, context)
    : printSlot(value, place, context);

function printNode(value: object | null, place: Place, context: PrintContext): string {
  if (value instanceof Rendered) return printRendered(value, context);
  if (value instanceof List) return printRows(value, place, context);
  if (value instanceof StreamList) return printStream(value, place, context);
  if (value instanceof Placement) return placesFor(value, place, context).mark(value, place);
  return Array.isArray(value) ? printPlace(settle(value), place, context) : printSlot(value, place, context);
}

function printRows(list: List, place: Place, context: PrintContext): string {
  let text = "";
  for (let index = 0; index < list.size; index++) text += printPlace(list.rowAt(index), place, context);
  return text;
}

const printStream = (list: StreamList, place: Place, context: PrintContext): string =>
  list
    .rowsOfPage()
    .map(({ evaluate }) => printPlace(evaluate(), place, context))
    .join("");
