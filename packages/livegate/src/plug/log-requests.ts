import type { MiddlewareHandler } from "hono";
import type { PlugEnv } from "./plug-env.ts";

/**
 * Writes one line for each request, once its answer stands: method, path without secrets, status, milliseconds.
 *
 * @example
 * const browser = pipeline([logRequests(), fetchSession()]);
 */
export function logRequests(): MiddlewareHandler<PlugEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    const { log } = c.env.endpoint;
    const ms = Math.round((performance.now() - started) * 10) / 10;
    log.info(
      { requestId: c.get("requestId"), method: c.req.method, path: c.req.path, status: c.res.status, ms },
      "request",
    );
  };
}
