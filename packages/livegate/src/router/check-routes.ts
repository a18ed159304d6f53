import { LivegateError } from "../errors/livegate-error.ts";
import type { Guard } from "../live/guard-step.ts";
import type { LiveRoute } from "../live/live-route.ts";
import { resolveGuards } from "../live/run-guards.ts";
import { entryPoint } from "./entry-point.ts";
import type { PipedRoute, PlainRoute } from "./piped-route.ts";

/** Refuses a table of routes that would not do what it says. */
export function checkRoutes(routes: readonly PipedRoute[]): void {
  checkPlaces(routes);
  checkNames(routes);
  for (const { route } of routes) {
    if (route.kind === "live") checkLiveRoute(route);
    else checkPlainRoute(route);
  }
  checkEntryPoints(routes);
}

function checkPlaces(routes: readonly PipedRoute[]): void {
  const places = new Map<string, string>();
  for (const { route } of routes) {
    const { method, pattern } = entryPoint(route);
    const place = `${method} ${pattern}`;
    // Whatever its parameters are called, it is the same place.
    const matched = place.replaceAll(/:\w+/g, ":");
    const first = places.get(matched);
    if (first === place) throw new LivegateError("LG_ROUTE_TWICE", `Two routes stand on ${place}.`);
    if (first) throw new LivegateError("LG_ROUTE_TWICE", `Two routes stand on one place: ${first} and ${place}.`);
    places.set(matched, place);
  }
}

function checkNames(routes: readonly PipedRoute[]): void {
  const sessions = new Map<string, unknown>();
  for (const { route } of routes) {
    if (route.kind !== "live") continue;
    const { name } = route.liveSession;
    if (sessions.has(name) && sessions.get(name) !== route.liveSession) {
      throw new LivegateError("LG_LIVE_SESSION_NAME", `Two live sessions are named "${name}".`);
    }
    sessions.set(name, route.liveSession);
  }
  checkContainers(routes);
  const views = new Map<string, unknown>();
  for (const [name, view] of routes.flatMap(({ route }) => [...route.views])) {
    if (views.has(name) && views.get(name) !== view) {
      throw new LivegateError("LG_VIEW_NAME", `Two different live views are named "${name}".`);
    }
    views.set(name, view);
  }
  // Needs are compared by name at compile time, so a name has to mean one guard in the whole app.
  resolveGuards(...routes.map(({ route }) => [...route.guards, ...guardsOfEvents(route)]));
}

/** A page that navigates keeps the element around its view: its tag can't change. */
function checkContainers(routes: readonly PipedRoute[]): void {
  const tags = new Map<string, string>();
  for (const { route } of routes) {
    if (route.kind !== "live") continue;
    const { name } = route.liveSession;
    const { tag } = route.view.container;
    const first = tags.get(name) ?? tag;
    if (first !== tag) {
      const what = `The live session "${name}" has views in a <${first}> and, at "${route.pattern}", in a <${tag}>.`;
      throw new LivegateError("LG_CONTAINER", what, `container: { tag: "${first}" }`);
    }
    tags.set(name, first);
  }
}

const guardsOfEvents = (route: PipedRoute["route"]): readonly Guard[] =>
  route.kind === "live" ? [...route.view.events.values()].flatMap(({ guards }) => guards) : [];

function checkLiveRoute({ pattern, view, action, guards, liveSession }: LiveRoute): void {
  for (const need of view.needs) requireGuard(guards, need, `The view at "${pattern}"`);
  for (const need of liveSession.layout?.needs ?? [])
    requireGuard(guards, need, `The layout of live session "${liveSession.name}"`);
  if (view.session) {
    throw new LivegateError(
      "LG_VIEW_SESSION",
      `The view at "${pattern}" has a schema for "session", which no URL gives.`,
    );
  }
  const known = action === null ? view.actions.length === 0 : view.actions.includes(action);
  if (!known) {
    const declared = view.actions.map((name) => `"${name}"`).join(", ") || "none";
    throw new LivegateError(
      "LG_ROUTE_ACTION",
      `The route "${pattern}" gives the action ${JSON.stringify(action)}; its view declares ${declared}.`,
    );
  }
}

function checkPlainRoute({ method, pattern, layout, guards, views }: PlainRoute): void {
  for (const [name, view] of views) {
    for (const need of view.needs) requireGuard(guards, need, `The live view "${name}" on ${method} ${pattern}`);
  }
  for (const need of layout?.needs ?? []) requireGuard(guards, need, `The layout of ${method} ${pattern}`);
}

function requireGuard(ran: readonly Guard[], need: Guard, who: string): void {
  if (ran.includes(need)) return;
  throw new LivegateError(
    "LG_NEEDS",
    `${who} needs "${need.name}", which doesn't run there.`,
    `guards: [${need.name}]   // in its live session or a scope around it`,
  );
}

/** Once an app keeps visitors out anywhere, every entry point has to say whether it does. */
function checkEntryPoints(routes: readonly PipedRoute[]): void {
  const guard = routes.flatMap(({ route }) => route.guards).find(({ kind }) => kind === "identity");
  const open = routes.map(({ route }) => entryPoint(route)).filter(({ access }) => access === "open");
  if (!guard || open.length === 0) return;
  const list = open.map(({ method, pattern }) => `${method} ${pattern}`).join(", ");
  throw new LivegateError(
    "LG_UNGUARDED",
    `Neither guarded nor said to be public: ${list}.`,
    `guards: [${guard.name}]   // in its scope or live session: nobody anonymous gets in\n` +
      `public: true   // or there, where visitors may come`,
  );
}
