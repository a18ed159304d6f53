import type { Config } from "../config.ts";
import { repo } from "../domain/repo.ts";

/** Fills an empty database; one that has something in it is left as it is. */
export async function seed(): Promise<void> {}

/** Opens the database for `seed` alone: what `livegate start` calls in development before the app itself. */
export async function seedDatabase({ databaseUrl }: Pick<Config, "databaseUrl">): Promise<void> {
  await repo.start(databaseUrl);
  try {
    await seed();
  } finally {
    await repo.stop();
  }
}
