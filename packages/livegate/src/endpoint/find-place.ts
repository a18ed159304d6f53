import type { PlainRoute } from "../router/piped-route.ts";
import type { Router } from "../router/router.ts";
import { type FindPlace, type ViewPlace, placeOf } from "../runtime/view-place.ts";

/** The place that a plain page is. */
export const plainPlace = ({ method, pattern, guards, views }: PlainRoute): ViewPlace => ({
  name: `${method} ${pattern}`,
  guards,
  views,
  liveSession: "",
  recheck: null,
});

/** Finds the pages of these routes by the names that stand in tokens. */
export function findPlaceIn({ routes }: Router): FindPlace {
  const places = new Map<string, ViewPlace>();
  for (const { route } of routes) {
    const place = route.kind === "live" ? placeOf(route) : plainPlace(route);
    if (place.views.size > 0) places.set(place.name, place);
  }
  return (name) => places.get(name) ?? null;
}
