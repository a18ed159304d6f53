import { entryPoint, isGuarded } from "./entry-point.ts";
import type { Router } from "./router.ts";

/** One line of `livegate routes`. */
export interface RouteRow {
  readonly method: string;
  readonly path: string;
  /** "live" or "plain". */
  readonly kind: "live" | "plain";
  readonly action: string | null;
  readonly liveSession: string | null;
  /** Names of all guards that run, in order. */
  readonly guards: readonly string[];
  /** Whether one of them keeps anonymous visitors out. */
  readonly guarded: boolean;
  readonly public: boolean;
}

/**
 * All routes in the order in which they are tried, with what guards them.
 *
 * @example
 * const open = routeTable(router).filter(({ guarded }) => !guarded);
 */
export function routeTable({ routes }: Router): readonly RouteRow[] {
  return routes.map(({ route }) => {
    const { method, pattern } = entryPoint(route);
    return {
      method,
      path: pattern,
      kind: route.kind,
      action: route.kind === "live" ? route.action : null,
      liveSession: route.kind === "live" ? route.liveSession.name : null,
      guards: route.guards.map(({ name }) => name),
      guarded: isGuarded(route),
      public: route.kind === "live" ? route.liveSession.public : route.public,
    };
  });
}
