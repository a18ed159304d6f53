import type { AttributeValue } from "../html/attrs.ts";

/** Attributes that a component passes on to its element as they are: `phx-*`, `aria-*`, `data-*`. */
export type Rest = Readonly<Record<string, AttributeValue>>;
