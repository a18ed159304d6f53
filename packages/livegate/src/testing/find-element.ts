import { LivegateError } from "../errors/livegate-error.ts";
import { lineOf, listOf, textOf } from "./describe-element.ts";
import { type DomControl, type DomElement, type DomParent, hidesItself } from "./dom.ts";

/** Which one of several elements is meant. */
export interface Narrowed {
  /** Text that the element has: a part of it as a string, or a pattern. */
  readonly text?: string | RegExp;
  /** The element's place among those that fit, from 0; negative from the end. Default: there must be exactly one. */
  readonly at?: number;
}

/** The elements that fit a selector and a text. Throws LG_TEST_ELEMENT for a selector that isn't valid. */
export function elementsIn(parent: DomParent, selector: string, { text }: Narrowed): readonly DomElement[] {
  const found = [...allOf(parent, selector)];
  if (text === undefined) return found;
  return found.filter((element) =>
    typeof text === "string" ? textOf(element).includes(text) : text.test(textOf(element)),
  );
}

/** The one element that is meant. Throws LG_TEST_ELEMENT with what there is instead. */
export function elementIn(parent: DomParent, selector: string, narrowed: Narrowed): DomElement {
  const found = elementsIn(parent, selector, narrowed);
  const { text, at } = narrowed;
  const meant = `${selector}${text === undefined ? "" : ` with the text ${String(text)}`}`;
  if (found.length === 0) {
    throw notFound(
      `There is no ${meant} on the page.`,
      listOf(parent, text === undefined ? alternatives(selector) : selector),
    );
  }
  if (at === undefined && found.length > 1) {
    const lines = found.slice(0, 12).map((element, index) => `  ${index}: ${lineOf(element)}`);
    throw notFound(`${found.length} elements are ${meant}; say which by { text } or { at }.`, lines.join("\n"));
  }
  const element = found.at(at ?? 0);
  if (!element)
    throw notFound(`${found.length} elements are ${meant}; there is none at ${at}.`, listOf(parent, selector));
  return element;
}

/** Throws LG_TEST_ELEMENT where a user could not reach an element: it is hidden, inert or disabled. */
export function checkReachable(element: DomElement): void {
  const why = unreachable(element);
  if (why === null) return;
  throw new LivegateError("LG_TEST_ELEMENT", `A user can't reach ${lineOf(element)}: ${why}.`);
}

function unreachable(element: DomElement): string | null {
  if ((element as DomControl).type === "hidden") return "it is a hidden input";
  if (element.matches(":disabled")) return "it is disabled";
  for (let at: DomElement | null = element; at; at = at.parentElement) {
    const where = at === element ? "it is" : `${lineOf(at).slice(0, 80)} around it is`;
    if (hidesItself(at)) return `${where} hidden`;
    if (at.hasAttribute("inert")) return `${where} inert`;
    if (isClosedOver(at, element)) return `${where} closed`;
  }
  return null;
}

const isClosedOver = (details: DomElement, element: DomElement): boolean =>
  details.tagName === "DETAILS" && details !== element && !details.hasAttribute("open") && !element.closest("summary");

/** Where something fits part of a selector, that is shown instead; else whatever can be used. */
const alternatives = (selector: string): string => /^[a-z][\w-]*/.exec(selector)?.[0] ?? "[id], a, button, form";

function allOf(parent: DomParent, selector: string): Iterable<DomElement> {
  try {
    return parent.querySelectorAll(selector);
  } catch (cause) {
    throw new LivegateError("LG_TEST_ELEMENT", `${JSON.stringify(selector)} is no selector.`, undefined, { cause });
  }
}

const notFound = (what: string, instead: string): LivegateError =>
  new LivegateError("LG_TEST_ELEMENT", `${what} There is:\n${instead}`);
