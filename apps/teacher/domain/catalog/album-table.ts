import type { Generated } from "kysely";
import type { AlbumAttributes } from "./album.ts";

/** The columns of `albums`. */
export interface AlbumTable extends AlbumAttributes {
  id: Generated<number>;
  search_text: string;
  owner_id: number | null;
  /** Names the picture in `album_covers`; null where there is none. */
  cover: string | null;
  /** 1 where it was added by somebody who hadn't proved yet that the account's address is theirs. */
  before_proof: Generated<number>;
}

/** What an album is read from. */
export const albumColumns = [
  "id",
  "title",
  "artist",
  "year",
  "genre",
  "tracks",
  "owner_id as ownerId",
  "cover",
] as const;

/** The columns of `album_covers`. */
export interface AlbumCoverTable {
  album_id: number;
  type: string;
  bytes: Buffer;
}
