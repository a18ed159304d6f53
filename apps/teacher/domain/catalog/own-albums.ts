import type { Transaction } from "kysely";
import type { Scope } from "../accounts/scope.ts";
import type { User } from "../accounts/user.ts";
import { pubsub } from "../pubsub.ts";
import { type Tables, repo } from "../repo.ts";
import type { Album } from "./album.ts";
import { albumsTopic } from "./album-change.ts";
import { albumColumns } from "./album-table.ts";

/** How many albums are somebody's own. */
export async function countOwnAlbums({ user }: Scope): Promise<number> {
  const { count } = await repo.db
    .selectFrom("albums")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("owner_id", "=", user.id)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Deletes somebody's albums in the transaction that deletes their account; `announceOwnerLeft` follows the commit. */
export async function deleteAlbumsOf(tx: Transaction<Tables>, { id }: User): Promise<void> {
  await tx.deleteFrom("albums").where("owner_id", "=", id).execute();
}

/** Tells open pages that somebody's albums have gone with their account. */
export function announceOwnerLeft({ id }: User): void {
  pubsub.broadcast(albumsTopic(), { type: "ownerLeft", ownerId: id });
}

/** The albums that were added in somebody's name before they had proved that the address is theirs. */
export async function listMadeBefore({ user }: Scope): Promise<readonly Album[]> {
  return repo.db
    .selectFrom("albums")
    .select(albumColumns)
    .where("owner_id", "=", user.id)
    .where("before_proof", "=", 1)
    .orderBy("id")
    .execute();
}

/** Makes those albums like any other of theirs; gives how many there were. */
export async function keepMadeBefore({ user }: Scope): Promise<number> {
  const kept = await repo.db
    .updateTable("albums")
    .set({ before_proof: 0 })
    .where("owner_id", "=", user.id)
    .where("before_proof", "=", 1)
    .executeTakeFirstOrThrow();
  return Number(kept.numUpdatedRows);
}

/** Deletes those albums; open pages are told. Gives how many there were. */
export async function deleteMadeBefore({ user }: Scope): Promise<number> {
  const deleted = await repo.db
    .deleteFrom("albums")
    .where("owner_id", "=", user.id)
    .where("before_proof", "=", 1)
    .returning(albumColumns)
    .execute();
  for (const album of deleted) pubsub.broadcast(albumsTopic(), { type: "deleted", album });
  return deleted.length;
}
