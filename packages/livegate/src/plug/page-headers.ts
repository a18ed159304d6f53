import type { Context } from "hono";
import { CollectedHeaders } from "./collected-headers.ts";
import type { PlugEnv } from "./plug-env.ts";

/**
 * The headers of this answer, for plugs to put theirs in. A plug that does so calls `settleHeaders` after `next()`.
 *
 * Hono's own `c.header` costs a page more than all else that plugs do, and is lost where a handler returns a `Response`.
 *
 * @example
 * const app: MiddlewareHandler<PlugEnv> = async (c, next) => {
 *   pageHeaders(c).put("x-app", "shop");
 *   await next();
 *   settleHeaders(c);
 * };
 */
export function pageHeaders(c: Context<PlugEnv>): CollectedHeaders {
  const known: CollectedHeaders | undefined = c.get("pageHeaders");
  if (known) return known;
  const headers = new CollectedHeaders();
  c.set("pageHeaders", headers);
  return headers;
}

/**
 * Sets the headers that aren't on the answer yet.
 *
 * @example
 * await next();
 * settleHeaders(c);
 */
export function settleHeaders(c: Context<PlugEnv>): void {
  const pending = pageHeaders(c);
  if (pending.isEmpty) return;
  // What fetch() gave is immutable: a copy isn't.
  if (isImmutable(c.res.headers)) c.res = new Response(c.res.body, c.res);
  pending.settle(c.res.headers);
}

function isImmutable(headers: Headers): boolean {
  try {
    headers.delete("x-livegate-none");
    return false;
  } catch {
    return true;
  }
}

/**
 * Answers with a page and all headers that plugs have put. Cheaper than `c.html`, which needs them set afterwards.
 *
 * @example
 * return answerHtml(c, "<h1>Gone</h1>", 410);
 */
export function answerHtml(c: Context<PlugEnv>, page: string, status = 200): Response {
  pageHeaders(c).put("content-type", "text/html; charset=UTF-8");
  return new Response(page, { status, headers: pageHeaders(c).take() });
}
