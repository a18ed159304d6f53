import type { MiddlewareHandler } from "hono";
import { etag as tagResponse } from "hono/etag";
import type { PlugEnv } from "./plug-env.ts";

/**
 * Answers 304 where the browser already has the page. Pages that may not be stored (live ones) are left alone.
 *
 * A page with a CSRF token is another one each time: this is for plain routes that print the same for everybody.
 *
 * @example
 * r.scope({ pipeThrough: pipeline([etag()]), public: true }, (r) => r.get(paths.feed, (c) => c.text("…")));
 */
export function etag(): MiddlewareHandler<PlugEnv> {
  const run = tagResponse();
  return async (c, next) => {
    await next();
    if (!c.res.headers.get("cache-control")?.includes("no-store")) await run(c, nothingMore);
  };
}

const nothingMore = (): Promise<void> => Promise.resolve();
