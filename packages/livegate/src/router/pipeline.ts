import type { MiddlewareHandler } from "hono";

/** A named list of plugs, as a value. */
export interface Pipeline {
  readonly plugs: readonly MiddlewareHandler[];
}

/**
 * Puts plugs (Hono middleware) in the order in which a request passes them.
 *
 * @example
 * const browser = pipeline([fetchSession(), fetchLiveFlash(), putRootLayout(root), protectFromForgery(), secureHeaders()]);
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a plug may name the variables it sets; a list holds plugs of all kinds
export const pipeline = (plugs: readonly MiddlewareHandler<any>[]): Pipeline => ({ plugs });
