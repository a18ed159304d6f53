import type { Context } from "hono";
import type { PlugEnv } from "./plug-env.ts";

/** The request that is answered with an error's page. */
export interface ErrorOccasion {
  readonly method: string;
  /** Path without the query, which may hold secrets. */
  readonly path: string;
  /** The request's `accept`: who asks for JSON gets JSON. */
  readonly accept: string | null;
  readonly requestId: string | null;
}

/** The request of a Hono context as the occasion of an error's page. */
export const occasionOf = (c: Context<PlugEnv>): ErrorOccasion => ({
  method: c.req.method,
  path: c.req.path,
  accept: c.req.header("accept") ?? null,
  requestId: c.get("requestId") ?? null,
});
