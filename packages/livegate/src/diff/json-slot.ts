import { escapeHtml } from "../html/escape.ts";
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
  if (place.json !== null) {
    const { open, close } = place.json;
    if (typeof value === "number") return `${open}${value}${close}`;
    if (typeof value === "string") {
      if (!SPECIAL.test(value)) return open + value + close;
      if (!AFTER_HTML.test(value)) return open + escapeHtml(value) + close;
    }
  }
  return jsonText(printSlot(value, place, context));
}

/** The JSON of a string. */
export const jsonText = (text: string): string => (JSON_SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
