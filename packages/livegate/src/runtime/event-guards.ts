import type { EventSpec } from "../live/event.ts";
import type { Guard } from "../live/guard-step.ts";
import type { LiveRoute } from "../live/live-route.ts";
import { resolveGuards } from "../live/run-guards.ts";

const none: readonly Guard[] = [];

/** By the guards of a route: they are the same array for as long as the route is there. */
const known = new WeakMap<readonly Guard[], Map<readonly Guard[], readonly Guard[]>>();

/**
 * The guards that run again before an event: none, for most. All of the page and those of the event, where the event has
 * some of its own, or one of the page's gives an answer that lapses.
 */
export function guardsOfEvent({ guards }: LiveRoute, event: EventSpec): readonly Guard[] {
  const ofRoute = known.get(guards) ?? new Map<readonly Guard[], readonly Guard[]>();
  known.set(guards, ofRoute);
  const found = ofRoute.get(event.guards);
  if (found) return found;
  const isDue = event.guards.length > 0 || guards.some(({ lapses }) => lapses);
  const resolved = isDue ? resolveGuards(guards, event.guards) : none;
  ofRoute.set(event.guards, resolved);
  return resolved;
}
