import type { DomElement, DomParent } from "./dom.ts";

const SHOWN = 12;

/** An element's opening tag. */
export function tagOf(element: DomElement): string {
  const attributes = [...element.attributes].map(({ name, value }) =>
    value === "" ? ` ${name}` : ` ${name}="${cut(value, 60)}"`,
  );
  return `<${element.tagName.toLowerCase()}${attributes.join("")}>`;
}

/** An element in one line: its opening tag and its text. */
export const lineOf = (element: DomElement): string => `${tagOf(element)}${cut(textOf(element), 60)}`;

/** An element's text with its white space as a reader sees it. */
export const textOf = (element: DomElement): string => element.textContent.replaceAll(/\s+/g, " ").trim();

/** The elements that fit a selector, one a line. */
export function listOf(parent: DomParent, selector: string): string {
  const found = [...parent.querySelectorAll(selector)];
  if (found.length === 0) return `  (there is no ${selector})`;
  const lines = found.slice(0, SHOWN).map((element) => `  ${lineOf(element)}`);
  return [...lines, ...(found.length > SHOWN ? [`  … and ${found.length - SHOWN} more`] : [])].join("\n");
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);
