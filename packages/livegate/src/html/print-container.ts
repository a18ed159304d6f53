import type { Container } from "./container.ts";
import { escapeHtml } from "./escape.ts";
import { SPREAD } from "./place.ts";
import type { PrintContext } from "./print-context.ts";
import { attributeText, printSlot } from "./print-slot.ts";

/** A container's attributes as the client sets them on the one that is there. */
export function containerAttributes({ attributes }: Container, context: PrintContext): Record<string, string> {
  const texts = attributes.entries.map(([place, value]) => [place.name, attributeText(value, place, context)] as const);
  return Object.fromEntries(
    texts.flatMap(([name, text]) => (text === null ? [] : [[name, text === true ? "" : text]])),
  );
}

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
