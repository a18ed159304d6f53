import { LivegateError } from "../errors/livegate-error.ts";
import type { Place } from "./place.ts";
import type { ComponentPlaces, Placement } from "./placement.ts";
import type { PrintContext } from "./print-context.ts";

/** What takes a component that a print has met. Throws LG_COMPONENT_PLACE outside of live views. */
export function placesFor(placement: Placement, where: Place, { components }: PrintContext): ComponentPlaces {
  if (components !== undefined) return components;
  const site = where.source();
  const what = `The live component "${placement.id}" stands in ${site.name}, which no live view prints.`;
  throw new LivegateError("LG_COMPONENT_PLACE", what, undefined, { site });
}
