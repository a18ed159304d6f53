import { topic } from "livegate";
import { z } from "zod";
import { type Album, AlbumRecord } from "./album.ts";
import { type AlbumQuery, inOrder, matches } from "./album-search.ts";

const change = <Type extends string>(type: Type) => z.object({ type: z.literal(type), album: AlbumRecord });

/** What has happened to an album; a deleted one comes as it last was. */
export const AlbumChange = z.discriminatedUnion("type", [change("created"), change("updated"), change("deleted")]);
export type AlbumChange = z.output<typeof AlbumChange>;

/** Every change of the catalog, in the order of the commits. */
export const albumsTopic = topic(() => "albums", AlbumChange);

/**
 * A list as it is after a change: what `listAlbums` would now give for the query, without asking the database.
 * The same change may come twice, or be in the list already.
 */
export function applyChange(
  albums: readonly Album[],
  { type, album }: AlbumChange,
  query: AlbumQuery,
): readonly Album[] {
  const others = albums.filter(({ id }) => id !== album.id);
  const wanted = type !== "deleted" && matches(album, query.q);
  return wanted ? inOrder([...others, album], query.sort) : others;
}
