import type { AppConfig, AppDirectory } from "../app-directory.ts";
import { buildAssets } from "../assets/build-assets.ts";
import { prepareDatabase } from "./migrate.ts";

/**
 * Runs the app until SIGINT or SIGTERM, then stops it cleanly.
 *
 * In development it first builds the assets, migrates the database and fills an empty one. In production these are steps
 * of a deployment: `livegate build` and `livegate migrate`.
 */
export async function start(app: AppDirectory): Promise<void> {
  const config = await app.loadConfig();
  if (!config.production) await prepare(app, config);
  const application = await app.loadApplication(config);
  const { url } = await application.start();
  console.log(`Running at ${url}`);

  const stop = (): void => {
    console.log("Stopping …");
    application.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

async function prepare(app: AppDirectory, config: AppConfig): Promise<void> {
  await buildAssets({ appDir: app.path, minify: false });
  await prepareDatabase(app);
  const seed = await app.loadSeeds();
  await seed?.(config);
}
