import { readFile } from "node:fs/promises";
import type { Scope } from "#domain/accounts/scope";
import type { Album } from "#domain/catalog/album";
import { putCover, removeCover } from "#domain/catalog/album-cover";
import * as Catalog from "#domain/catalog/catalog";
import type { AlbumFormOutput } from "#web/components/albums/album-fields";

type TakeFile = (meta: { readonly path: string }) => Promise<unknown>;

interface SaveOptions {
  readonly currentScope: Scope;
  /** The album to change, or null for a new one. */
  readonly album: Album | null;
  /** Hands the picture over that was sent, if there is one; gives what became of it. */
  readonly consume: (take: TakeFile) => Promise<readonly unknown[]>;
}

/** Saves what an album's form says, with the picture that came along or without the one that there was. */
export async function saveAlbum(
  { removeCover: isBare, ...attributes }: AlbumFormOutput,
  { currentScope, album, consume }: SaveOptions,
): Promise<Catalog.AlbumResult> {
  const saved = album
    ? await Catalog.updateAlbum(currentScope, album.id, attributes)
    : await Catalog.createAlbum(currentScope, attributes);
  if (!saved.ok) return saved;
  const { id } = saved.value;
  const put = await consume(async ({ path }) => putCover(currentScope, id, await readFile(path)));
  if (isBare && put.length === 0) await removeCover(currentScope, id);
  return saved;
}

/** What is said of an album that was saved. */
export const savedNote = ({ title }: Album, { isNew }: { readonly isNew: boolean }): string =>
  `“${title}” ${isNew ? "is on the shelf" : "has been changed"}.`;
