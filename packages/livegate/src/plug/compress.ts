import type { MiddlewareHandler } from "hono";
import { compress as compressResponse } from "hono/compress";
import { pageHeaders, settleHeaders } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";

const MIN_BYTES = 1_024;
const compressible = /^(?:text\/html|text\/plain|application\/json)\b/i;
const accepted = /\b(?:gzip|deflate)\b/i;

/**
 * Compresses pages and JSON of more than 1 kB for clients that accept gzip or deflate.
 *
 * CSRF tokens are masked anew for each page, so that sizes tell nothing about them.
 *
 * @example
 * const browser = pipeline([logRequests(), compress(), fetchSession(), secureHeaders()]);
 */
export function compress(): MiddlewareHandler<PlugEnv> {
  const run = compressResponse({ threshold: MIN_BYTES, contentTypeFilter: compressible });
  return async (c, next) => {
    pageHeaders(c).put("vary", "Accept-Encoding");
    await next();
    settleHeaders(c);
    if (accepted.test(c.req.header("accept-encoding") ?? "")) await run(c, nothingMore);
  };
}

const nothingMore = (): Promise<void> => Promise.resolve();
