import { sql } from "kysely";
import { constraintErrors } from "livegate/data";
import type { Scope } from "../accounts/scope.ts";
import { pubsub } from "../pubsub.ts";
import { repo } from "../repo.ts";
import type { Album, AlbumAttributes } from "./album.ts";
import { type AlbumChange, albumsTopic } from "./album-change.ts";
import { type AlbumQuery, inOrder, searchText, searchWords } from "./album-search.ts";
import { changeableIn } from "./album-owner.ts";
import { albumColumns } from "./album-table.ts";

export { isOwn, mayChange } from "./album-owner.ts";
export {
  announceOwnerLeft,
  countOwnAlbums,
  deleteAlbumsOf,
  deleteMadeBefore,
  keepMadeBefore,
  listMadeBefore,
} from "./own-albums.ts";

/** Messages by field. `id` says that the album isn't there (any more), or isn't theirs to change. */
export type AlbumErrors = Readonly<Partial<Record<keyof AlbumAttributes | "id", readonly string[]>>>;

/** What came of writing an album. */
export type AlbumResult =
  | { readonly ok: true; readonly value: Album }
  | { readonly ok: false; readonly errors: AlbumErrors };

const GONE: AlbumResult = {
  ok: false,
  errors: { id: ["This album is no longer in the catalog, or it is somebody else’s."] },
};

/** The albums that a search finds, in order. */
export async function listAlbums({ q, sort }: AlbumQuery): Promise<readonly Album[]> {
  let query = repo.db.selectFrom("albums").select(albumColumns);
  for (const word of searchWords(q)) {
    query = query.where(sql<boolean>`search_text like ${containing(word)} escape '\\'`);
  }
  return inOrder(await query.execute(), sort);
}

/** Which of the albums in the order in which they came: those around one, by its id. */
export type LatelyQuery =
  | { readonly before?: number; readonly after?: never; readonly limit: number }
  | { readonly after: number; readonly before?: never; readonly limit: number };

/**
 * Albums by when they came, the newest first: the newest of all, those that came before one, or the next ones that came after it.
 * `hasMore` says whether there are others in that direction.
 */
export async function listLately({ before, after, limit }: LatelyQuery): Promise<{
  readonly albums: readonly Album[];
  readonly hasMore: boolean;
}> {
  let query = repo.db
    .selectFrom("albums")
    .select(albumColumns)
    .orderBy("id", after === undefined ? "desc" : "asc");
  if (before !== undefined) query = query.where("id", "<", before);
  if (after !== undefined) query = query.where("id", ">", after);
  const found: readonly Album[] = await query.limit(limit + 1).execute();
  const albums = found.slice(0, limit);
  return { albums: after === undefined ? albums : albums.toReversed(), hasMore: found.length > limit };
}

/** The albums that stand next to one in the order of artists: four, wherever there are as many. */
export async function listNeighbours(id: number): Promise<readonly Album[]> {
  const shelf = await listAlbums({ q: "", sort: "artist" });
  const place = shelf.findIndex((album) => album.id === id);
  const start = Math.max(0, Math.min(place - 2, shelf.length - 5));
  return shelf.slice(start, start + 5).filter((album) => album.id !== id);
}

/** How many albums there are in all. */
export async function countAlbums(): Promise<number> {
  const { count } = await repo.db
    .selectFrom("albums")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The genres in use, for suggestions. */
export async function listGenres(): Promise<readonly string[]> {
  const rows = await repo.db.selectFrom("albums").select("genre").distinct().orderBy("genre").execute();
  return rows.map(({ genre }) => genre);
}

/** One album, or null where there is none of that id. */
export async function getAlbum(id: number): Promise<Album | null> {
  return (await repo.db.selectFrom("albums").select(albumColumns).where("id", "=", id).executeTakeFirst()) ?? null;
}

/** What may be changed about an album, as a form starts with it. */
export function changeAlbum({ title, artist, year, genre, tracks }: Album): AlbumAttributes {
  return { title, artist, year, genre, tracks };
}

/** Adds an album, which is of whoever asks; with null it is nobody's. Open pages are told. */
export async function createAlbum(scope: Scope | null, attributes: AlbumAttributes): Promise<AlbumResult> {
  return written("created", () =>
    repo.db
      .insertInto("albums")
      .values({ ...row(attributes), ...ownership(scope) })
      .returning(albumColumns)
      .executeTakeFirst(),
  );
}

/** Changes an album that is theirs to change; open pages are told. */
export async function updateAlbum(scope: Scope, id: number, attributes: AlbumAttributes): Promise<AlbumResult> {
  return written("updated", () =>
    repo.db
      .updateTable("albums")
      .set(row(attributes))
      .where("id", "=", id)
      .where(changeableIn(scope))
      .returning(albumColumns)
      .executeTakeFirst(),
  );
}

/** Takes an album out of the catalog that is theirs to change; open pages are told. */
export async function deleteAlbum(scope: Scope, id: number): Promise<AlbumResult> {
  return written("deleted", () =>
    repo.db
      .deleteFrom("albums")
      .where("id", "=", id)
      .where(changeableIn(scope))
      .returning(albumColumns)
      .executeTakeFirst(),
  );
}

type Written = Exclude<AlbumChange["type"], "ownerLeft">;

async function written(type: Written, write: () => Promise<Album | undefined>): Promise<AlbumResult> {
  let album: Album | undefined;
  try {
    album = await write();
  } catch (error) {
    const refused = constraintErrors(error, {
      albums_title_artist_key: { title: "This artist’s album of that title is here already." },
      albums_owner_id_fkey: { id: "Your account has been deleted." },
    });
    if (!refused) throw error;
    return refused;
  }
  if (!album) return GONE;
  pubsub.broadcast(albumsTopic(), { type, album });
  return { ok: true, value: album };
}

// Only what may be written goes into the row, whatever else an object carries.
const row = (attributes: AlbumAttributes) => {
  const { title, artist, year, genre, tracks } = attributes;
  return { title, artist, year, genre, tracks, search_text: searchText(attributes) };
};

const ownership = (scope: Scope | null) =>
  scope
    ? { owner_id: scope.user.id, before_proof: scope.user.confirmedAt === null ? 1 : 0 }
    : { owner_id: null, before_proof: 0 };

const containing = (word: string): string => `%${word.replace(/[\\%_]/g, "\\$&")}%`;
