import { LivegateError } from "../errors/livegate-error.ts";
import { Path } from "../paths/path.ts";
import { Attrs } from "./attrs.ts";
import { embedView } from "./embed-view.ts";
import { Embedding } from "./embedding.ts";
import { escapeHtml } from "./escape.ts";
import { targetOfSlot, targetOfSpread } from "./event-target.ts";
import { Leaf } from "./leaf.ts";
import { settle } from "./list.ts";
import { type Place, isEnumerated } from "./place.ts";
import type { PrintContext } from "./print-context.ts";
import { Raw } from "./raw.ts";
import { BLOCKED_URL, isAllowedUrl } from "./url.ts";

/**
 * Prints one slot's value, escaped for its place: the only function that decides this, for pages and for diffs alike.
 * Nested templates and lists are not its matter: the two printers walk those. Throws LG_TEMPLATE_VALUE.
 */
export function printSlot(value: unknown, place: Place, context: PrintContext): string {
  if (place.isFree) {
    if (typeof value === "string") return place.open + escapeHtml(value) + place.close;
    if (typeof value === "number") return place.open + value + place.close;
  } else if (place.isCommand && value instanceof Leaf && context.targets === undefined) {
    return place.open + escapeHtml(value.text(context)) + place.close;
  }
  switch (place.kind) {
    case "text":
      if (value instanceof Embedding) return embedView(value, place, context);
      return value instanceof Raw ? value.text : escapeHtml(plainText(value, place, context));
    case "attribute":
      return printAttribute(value, place, context) + targetOfSlot(value, place, context.targets);
    case "part":
      return escapeHtml(checked(value, place, context));
    case "rcdata":
      return escapeHtml(plainText(settle(value), place, context));
    case "spread":
      return printSpread(value, place, context) + targetOfSpread(value, place, context.targets);
    case "verbatim":
      return plainText(value, place, context);
  }
}

function printAttribute(value: unknown, place: Place, context: PrintContext): string {
  const text = attributeText(value, place, context);
  if (text === null) return "";
  if (text === true) return place.open.slice(0, -2);
  return place.open + escapeHtml(text) + place.close;
}

/** What an attribute holds, not escaped: null where it is left out, true where it stands bare. */
export function attributeText(value: unknown, place: Place, context: PrintContext): string | true | null {
  if (typeof value === "boolean" && isEnumerated(place.name)) return String(value);
  if (value === null || value === undefined || value === false) return null;
  return value === true ? true : checked(value, place, context);
}

function printSpread(value: unknown, place: Place, context: PrintContext): string {
  if (value instanceof Attrs)
    return value.entries.map(([where, part]) => printAttribute(part, where, context)).join("");
  if (value === null || value === undefined || value === false) return "";
  throw unprintable(value, place);
}

/** The text of an attribute's value, where an array's members stand with spaces between. */
function joined(value: unknown, place: Place, context: PrintContext): string {
  if (!Array.isArray(value)) return plainText(value, place, context);
  return value
    .map((member) => joined(member, place, context))
    .filter((text) => text !== "")
    .join(" ");
}

/** The text of an attribute's value, once it is known to do no harm there. */
function checked(value: unknown, place: Place, context: PrintContext): string {
  const text = joined(value, place, context);
  if (place.isCommand && !(value instanceof Leaf) && /^\s*\[/.test(text)) throw unprintable(value, place);
  if (place.url === null || value instanceof Path || isAllowedUrl(text + place.urlTail, place.url)) return text;
  return BLOCKED_URL;
}

function plainText(value: unknown, place: Place, context: PrintContext): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
      return String(value);
    case "undefined":
    case "boolean":
      return "";
    case "object":
      if (value === null) return "";
      if (value instanceof Leaf) return value.text(context);
      if (value instanceof Path) return value.href(context.base);
  }
  throw unprintable(value, place);
}

function unprintable(value: unknown, place: Place): LivegateError {
  const where = place.name === "" ? place.kind : `the attribute ${place.name}`;
  const site = place.source();
  const what = `${describe(value)} can't be printed as ${where} in ${site.name}.`;
  return new LivegateError("LG_TEMPLATE_VALUE", what, remedy(value, place), { site });
}

/** Names a value's kind, never its content: that could be a secret. */
function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return `A ${typeof value}`;
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `A value of the class ${name}` : "An object";
}

function remedy(value: unknown, { kind }: Place): string | undefined {
  if (kind === "spread") return "html`<h1 title=${title} ${attrs({ lang: language })}>${text}</h1>`";
  if (typeof value === "string")
    return 'html`<button phx-click=${js.push(ev.save).hide({ to: "#modal" })}>Save</button>`';
  if (value instanceof Date) return "html`<time>${date.toLocaleDateString(locale)}</time>`";
  if (value instanceof Promise) return "Await it in mount or in a handler, and keep its result in an assign.";
  return undefined;
}
