import type { Selectable } from "kysely";
import { pubsub } from "../pubsub.ts";
import { repo } from "../repo.ts";
import { type AlbumChange, albumsTopic } from "./album-change.ts";
import type { AlbumTable } from "./album-table.ts";
import type { Album, AlbumAttributes } from "./album.ts";

/** Messages by field. `id` says that there is none of that id (any more). */
export type AlbumErrors = Readonly<Partial<Record<keyof AlbumAttributes | "id", readonly string[]>>>;

/** What came of writing one album. */
export type AlbumResult =
  | { readonly ok: true; readonly value: Album }
  | { readonly ok: false; readonly errors: AlbumErrors };

const GONE: AlbumResult = { ok: false, errors: { id: ["It has been deleted."] } };

/** All albums, the newest first. */
export async function listAlbums(): Promise<readonly Album[]> {
  return repo.db.selectFrom("albums").selectAll().orderBy("id", "desc").execute();
}

/** One album, or null where there is none of that id. */
export async function getAlbum(id: number): Promise<Album | null> {
  const row = await repo.db.selectFrom("albums").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

/** Adds one; open pages are told. */
export const createAlbum = (attributes: AlbumAttributes): Promise<AlbumResult> =>
  written("created", () => repo.db.insertInto("albums").values(attributes).returningAll().executeTakeFirst());

/** Changes one; open pages are told. */
export const updateAlbum = (id: number, attributes: AlbumAttributes): Promise<AlbumResult> =>
  written("updated", () =>
    repo.db.updateTable("albums").set(attributes).where("id", "=", id).returningAll().executeTakeFirst(),
  );

/** Deletes one; open pages are told. */
export const deleteAlbum = (id: number): Promise<AlbumResult> =>
  written("deleted", () => repo.db.deleteFrom("albums").where("id", "=", id).returningAll().executeTakeFirst());

type Row = Selectable<AlbumTable>;

async function written(type: AlbumChange["type"], write: () => Promise<Row | undefined>): Promise<AlbumResult> {
  const row = await write();
  if (!row) return GONE;
  pubsub.broadcast(albumsTopic(), { type, id: row.id });
  return { ok: true, value: row };
}
