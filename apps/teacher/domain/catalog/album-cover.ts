import { createHash } from "node:crypto";
import { type ImageType, imageTypeOf } from "livegate";
import { sql } from "kysely";
import type { Scope } from "../accounts/scope.ts";
import { pubsub } from "../pubsub.ts";
import { repo } from "../repo.ts";
import type { Album } from "./album.ts";
import { albumsTopic } from "./album-change.ts";
import { changeableIn } from "./album-owner.ts";
import { albumColumns } from "./album-table.ts";

/** The largest picture that is kept, in bytes. */
export const LARGEST_COVER = 2_000_000;

/** A picture as it is sent to browsers. */
export interface CoverPicture {
  /** Another picture has another one: `cover` of its album. */
  readonly name: string;
  readonly type: ImageType;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Gives an album a picture, if it is theirs to change; open pages are told. Null where the album isn't, or isn't theirs, or where
 * the bytes are no picture that browsers show: they are asked, not the name of the file.
 */
export async function putCover(scope: Scope, id: number, bytes: Buffer): Promise<Album | null> {
  const type = imageTypeOf(bytes);
  if (type === null || bytes.length > LARGEST_COVER) return null;
  const cover = createHash("sha256").update(bytes).digest("base64url").slice(0, 16);
  const album = await repo.db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable("albums")
      .set({ cover })
      .where("id", "=", id)
      .where(changeableIn(scope))
      .returning(albumColumns)
      .executeTakeFirst();
    if (!changed) return null;
    await tx
      .insertInto("album_covers")
      .values({ album_id: id, type, bytes })
      .onConflict((conflict) =>
        conflict.column("album_id").doUpdateSet({ type: sql`excluded.type`, bytes: sql`excluded.bytes` }),
      )
      .execute();
    return changed;
  });
  if (album) pubsub.broadcast(albumsTopic(), { type: "updated", album });
  return album;
}

/** Takes an album's picture away, if the album is theirs to change; open pages are told. Null where it isn't, or isn't there. */
export async function removeCover(scope: Scope, id: number): Promise<Album | null> {
  const album = await repo.db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable("albums")
      .set({ cover: null })
      .where("id", "=", id)
      .where(changeableIn(scope))
      .returning(albumColumns)
      .executeTakeFirst();
    if (changed) await tx.deleteFrom("album_covers").where("album_id", "=", id).execute();
    return changed ?? null;
  });
  if (album) pubsub.broadcast(albumsTopic(), { type: "updated", album });
  return album;
}

/** The picture of an album, with the name that it has now; null where it has none. */
export async function getCover(id: number): Promise<CoverPicture | null> {
  const found = await repo.db
    .selectFrom("album_covers")
    .innerJoin("albums", "albums.id", "album_covers.album_id")
    .select(["bytes", "cover"])
    .where("album_id", "=", id)
    .executeTakeFirst();
  if (!found || found.cover === null) return null;
  const bytes = new Uint8Array(found.bytes);
  const type = imageTypeOf(bytes);
  return type && { name: found.cover, type, bytes };
}
