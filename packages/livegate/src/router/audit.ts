import type { LiveComponent } from "../live/component-kind.ts";
import type { EventSpec } from "../live/event.ts";
import type { LiveRoute } from "../live/live-route.ts";
import type { LiveView } from "../live/live-view.ts";
import type { UploadDef } from "../live/upload.ts";
import { type Access, entryPoint } from "./entry-point.ts";
import type { PlainRoute } from "./piped-route.ts";
import type { Router } from "./router.ts";

/** One way into the app, or one thing that somebody who is in can do: what `livegate audit` has a line for. */
export interface AuditEntry {
  /**
   * A plain route, a live route, a live view inside pages (sticky or not), an event or an upload of a live view or of a live
   * component, or the topics that a live view listens to.
   */
  readonly kind:
    | "route"
    | "live"
    | "nested view"
    | "event"
    | "component event"
    | "upload"
    | "component upload"
    | "topics";
  /** "POST /log_in" of a route, the name of a view, an event or an upload ("player.play" of one inside pages), "subscribe" of topics. */
  readonly name: string;
  /** The path of the route; of what stands on a page, the first path at which it stands under these guards. */
  readonly at: string;
  readonly access: Access;
  /** Names of all guards that run before, in order: those of the page, and an event's own. */
  readonly guards: readonly string[];
  /** The guards whose values the rule of an event or an upload decides by; null without a rule. */
  readonly rule: readonly string[] | null;
}

/**
 * Everything in the app that somebody outside can reach, with what guards it, in the order of its routes. What is there only
 * for those who develop has no line: in production nobody reaches it.
 *
 * @example
 * const open = auditTable(router).filter(({ access }) => access === "public");
 */
export function auditTable({ routes }: Router): readonly AuditEntry[] {
  const seen = new Map<Part, Set<string>>();
  const entries = routes.flatMap(({ route, development }) => {
    if (development) return [];
    const entry = routeEntry(route);
    // Under the same guards a view's events are the same, whatever path it was opened at.
    const chain = JSON.stringify([entry.access, entry.guards]);
    const news = partsOf(route).filter(({ part }) => !seen.get(part)?.has(chain));
    for (const { part } of news) seen.set(part, (seen.get(part) ?? new Set()).add(chain));
    return [entry, ...news.flatMap((found) => partEntries(entry, found))];
  });
  return numbered(entries);
}

function routeEntry(route: LiveRoute | PlainRoute): AuditEntry {
  const { method, pattern, access } = entryPoint(route);
  return {
    kind: route.kind === "live" ? "live" : "route",
    name: `${method} ${pattern}`,
    at: pattern,
    access,
    guards: route.guards.map(({ name }) => name),
    rule: null,
  };
}

/** What stands on a page and takes events. */
type Part = LiveView | LiveComponent;

interface FoundPart {
  readonly part: Part;
  /** The name of a view inside pages; null for a route's own, and for components. */
  readonly nested: string | null;
}

/** The view of a route, and every view and component that it, its layout or its plain pages may show, at any depth. */
function partsOf(route: LiveRoute | PlainRoute): readonly FoundPart[] {
  const found = new Map<Part, FoundPart>();
  const add = (part: Part, nested: string | null): void => {
    if (found.has(part)) return;
    found.set(part, { part, nested });
    for (const component of part.components) add(component, null);
  };
  if (route.kind === "live") add(route.view, null);
  for (const component of (route.kind === "live" && route.liveSession.layout?.components) || []) add(component, null);
  for (const [name, view] of route.views) add(view as LiveView, name); // Only liveView() makes them.
  return [...found.values()];
}

function partEntries(route: AuditEntry, { part, nested }: FoundPart): readonly AuditEntry[] {
  const isComponent = typeof part === "function";
  const kind = isComponent ? "component event" : "event";
  const named = (name: string): string => (nested === null ? name : `${nested}.${name}`);
  const own: readonly AuditEntry[] = nested === null ? [] : [{ ...route, kind: "nested view", name: nested }];
  const events = [...part.events.values()].map((spec) => eventEntry(route, kind, { ...spec, name: named(spec.name) }));
  const uploads = Object.entries(part.uploads).map(([name, def]) =>
    uploadEntry(route, isComponent ? "component upload" : "upload", named(name), def),
  );
  if (isComponent || !part.callbacks.subscribe) return [...own, ...events, ...uploads];
  return [...own, ...events, ...uploads, { ...route, kind: "topics", name: named("subscribe") }];
}

const eventEntry = (route: AuditEntry, kind: AuditEntry["kind"], { name, rule, guards }: EventSpec): AuditEntry => ({
  ...route,
  kind,
  name,
  guards: [...new Set([...route.guards, ...guards.map((own) => own.name)])],
  rule: rule && rule.needs.map((need) => need.name),
});

const uploadEntry = (route: AuditEntry, kind: AuditEntry["kind"], name: string, { rule }: UploadDef): AuditEntry => ({
  ...route,
  kind,
  name,
  rule: rule && rule.needs.map((need) => need.name),
});

/** Components have no names: where several on a page declare one event, they are counted. */
function numbered(entries: readonly AuditEntry[]): readonly AuditEntry[] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    const key = JSON.stringify([entry.kind, entry.name, entry.at]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? entry : { ...entry, name: `${entry.name} (${count})` };
  });
}
