import type { Hono } from "hono";
import { tryDecodeURIComponent } from "hono/utils/url";
import type { FindRoute, LiveRoute } from "../live/live-route.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import type { PlainRoute } from "../router/piped-route.ts";

/** The last handler of each route, which tells the routes of a match apart. */
export type RoutesByHandler = Map<unknown, LiveRoute | PlainRoute>;

/**
 * Finds routes for the socket by asking the very matcher that dispatches HTTP: if the two could disagree, a guard could
 * be passed by.
 */
export function findRouteWith(hono: Hono<PlugEnv>, base: string, routes: RoutesByHandler): FindRoute {
  return (path) => {
    // Hono matches decoded paths; its own getPath, which reads nothing but the URL, decodes them.
    const decoded = hono.getPath({ url: `http://host${base}${path}` } as Request);
    const [matched, stash] = hono.router.match("GET", decoded);
    for (const [[handler], found] of matched) {
      const route = routes.get(handler);
      if (route?.kind === "live") return { kind: "live", route, pathParams: pathParams(found, stash) };
      if (route) return { kind: "plain" };
    }
    return null;
  };
}

/** Values of path parameters: the matcher gives them as text, or as places in a list. */
function pathParams(
  found: Readonly<Record<string, string | number>>,
  stash: readonly string[] | undefined,
): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(found)) {
    // As Hono does it, a broken escape included: what mount sees must not depend on the transport.
    params[name] = tryDecodeURIComponent(typeof value === "number" ? (stash?.[value] ?? "") : value);
  }
  return params;
}
