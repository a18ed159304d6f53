import type { HTML } from "./brand.ts";
import type { Place } from "./place.ts";

/** A live component where it stands in a template: which one, and its props. What it shows is printed apart from it. */
export class Placement {
  declare readonly [HTML]: "html";
  /** What kind of component it is; told apart by identity. */
  readonly component: object;
  /** Tells components of one kind apart. */
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;

  constructor(component: object, id: string, props: Readonly<Record<string, unknown>>) {
    this.component = component;
    this.id = id;
    this.props = props;
  }

  /** Whether the same component stands in both places, perhaps with other props. */
  isOf(other: Placement): boolean {
    return this.component === other.component && this.id === other.id;
  }
}

/** A component once a print has met it. */
export interface PlacedComponent {
  /** Its number in the page. */
  readonly cid: number;
  /**
   * Whether it is new, or may have changed: then its number is sent, again if need be, so that the client doesn't skip
   * the elements around it.
   */
  readonly isDue: boolean;
}

/** Takes the components that a print meets, in whatever order it meets them. */
export interface ComponentPlaces {
  /** Throws LG_COMPONENT_TWICE for a component that this message has met already, LG_COMPONENT_UNDECLARED, LG_COMPONENT_LIMIT. */
  place(placement: Placement, where: Place): PlacedComponent;
  /** The same for a page's text: what stands for the component there until its own has been printed. */
  mark(placement: Placement, where: Place): string;
  /** How many components this message has met. */
  readonly met: number;
  /** Takes back those beyond the first `met`: a list is printed anew. */
  forget(met: number): void;
  /** The client forgets all components of a page that takes another shape. */
  startOver(): void;
}

/** How what stands for a component begins in a print that nobody gets. */
export const UNPLACED = "<!-- component ";

/** For a print that nobody gets: components leave only their names, and none is mounted. */
export const unplaced: ComponentPlaces = {
  place: () => ({ cid: 0, isDue: false }),
  mark: ({ id }) => `${UNPLACED}${id} -->`,
  met: 0,
  forget: () => {},
  startOver: () => {},
};
