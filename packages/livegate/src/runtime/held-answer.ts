import type { ErrorsByField } from "../html/form.ts";
import type { Held } from "../live/held.ts";
import { isObject } from "../protocol/json-data.ts";

type Told = Pick<Held, "errors" | "note">;

/** Characters of one message. */
const LONGEST = 500;

const notSent: Told = { errors: { "": ["That could not be sent. Try again in a moment."] }, note: null };

/**
 * What the route that asks has told the page, which passes it on: messages by field, or a note. It comes from the page, so it is
 * shown there as text and decides nothing.
 */
export function readHeldAnswer(value: unknown): Told {
  if (!isObject(value)) return notSent;
  const { errors, note } = value;
  if (isText(note)) return { errors: {}, note };
  return isObject(errors) ? { errors: errorsByField(errors), note: null } : notSent;
}

const errorsByField = (given: Readonly<Record<string, unknown>>): ErrorsByField =>
  Object.fromEntries(
    Object.entries(given).map(([field, messages]) => [field, Array.isArray(messages) ? messages.filter(isText) : []]),
  );

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= LONGEST;
