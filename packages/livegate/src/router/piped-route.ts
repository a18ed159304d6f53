import type { Handler, MiddlewareHandler } from "hono";
import type { Embeddable } from "../live/embeddable.ts";
import type { Guard } from "../live/guard-step.ts";
import type { PageLayout } from "../live/live-layout.ts";
import type { LiveRoute } from "../live/live-route.ts";

/** A plain HTTP route. */
export interface PlainRoute {
  readonly kind: "plain";
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly pattern: string;
  readonly handler: Handler;
  readonly guards: readonly Guard[];
  readonly public: boolean;
  readonly layout: PageLayout | null;
  /** The live views that may stand in its pages, by name. */
  readonly views: ReadonlyMap<string, Embeddable>;
}

/** A route with the plugs that a request to it passes. */
export interface PipedRoute {
  readonly route: LiveRoute | PlainRoute;
  readonly plugs: readonly MiddlewareHandler[];
  /** Not there in production. */
  readonly development: boolean;
}
