import type { Generated } from "kysely";
import type { AlbumAttributes } from "./album.ts";

/** The columns of `albums`. */
export interface AlbumTable extends AlbumAttributes {
  id: Generated<number>;
}
