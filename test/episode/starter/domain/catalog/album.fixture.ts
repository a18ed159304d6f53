import { createAlbum } from "./album-store.ts";
import type { Album, AlbumAttributes } from "./album.ts";

/** What a test says about one album that it doesn't care about. */
export const albumAttributes = (given: Partial<AlbumAttributes> = {}): AlbumAttributes => {
  return {
    title: "some title",
    artist: "some artist",
    year: 42,
    genre: "some genre",
    tracks: 42,
    ...given,
  };
};

/** Stores one album for a test. */
export async function addedAlbum(given: Partial<AlbumAttributes> = {}): Promise<Album> {
  const result = await createAlbum(albumAttributes(given));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.value;
}
