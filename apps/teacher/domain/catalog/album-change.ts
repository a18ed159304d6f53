import { topic } from "livegate";
import { z } from "zod";
import { type Album, AlbumRecord } from "./album.ts";
import { type AlbumQuery, inOrder, matches } from "./album-search.ts";

const told = <Type extends string>(type: Type) => z.object({ type: z.literal(type), album: AlbumRecord });

/** What has happened to an album, a deleted one as it last was; or to all of an owner whose account is gone. */
export const AlbumChange = z.discriminatedUnion("type", [
  told("created"),
  told("updated"),
  told("deleted"),
  z.object({ type: z.literal("ownerLeft"), ownerId: z.number().int() }),
]);
export type AlbumChange = z.output<typeof AlbumChange>;

/** Every change of the catalog, in the order of the commits. */
export const albumsTopic = topic(() => "albums", AlbumChange);

/** Whether this album is gone by a change. */
export const takesAway = (change: AlbumChange, { id, ownerId }: Album): boolean =>
  change.type === "ownerLeft" ? change.ownerId === ownerId : change.type === "deleted" && change.album.id === id;

/**
 * A list as it is after a change: what `listAlbums` would now give for the query, without asking the database.
 * The same change may come twice, or be in the list already.
 */
export function applyChange(albums: readonly Album[], change: AlbumChange, query: AlbumQuery): readonly Album[] {
  if (change.type === "ownerLeft") return albums.filter((album) => !takesAway(change, album));
  const { type, album } = change;
  const others = albums.filter(({ id }) => id !== album.id);
  const wanted = type !== "deleted" && matches(album, query.q);
  return wanted ? inOrder([...others, album], query.sort) : others;
}
