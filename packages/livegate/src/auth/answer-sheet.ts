import type { Context } from "hono";
import { pageHeaders } from "../plug/page-headers.ts";
import type { Refusal } from "./outcome.ts";

/**
 * Answers the sheet of a live page that asks who is there: what is wrong, by field, or a note. The page passes it on to its view.
 *
 * @example
 * if (!result.ok) return answerSheet(c, result);
 * return answerSheet(c, { note: "A code is on its way to you." });
 */
export function answerSheet(
  // oxlint-disable-next-line typescript/no-explicit-any -- a handler of any route, whatever its path and its guards give
  c: Context<any>,
  told: Refusal | { readonly note: string } | { readonly ticket: string },
): Response {
  const headers = pageHeaders(c);
  headers.put("cache-control", "no-store");
  if (!("errors" in told)) return c.json(told);
  if (told.retryAfter !== null) headers.put("retry-after", String(told.retryAfter));
  return c.json({ errors: told.errors }, told.status);
}
