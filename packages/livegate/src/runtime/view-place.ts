import type { Embeddable } from "../live/embeddable.ts";
import type { Guard } from "../live/guard-step.ts";
import type { LiveRoute, Recheck } from "../live/live-route.ts";
import type { LiveView } from "../live/live-view.ts";

/** A page in which live views may stand, as tokens name it: by its route. */
export interface ViewPlace {
  /** "GET /albums/:id". */
  readonly name: string;
  /** What runs before the page, and before each view in it. */
  readonly guards: readonly Guard[];
  /** The views that may stand there, by name. */
  readonly views: ReadonlyMap<string, Embeddable>;
  /** The page's live session; "" for a plain page. */
  readonly liveSession: string;
  /** Whether the page's guards run again before each event of what stands in it. */
  readonly recheck: Recheck;
}

/** Finds the place of this name; null where the app has none. */
export type FindPlace = (name: string) => ViewPlace | null;

/** The place that a live route's page is, or the page around a view inside another one. */
export const placeOf = ({ place, guards, views, liveSession, view }: LiveRoute): ViewPlace => ({
  name: place,
  guards,
  views,
  liveSession: liveSession.name,
  recheck: view.recheck ?? liveSession.recheck,
});

/** What a view inside a page mounts by: the guards of the page's route, and nothing of a URL's. */
export function nestedRoute(place: ViewPlace, viewName: string, embedded: Embeddable): LiveRoute {
  return {
    kind: "live",
    pattern: place.name,
    place: place.name,
    view: embedded as LiveView, // Only liveView() makes them.
    viewName,
    action: null,
    views: place.views,
    guards: place.guards,
    liveSession: { name: place.liveSession, onMount: [], layout: null, public: false, recheck: place.recheck },
  };
}
