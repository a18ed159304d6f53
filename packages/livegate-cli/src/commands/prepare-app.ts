import type { AppConfig, AppDirectory } from "../app-directory.ts";
import { prepareDatabase } from "./migrate.ts";

/** Brings an app's database up to date, and fills an empty one: what production leaves to whoever deploys. */
export async function prepareApp(app: AppDirectory, config: AppConfig): Promise<void> {
  await prepareDatabase(app);
  const seed = await app.loadSeeds();
  await seed?.(config);
}
