import type { HTML } from "./brand.ts";
import type { Container } from "./container.ts";
import type { PlacedView } from "./embedded-views.ts";

/** A live view where it stands in a template of another one or of a page. What it shows is printed apart from it. */
export class Embedding implements PlacedView {
  declare readonly [HTML]: "html";
  /** The view; told apart by identity. */
  readonly view: object;
  /** DOM id of its container. */
  readonly id: string;
  /** What its mount is given: JSON. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly isSticky: boolean;
  /** Whether its crash is one of the view around it. */
  readonly isLinked: boolean;
  readonly container: Container;

  constructor(
    view: object,
    { id, values, isSticky, isLinked, container }: Omit<Embedding, "view" | "isOf" | typeof HTML>,
  ) {
    this.view = view;
    this.id = id;
    this.values = values;
    this.isSticky = isSticky;
    this.isLinked = isLinked;
    this.container = container;
  }

  /** Whether the same view goes on in both places; what it began with stays. */
  isOf(other: Embedding): boolean {
    return this.view === other.view && this.id === other.id && this.isSticky === other.isSticky;
  }
}
