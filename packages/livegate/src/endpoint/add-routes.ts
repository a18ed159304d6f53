import type { Hono, MiddlewareHandler } from "hono";
import { runGuards } from "../live/run-guards.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import type { PlainRoute } from "../router/piped-route.ts";
import type { Router } from "../router/router.ts";
import { answerHalt } from "../runtime/http-answer.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import { routeSession } from "../runtime/route-session.ts";
import { liveHandler } from "../runtime/static-render.ts";
import type { ErrorPage } from "./error-page.ts";
import { plainPlace } from "./find-place.ts";
import type { RoutesByHandler } from "./find-route.ts";
import { pageRenderer } from "./page-renderer.ts";

/** What the handlers of routes work with. */
export interface RouteParts {
  readonly runtime: LiveRuntime;
  readonly errorPage: ErrorPage;
  /** Filled here: each route by the handler that stands for it in the matcher. */
  readonly byHandler: RoutesByHandler;
}

/** Puts all routes into Hono: each with its plugs, its guards and its handler. */
export function addRoutes(hono: Hono<PlugEnv>, table: Router, { runtime, errorPage, byHandler }: RouteParts): void {
  const { base, production } = runtime.context;
  // The app's address as people type it. Relative links of a page would lead out of the app from there.
  if (base !== "") hono.get(base, (c) => c.redirect(`${base}/${new URL(c.req.url).search}`, 308));
  for (const { route, plugs, development } of table.routes) {
    // Not in the matcher at all, so neither a request nor a join finds it.
    if (development && production) continue;
    const [method, handlers] =
      route.kind === "live"
        ? ["GET", [liveHandler(runtime, route, errorPage)]]
        : [route.method, plainHandlers(route, runtime, errorPage)];
    byHandler.set(handlers.at(-1), route);
    // RFC 9110, section 9.3.2: Hono answers HEAD with what stands on GET.
    hono.on(method, [base + route.pattern], ...plugs, ...(handlers as MiddlewareHandler[]));
  }
}

function plainHandlers(route: PlainRoute, runtime: LiveRuntime, errorPage: ErrorPage): readonly MiddlewareHandler[] {
  const render = pageRenderer(route.layout, { runtime, place: plainPlace(route), errorPage });
  // A handler of its own for each route, so that two routes with the same function are told apart.
  const own: MiddlewareHandler = (c, next) => route.handler(c, next);
  return [guardPlug(route, errorPage) as MiddlewareHandler, render as MiddlewareHandler, own];
}

/** Runs a plain route's guards; their values are the handler's `c.var`. */
function guardPlug(route: PlainRoute, errorPage: ErrorPage): MiddlewareHandler<PlugEnv> {
  const { guards } = route;
  return async (c, next) => {
    if (guards.length === 0) return next();
    const result = await runGuards(guards, { session: routeSession(c, route), transport: "http" });
    if (!result.ok) return answerHalt(c, localPath(c.req.url), result.halt, errorPage);
    for (const [name, value] of Object.entries(result.values)) c.set(name as never, value as never); // Typed by Routes.
    c.set("guardValues", result.values);
    return next();
  };
}

function localPath(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
