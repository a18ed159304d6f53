import type { Path } from "../paths/path.ts";
import type { Attrs } from "./attrs.ts";
import type { Html } from "./brand.ts";
import type { Leaf } from "./leaf.ts";

/**
 * What may stand in a slot of a template. `null`, `undefined`, `true` and `false` print nothing in text; an array prints
 * its members. A `Date`, an object or a promise is a type error and throws `LG_TEMPLATE_VALUE`.
 */
export type Slot = Html | Attrs | Leaf | Path | string | number | bigint | boolean | null | undefined | readonly Slot[];
