import type { MiddlewareHandler } from "hono";
import type { PlugEnv } from "./plug-env.ts";
import type { RootLayout } from "./root-layout.ts";

/**
 * Says which document the pages of a pipeline stand in.
 *
 * @example
 * const browser = pipeline([fetchSession(), fetchLiveFlash(), putRootLayout(root), protectFromForgery(), secureHeaders()]);
 */
export function putRootLayout(layout: RootLayout): MiddlewareHandler<PlugEnv> {
  return (c, next) => {
    c.set("rootLayout", layout);
    return next();
  };
}
