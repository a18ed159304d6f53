import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { pageHeaders } from "../plug/page-headers.ts";
import type { Refusal } from "./outcome.ts";

/**
 * Answers a form that was refused: the page with its status, and with `Retry-After` where time helps.
 *
 * @example
 * if (!result.ok) return answerRefusal(c, result, logInPage(filled.withErrors(result.errors)), { pageTitle: "Log in" });
 */
export function answerRefusal(
  // oxlint-disable-next-line typescript/no-explicit-any -- a handler of any route, whatever its path and its guards give
  c: Context<any>,
  { status, retryAfter }: Refusal,
  content: Html,
  { pageTitle }: { readonly pageTitle?: string } = {},
): Response | Promise<Response> {
  pageHeaders(c).put("cache-control", "no-store");
  if (retryAfter !== null) pageHeaders(c).put("retry-after", String(retryAfter));
  return c.render(content, { status, ...(pageTitle === undefined ? {} : { pageTitle }) });
}
