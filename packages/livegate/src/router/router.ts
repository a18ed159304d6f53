import type { Handler, MiddlewareHandler } from "hono";
import { LivegateError } from "../errors/livegate-error.ts";
import { type Views, embeddedViews } from "../live/embeddable.ts";
import type { Guard } from "../live/guard-step.ts";
import type { OnMount } from "../live/hook.ts";
import type { LiveLayout, PageLayout } from "../live/live-layout.ts";
import type { LiveRoute, LiveSession } from "../live/live-route.ts";
import type { LiveView } from "../live/live-view.ts";
import { resolveGuards } from "../live/run-guards.ts";
import { checkRoutes } from "./check-routes.ts";
import type { PipedRoute, PlainRoute } from "./piped-route.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Routes } from "./route-types.ts";

/** All routes of an app, in the order in which they are tried. Made by `router`, checked when it is made. */
export interface Router {
  readonly routes: readonly PipedRoute[];
}

/** What holds for the routes of a scope; inner scopes add to it. */
interface Scope {
  readonly plugs: readonly MiddlewareHandler[];
  readonly guards: readonly Guard[];
  readonly public: boolean;
  readonly development: boolean;
  readonly layout: PageLayout | null;
  readonly views: Views;
  readonly liveSession: LiveSession | null;
}

interface AnyScopeOptions {
  readonly pipeThrough?: Pipeline;
  readonly guards?: readonly Guard[];
  readonly public?: true;
  readonly development?: true;
  readonly layout?: PageLayout | LiveLayout;
  readonly views?: Views;
  readonly onMount?: readonly OnMount[];
  readonly recheck?: "event";
}

type Add = (r: RouteBuilder) => void;

/** Collects routes for one scope; closed while an inner scope is being filled. */
class RouteBuilder {
  readonly #routes: PipedRoute[];
  readonly #scope: Scope;
  #open = true;

  constructor(routes: PipedRoute[], scope: Scope) {
    this.#routes = routes;
    this.#scope = scope;
  }

  readonly get = this.#adder("GET");
  readonly post = this.#adder("POST");
  readonly put = this.#adder("PUT");
  readonly patch = this.#adder("PATCH");
  readonly delete = this.#adder("DELETE");

  scope(options: AnyScopeOptions, add: Add): void {
    this.#inner(
      { ...this.#extended(options), layout: (options.layout ?? this.#scope.layout) as PageLayout | null },
      add,
    );
  }

  liveSession(name: string, options: AnyScopeOptions, add: Add): void {
    const scope = this.#extended(options);
    const liveSession: LiveSession = {
      name,
      onMount: options.onMount ?? [],
      layout: (options.layout ?? null) as LiveLayout | null, // Typed by Routes: a live session takes live layouts.
      public: scope.public,
      recheck: options.recheck ?? null,
    };
    this.#inner({ ...scope, liveSession }, add);
  }

  live(path: { readonly pattern: string }, view: LiveView, action?: string): void {
    const { plugs, guards, liveSession, development } = this.#whileOpen();
    if (!liveSession) {
      throw new LivegateError("LG_ROUTE_LIVE", `The live route "${path.pattern}" stands outside every live session.`);
    }
    const pattern = withoutQuery(path.pattern);
    const earlier = this.#routes.find(({ route }) => route.kind === "live" && route.view === view);
    const viewName = earlier?.route.kind === "live" ? earlier.route.viewName : pattern;
    const views = embeddedViews(view, ...(liveSession.layout ? [liveSession.layout] : []));
    const named = { pattern, place: `GET ${pattern}`, view, viewName, views, action: action ?? null };
    const route: LiveRoute = { kind: "live", ...named, liveSession, guards };
    this.#routes.push({ route, plugs, development });
  }

  #adder(method: PlainRoute["method"]) {
    return (path: { readonly pattern: string }, handler: Handler): void => {
      const { plugs, guards, layout, views, public: open, development } = this.#whileOpen();
      const route: PlainRoute = {
        kind: "plain",
        method,
        pattern: withoutQuery(path.pattern),
        handler,
        guards,
        layout,
        views: embeddedViews({ views, components: [] }, ...(layout ? [layout] : [])),
        public: open,
      };
      this.#routes.push({ route, plugs, development });
    };
  }

  #extended({ pipeThrough, guards, views, public: open, development }: AnyScopeOptions): Scope {
    const scope = this.#whileOpen();
    return {
      ...scope,
      plugs: [...scope.plugs, ...(pipeThrough?.plugs ?? [])],
      guards: resolveGuards(scope.guards, guards ?? []),
      views: { ...scope.views, ...views },
      public: open ?? development ?? scope.public,
      development: development ?? scope.development,
    };
  }

  #inner(scope: Scope, add: Add): void {
    const inner = new RouteBuilder(this.#routes, scope);
    this.#open = false;
    add(inner);
    inner.#open = false;
    this.#open = true;
  }

  #whileOpen(): Scope {
    if (!this.#open) {
      throw new LivegateError(
        "LG_ROUTE_OUTER",
        "A route was added to an outer `r` inside an inner scope, or after its scope.",
      );
    }
    return this.#scope;
  }
}

const withoutQuery = (pattern: string): string => pattern.split("?", 1)[0]!; // Splitting gives at least one part.

/**
 * Builds the app's table of routes and checks it: needs, actions, names, and that nothing is left unguarded by accident.
 *
 * @example
 * export default router((r) => {
 *   r.scope({ pipeThrough: browser, guards: [fetchCurrentUser] }, (r) => {
 *     r.liveSession("member", { guards: [requireUser], layout: live }, (r) => r.live(paths.home, AlbumIndexLive, "index"));
 *   });
 * });
 */
export function router(add: (r: Routes<Record<never, never>, never>) => void): Router {
  const routes: PipedRoute[] = [];
  const top: Scope = {
    plugs: [],
    guards: [],
    public: false,
    development: false,
    layout: null,
    views: {},
    liveSession: null,
  };
  const builder = new RouteBuilder(routes, top);
  // The builder does what Routes says with the types left out: they hold at compile time only.
  add(builder as unknown as Routes<Record<never, never>, never>);
  checkRoutes(routes);
  return { routes };
}
