import type { Embeddable } from "./embeddable.ts";
import type { Guard } from "./guard-step.ts";
import type { OnMount } from "./hook.ts";
import type { LiveLayout } from "./live-layout.ts";
import type { LiveView } from "./live-view.ts";

/** "event": guards run again before each event of a view. Null: where they are told that something has changed. */
export type Recheck = "event" | null;

/** Live routes that share guards, hooks and layout: navigation among them stays on the socket. */
export interface LiveSession {
  readonly name: string;
  readonly onMount: readonly OnMount[];
  readonly layout: LiveLayout | null;
  readonly public: boolean;
  readonly recheck: Recheck;
}

/** One path of the app that shows a live view. */
export interface LiveRoute {
  readonly kind: "live";
  /** Path pattern without the query, for example "/albums/:id". */
  readonly pattern: string;
  /** The page as tokens name it: "GET /albums/:id". */
  readonly place: string;
  readonly view: LiveView;
  /** Stable name of the view in page tokens: the first pattern that it stands on. */
  readonly viewName: string;
  readonly action: string | null;
  readonly liveSession: LiveSession;
  /** The live views that may stand in its pages, by name. */
  readonly views: ReadonlyMap<string, Embeddable>;
  /** All guards of scopes and live session, ancestors first, each once. */
  readonly guards: readonly Guard[];
}

/** What stands at a URL's path: a live view with its path parameters, a plain handler, or nothing. */
export type RouteMatch =
  | { readonly kind: "live"; readonly route: LiveRoute; readonly pathParams: Readonly<Record<string, string>> }
  | { readonly kind: "plain" }
  | null;

/** Finds what stands at a path (without base and query), exactly as HTTP dispatch would for a GET. */
export type FindRoute = (path: string) => RouteMatch;
