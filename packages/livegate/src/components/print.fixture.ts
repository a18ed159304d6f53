import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import type { Slot } from "../html/slot.ts";

/** What a component prints, with one space wherever there are some. */
export const print = (component: Slot): string =>
  printHtml(html`${component}` satisfies Html, { csrfToken: "token", nonce: "", base: "", development: true })
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ (?=[>/])|(?<=<\w+) (?=>)/g, "");

/** The start tags of some elements. */
export const tags = (page: string, name: string): readonly string[] =>
  [...page.matchAll(new RegExp(`<${name}\\b[^>]*>`, "g"))].map(([tag]) => tag);

/** The value of an attribute in a start tag; "" where it is bare, null where it isn't there. */
export function attribute(tag: string, name: string): string | null {
  const [found, value = ""] = new RegExp(` ${name}(?:="([^"]*)")?(?=[ >/])`).exec(tag) ?? [null];
  return found === null ? null : value;
}
