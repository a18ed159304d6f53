import { escapeHtml } from "../html/escape.ts";
import { Leaf } from "../html/leaf.ts";
import type { Place } from "../html/place.ts";
import type { PrintContext } from "../html/print-context.ts";
import { printSlot } from "../html/print-slot.ts";

// oxlint-disable no-control-regex
/** What either HTML or JSON escapes. */
const SPECIAL = /[&<>"\\\u0000-\u001f]/;
/** What JSON still has to escape once HTML has: no quote is left then. */
const AFTER_HTML = /[\\\u0000-\u001f]/;
const JSON_SPECIAL = /["\\\u0000-\u001f]/;
// oxlint-enable no-control-regex

/**
 * The JSON of what printSlot prints. Most texts have nothing that HTML or JSON escapes: one test finds that out, and
 * they are copied as they are.
 */
export function jsonSlot(value: unknown, place: Place, context: PrintContext): string {
  if (place.isFree || (place.isCommand && value instanceof Leaf && context.targets === undefined)) {
    const text = value instanceof Leaf ? value.text(context) : value;
    if (typeof text === "number") return `${place.openJson}${text}${place.closeJson}`;
    if (typeof text === "string") {
      if (!SPECIAL.test(text)) return place.openJson + text + place.closeJson;
      if (!AFTER_HTML.test(text)) return place.openJson + escapeHtml(text) + place.closeJson;
    }
  }
  return jsonText(printSlot(value, place, context));
}

/** The JSON of a string. */
export const jsonText = (text: string): string => (JSON_SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
