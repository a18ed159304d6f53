// @if booleans
import type { ColumnType, Generated } from "kysely";
// @else
import type { Generated } from "kysely";
// @end
import type { __Schema__Attributes } from "./__file__.ts";

// @if booleans
/** Databases give 1 and 0, and take true and false. */
type BooleanColumn = ColumnType<number, boolean, boolean>;

/** The columns of `__table__`. */
export interface __Schema__Table extends Omit<__Schema__Attributes, "__booleanNames__"> {
  id: Generated<number>;
  __booleanColumns__: BooleanColumn;
}
// @else
/** The columns of `__table__`. */
export interface __Schema__Table extends __Schema__Attributes {
  id: Generated<number>;
}
// @end
