import type { Config } from "../config.ts";
import * as Catalog from "../domain/catalog/catalog.ts";
import { repo } from "../domain/repo.ts";

type Entry = readonly [artist: string, title: string, year: number, genre: string, tracks: number];

const shelf: readonly Entry[] = [
  ["Miles Davis", "Kind of Blue", 1959, "Jazz", 5],
  ["John Coltrane", "A Love Supreme", 1965, "Jazz", 4],
  ["Joni Mitchell", "Blue", 1971, "Folk", 10],
  ["Nick Drake", "Pink Moon", 1972, "Folk", 11],
  ["Kraftwerk", "Autobahn", 1974, "Electronic", 5],
  ["Stevie Wonder", "Songs in the Key of Life", 1976, "Soul", 21],
  ["Talking Heads", "Remain in Light", 1980, "New wave", 8],
  ["Kate Bush", "Hounds of Love", 1985, "Art pop", 12],
];

/** Fills an empty database; one that has something in it is left as it is. */
export async function seed(): Promise<void> {
  if ((await Catalog.listAlbums()).length > 0) return;
  for (const [artist, title, year, genre, tracks] of shelf) {
    await Catalog.createAlbum({ artist, title, year, genre, tracks });
  }
}

/** Opens the database for `seed` alone: what `livegate start` calls in development before the app itself. */
export async function seedDatabase({ databaseUrl }: Pick<Config, "databaseUrl">): Promise<void> {
  await repo.start(databaseUrl);
  try {
    await seed();
  } finally {
    await repo.stop();
  }
}
