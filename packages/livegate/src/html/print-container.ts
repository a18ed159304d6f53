import type { Container } from "./container.ts";
import { escapeHtml } from "./escape.ts";
import { SPREAD } from "./place.ts";
import type { PrintContext } from "./print-context.ts";
import { printSlot } from "./print-slot.ts";

/** Prints a container around `content`, with the client's attributes first; `true` prints one bare. */
export function printContainer(
  { tag, attributes }: Container,
  own: Readonly<Record<string, string | true>>,
  content: string,
  context: PrintContext,
): string {
  let open = `<${tag}`;
  for (const [name, value] of Object.entries(own)) {
    open += value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
  }
  return `${open}${printSlot(attributes, SPREAD, context)}>${content}</${tag}>`;
}
