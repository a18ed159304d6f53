import { html } from "../html/html.ts";
import { embeddedViews } from "../live/embeddable.ts";
import type { Guard } from "../live/guard-step.ts";
import type { LiveRoute, LiveSession, RouteMatch } from "../live/live-route.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { resolveGuards } from "../live/run-guards.ts";
import { Session } from "../plug/session.ts";
import { type TestContext, testContext } from "../plug/test-context.ts";
import { Presences } from "../pubsub/presences.ts";
import { type LocalPubSub, localPubSub } from "../pubsub/local-pubsub.ts";
import { Counters } from "./counters.ts";
import type { ConnectInfo } from "./join-target.ts";
import { LiveConnection } from "./live-connection.ts";
import { type LiveLimits, defaultLiveLimits } from "./live-limits.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { Metrics } from "./metrics.ts";
import { type PageToken, signPageToken } from "./page-token.ts";
import { OpenSessions } from "./open-sessions.ts";
import { RunningTasks } from "./running-tasks.ts";
import { RefusalCounter } from "./refusal-counter.ts";
import { TemporaryFiles } from "./temporary-files.ts";
import { placeOf } from "./view-place.ts";
import { TestWire } from "./test-wire.ts";

/** A live route as a test writes it. */
export interface TestRoute {
  readonly path: string;
  readonly view: LiveView;
  readonly action?: string;
  readonly guards?: readonly Guard[];
  readonly liveSession?: LiveSession;
}

export interface LiveTestOptions {
  readonly limits?: Partial<LiveLimits>;
  /** Default http://shop.test. */
  readonly url?: string;
  readonly base?: string;
  /** Default false: what is refused only while developing is refused. */
  readonly production?: boolean;
  /** Paths where a plain handler stands. */
  readonly plain?: readonly string[];
  readonly pubsub?: LocalPubSub;
}

/** Real keys, a clock that stands still, a pubsub that counts, and a table of live routes: all that live views run with. */
export interface LiveTestApp {
  readonly context: TestContext;
  readonly pubsub: LocalPubSub;
  readonly runtime: LiveRuntime;
  readonly routes: readonly LiveRoute[];
  /** The browser session that pages and sockets belong to unless a test says otherwise. */
  readonly info: ConnectInfo;
  /** The token of a page that showed the route at `path`. */
  pageToken(path: string, changes?: Partial<PageToken>): string;
  /** Opens a socket whose wire is an array. */
  connect(info?: ConnectInfo): TestWire;
}

/** A view that shows a text. */
export const textView = (text: string): LiveView => liveView({ mount: () => ({}), render: () => html`<p>${text}</p>` });

export const plainSession: LiveSession = { name: "default", onMount: [], layout: null, public: false, recheck: null };

export function liveTestApp(given: readonly TestRoute[], options: LiveTestOptions = {}): LiveTestApp {
  const { url = "http://shop.test", base = "", production = false, plain = [], pubsub = localPubSub() } = options;
  const context = testContext({ url, base, production });
  const limits = { ...defaultLiveLimits, ...options.limits };
  const routes = given.map((route) => liveRoute(route, given));
  const runtime: LiveRuntime = {
    context,
    pubsub,
    presences: new Presences(context.clock),
    limits,
    counters: new Counters(),
    metrics: new Metrics(),
    sessions: new OpenSessions(context.clock),
    tasks: new RunningTasks(),
    refusals: new RefusalCounter(context.clock, { limit: limits.refusals, window: limits.refusalWindow }),
    findRoute: (path) => findRoute(routes, plain, path),
    temporaryFiles: new TemporaryFiles({ log: context.log, clock: context.clock }),
    findPlace: (name) => {
      const route = routes.find(({ place }) => place === name);
      return route ? placeOf(route) : null;
    },
  };
  const info: ConnectInfo = { session: new Session(), trust: "trusted", remoteAddress: "192.0.2.1" };
  const app: LiveTestApp = {
    context,
    pubsub,
    runtime,
    routes,
    info,
    pageToken(path, changes = {}) {
      const match = findRoute(routes, [], path.split(/[?#]/, 1)[0]!); // Splitting gives at least one part.
      if (match?.kind !== "live") throw new Error(`No live route stands at ${path}.`);
      const { viewName, liveSession } = match.route;
      const { id: sessionId } = info.session;
      const token = {
        id: "phx-1",
        viewName,
        liveSession: liveSession.name,
        sessionId,
        userSessionId: null,
        nonce: "n1",
      };
      return signPageToken(context, { ...token, ...changes });
    },
    connect(who = info) {
      const wire = new TestWire(app);
      wire.connection = new LiveConnection(runtime, who, wire, () => void (wire.isForgotten = true));
      return wire;
    },
  };
  return app;
}

function liveRoute(route: TestRoute, all: readonly TestRoute[]): LiveRoute {
  const { path, view, action = null, guards = [], liveSession = plainSession } = route;
  const viewName = all.find((other) => other.view === view)?.path ?? path;
  const views = embeddedViews(view, ...(liveSession.layout ? [liveSession.layout] : []));
  const named = { pattern: path, place: `GET ${path}`, view, viewName, views, action };
  return { kind: "live", ...named, liveSession, guards: resolveGuards(guards) };
}

function findRoute(routes: readonly LiveRoute[], plain: readonly string[], path: string): RouteMatch {
  if (plain.includes(path)) return { kind: "plain" };
  for (const route of routes) {
    const names = [...route.pattern.matchAll(/:(\w+)/g)].map(([, name]) => name!); // The group is part of every match.
    const values = new RegExp(`^${route.pattern.replaceAll(/:\w+/g, "([^/]+)")}$`).exec(path);
    if (!values) continue;
    const pathParams = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at + 1] ?? "")]));
    return { kind: "live", route, pathParams };
  }
  return null;
}

/** Resolves when all that promises have to do is done, without waiting for any length of time. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
