import type { Config } from "../config.ts";
import type { AlbumAttributes } from "../domain/catalog/album.ts";
import { countAlbums, createAlbum } from "../domain/catalog/catalog.ts";
import { repo } from "../domain/repo.ts";

type Entry = readonly [artist: string, title: string, year: number, genre: string, tracks: number];

// Track counts are those of the first release.
const shelf: readonly Entry[] = [
  ["Miles Davis", "Kind of Blue", 1959, "Jazz", 5],
  ["Dave Brubeck Quartet", "Time Out", 1959, "Jazz", 7],
  ["Charles Mingus", "Mingus Ah Um", 1959, "Jazz", 9],
  ["John Coltrane", "A Love Supreme", 1965, "Jazz", 4],
  ["The Beach Boys", "Pet Sounds", 1966, "Pop", 13],
  ["The Beatles", "Abbey Road", 1969, "Rock", 17],
  ["Nick Drake", "Five Leaves Left", 1969, "Folk", 10],
  ["Joni Mitchell", "Blue", 1971, "Folk", 10],
  ["Marvin Gaye", "What's Going On", 1971, "Soul", 9],
  ["Nick Drake", "Pink Moon", 1972, "Folk", 11],
  ["Pink Floyd", "The Dark Side of the Moon", 1973, "Rock", 10],
  ["Kraftwerk", "Autobahn", 1974, "Electronic", 5],
  ["Keith Jarrett", "The Köln Concert", 1975, "Jazz", 4],
  ["Stevie Wonder", "Songs in the Key of Life", 1976, "Soul", 21],
  ["Fleetwood Mac", "Rumours", 1977, "Rock", 11],
  ["David Bowie", "Low", 1977, "Rock", 11],
  ["Brian Eno", "Ambient 1: Music for Airports", 1978, "Ambient", 4],
  ["Joy Division", "Unknown Pleasures", 1979, "Post-punk", 10],
  ["Talking Heads", "Remain in Light", 1980, "New wave", 8],
  ["Glenn Gould", "Bach: The Goldberg Variations", 1982, "Classical", 32],
  ["Kate Bush", "Hounds of Love", 1985, "Art pop", 12],
  ["Tracy Chapman", "Tracy Chapman", 1988, "Folk", 11],
  ["Massive Attack", "Blue Lines", 1991, "Trip hop", 9],
  ["Portishead", "Dummy", 1994, "Trip hop", 11],
  ["Radiohead", "OK Computer", 1997, "Rock", 12],
  ["Björk", "Homogenic", 1997, "Electronic", 10],
  ["Lauryn Hill", "The Miseducation of Lauryn Hill", 1998, "Hip hop", 16],
  ["Sigur Rós", "Ágætis byrjun", 1999, "Post-rock", 10],
  ["Daft Punk", "Discovery", 2001, "Electronic", 14],
  ["Kendrick Lamar", "To Pimp a Butterfly", 2015, "Hip hop", 16],
];

/** Fills an empty catalog; one that has albums is left as it is. */
export async function seed(): Promise<void> {
  if ((await countAlbums()) > 0) return;
  for (const [artist, title, year, genre, tracks] of shelf) {
    const album: AlbumAttributes = { artist, title, year, genre, tracks };
    const result = await createAlbum(null, album);
    if (!result.ok) throw new Error(`${artist}, ${title}: ${Object.values(result.errors).flat().join(" ")}`);
  }
}

/** Opens the database for `seed` alone: what `livegate start` calls before the app itself. */
export async function seedDatabase({ databaseUrl }: Pick<Config, "databaseUrl">): Promise<void> {
  await repo.start(databaseUrl);
  try {
    await seed();
  } finally {
    await repo.stop();
  }
}
