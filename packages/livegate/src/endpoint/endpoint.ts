import { Hono } from "hono";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { Presences } from "../pubsub/presences.ts";
import { NodePubSub } from "../pubsub/node-pubsub.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import { sharePresences } from "../pubsub/share-presences.ts";
import type { Router } from "../router/router.ts";
import { ConnectionWatch } from "../runtime/connection-watch.ts";
import { Counters } from "../runtime/counters.ts";
import { type LiveLimits, defaultLiveLimits } from "../runtime/live-limits.ts";
import { Metrics } from "../runtime/metrics.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import { OpenSessions } from "../runtime/open-sessions.ts";
import { RefusalCounter } from "../runtime/refusal-counter.ts";
import { RunningTasks } from "../runtime/running-tasks.ts";
import { TemporaryFiles } from "../runtime/temporary-files.ts";
import { addRoutes } from "./add-routes.ts";
import type { App } from "./app.ts";
import { connectWith } from "./connect.ts";
import { DevelopmentPages } from "./development-pages.ts";
import { type EndpointSettings, endpointContext } from "./endpoint-settings.ts";
import type { ErrorDocument } from "./error-document.ts";
import { errorPages } from "./error-page.ts";
import { fetchWith } from "./fetch.ts";
import { findPlaceIn } from "./find-place.ts";
import { longPollWith } from "./long-poll.ts";
import { measure } from "./measure.ts";
import { PollNodes } from "./poll-nodes.ts";
import { type RoutesByHandler, findRouteWith } from "./find-route.ts";

/** What an app is put together from: settings, routes, and where broadcasts go. */
export interface EndpointOptions extends EndpointSettings {
  readonly router: Router;
  readonly pubsub: PubSub;
  /** The document of error pages, in the look of the app. Default: a plain one. */
  readonly errorDocument?: ErrorDocument;
  /** Limits of the socket that differ from the defaults. */
  readonly limits?: Partial<LiveLimits>;
  /**
   * Where uploads are written until they are consumed: a folder that no other user can write to, on the disk to which they are
   * moved if possible. Default: one in the system's folder for temporary files.
   */
  readonly uploadDirectory?: string;
  /** Whoever ends sessions finds their open pages here: `sessions` of an `authentication()`. Default: nobody does. */
  readonly sessions?: OpenSessions;
}

/**
 * Puts an app together: its routes over HTTP and its live views over the socket, with one set of keys and limits.
 *
 * @example
 * const config = endpointConfig(process.env, { appDir: import.meta.dirname });
 * const app = endpoint({ ...config, router, pubsub: localPubSub(), log: logger() });
 * const server = await serve(app, { port: 4000, host: "127.0.0.1" });
 */
export function endpoint(options: EndpointOptions): App {
  const hono = new Hono<PlugEnv>();
  const context = endpointContext(options, (path) => runtime.findRoute(path) !== null);
  const presences = new Presences(context.clock);
  const stopSharing =
    options.pubsub instanceof NodePubSub ? sharePresences(presences, options.pubsub, context.clock) : () => {};
  const routes: RoutesByHandler = new Map();
  const runtime: LiveRuntime = {
    sessions: options.sessions ?? new OpenSessions(context.clock),
    temporaryFiles: new TemporaryFiles({ directory: options.uploadDirectory, log: context.log, clock: context.clock }),
    ...runtimeParts(context, { ...defaultLiveLimits, ...options.limits }),
    pubsub: options.pubsub,
    presences,
    findRoute: findRouteWith(hono, context.base, routes),
    findPlace: findPlaceIn(options.router),
  };
  // First what stands around all routes, then the routes: Hono goes through them in this order.
  const errorPage = errorPages(context, options.errorDocument);
  const watch = new ConnectionWatch(runtime);
  const polls = new PollNodes();
  const longPoll = longPollWith(runtime, watch, polls);
  const fetch = fetchWith(hono, runtime, { errorPage, longPoll });
  void runtime.temporaryFiles.sweep();
  addRoutes(hono, options.router, { runtime, errorPage, byHandler: routes });
  const development = context.reloadScript === null ? null : new DevelopmentPages();
  return {
    context,
    counters: runtime.counters,
    presences: runtime.presences,
    metrics: () => measure(runtime, watch),
    pubsub: options.pubsub,
    polls,
    tasks: runtime.tasks,
    errorPage,
    fetch,
    findRoute: runtime.findRoute,
    development,
    connect: connectWith(runtime, watch, development),
    async stop({ spread = 0 } = {}) {
      longPoll.stop();
      development?.stop();
      await watch.stop(spread);
      stopSharing();
      await runtime.temporaryFiles.stop();
    },
  };
}

function runtimeParts(context: EndpointContext, limits: LiveLimits) {
  const refusals = new RefusalCounter(context.clock, { limit: limits.refusals, window: limits.refusalWindow });
  return { context, limits, counters: new Counters(), metrics: new Metrics(), refusals, tasks: new RunningTasks() };
}
