import type { AppConfig, AppDirectory, Application } from "../app-directory.ts";
import { buildAssets } from "../assets/build-assets.ts";
import { prepareDatabase } from "./migrate.ts";

/** Milliseconds after a first Ctrl-C in which more of them are the same: npm and the terminal send one each. */
const SAME_SIGNAL = 500;

/**
 * Runs the app until SIGINT or SIGTERM, then stops it cleanly; a second Ctrl-C ends it at once, and so does the first one
 * as long as nothing runs yet.
 *
 * It runs as in production unless `NODE_ENV` says otherwise. There `livegate build` and `livegate migrate` are steps of a
 * deployment; in development the assets are built, the database is migrated and an empty one filled before the start.
 */
export async function start(app: AppDirectory): Promise<void> {
  process.env["NODE_ENV"] ||= "production";
  let running: Application | null = null;
  stopOnSignal(() => running);
  const config = await app.loadConfig();
  if (!config.production) await prepare(app, config);
  const application = await app.loadApplication(config);
  const { url } = await application.start();
  running = application;
  console.log(`Running at ${url}${config.production ? "" : "  (Ctrl-C stops)"}`);
}

async function prepare(app: AppDirectory, config: AppConfig): Promise<void> {
  await buildAssets({ appDir: app.path, minify: false });
  await prepareDatabase(app);
  const seed = await app.loadSeeds();
  await seed?.(config);
}

function stopOnSignal(running: () => Application | null): void {
  let stoppingSince: number | null = null;
  const stop = async (): Promise<void> => {
    const application = running();
    if (!application) process.exit(0);
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME_SIGNAL) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    console.log("\nStopping …");
    try {
      await application.stop();
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
}
