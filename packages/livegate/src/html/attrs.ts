import { LivegateError } from "../errors/livegate-error.ts";
import type { Path } from "../paths/path.ts";
import type { HTML } from "./brand.ts";
import type { Leaf } from "./leaf.ts";
import { type Place, attributePlace, refusedAttribute } from "./place.ts";

/** A value of one attribute; an array prints its members with spaces between, as for `class`. */
export type AttributeValue =
  | Leaf
  | Path
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly AttributeValue[];

/** Attributes to spread into a tag. */
export class Attrs {
  declare readonly [HTML]: "attrs";
  readonly entries: readonly (readonly [Place, AttributeValue])[];

  constructor(entries: readonly (readonly [Place, AttributeValue])[]) {
    this.entries = entries;
  }

  /** Whether where the events go is said among them. */
  get saysTarget(): boolean {
    return this.entries.some(([{ name }]) => name === "phx-target");
  }
}

/**
 * Prints attributes whose names are computed, each by the rules of its name: URLs are checked, `null`, `undefined` and
 * `false` leave an attribute out, `true` prints it bare. Throws LG_ATTRIBUTE_NAME for `on…`, `style`, `srcdoc` and for
 * names with other characters than letters, digits and `-_.:@`.
 *
 * @example
 * html`<button class="btn" ${attrs(props.rest)}>${props.children}</button>`
 */
export function attrs(values: Readonly<Record<string, AttributeValue>> | null | undefined): Attrs {
  return new Attrs(Object.entries(values ?? {}).map(([name, value]) => [placeOf(name), value] as const));
}

const places = new Map<string, Place>();
const KEPT_PLACES = 1000;

function placeOf(name: string): Place {
  const known = places.get(name);
  if (known !== undefined) return known;
  // The tag is unknown here, so the strictest rules hold.
  const refused = refusedAttribute(name, "set");
  if (refused !== null || !/^[a-zA-Z_@:][\w.:@-]*$/.test(name)) {
    throw new LivegateError(
      "LG_ATTRIBUTE_NAME",
      `attrs() got the attribute name ${JSON.stringify(name)}${refused === null ? "" : `: ${refused}`}.`,
    );
  }
  const place = attributePlace(name, "a");
  if (places.size < KEPT_PLACES) places.set(name, place);
  return place;
}
