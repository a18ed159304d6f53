import type { Place } from "./place.ts";

/** A live view where it stands, as far as a print looks at it. */
export interface PlacedView {
  readonly view: object;
  /** DOM id of its container. */
  readonly id: string;
}

/** Takes the live views that a print meets. */
export interface EmbeddedViews {
  /** What stands for the view: its container, which the client fills, or a mark for what is printed later. Throws LG_VIEW_UNDECLARED, LG_VIEW_TWICE. */
  embed(placed: PlacedView, where: Place): string;
}

/** For a print that nobody gets. */
export const unmounted: EmbeddedViews = { embed: ({ id }) => `<!-- view ${id} -->` };
