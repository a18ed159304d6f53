import { existsSync } from "node:fs";
import { join } from "node:path";
import { LivegateError } from "livegate";
import { builtAssets } from "livegate/node";
import type { AppDirectory, Application } from "../app-directory.ts";
import { buildAssets } from "../assets/build-assets.ts";
import { prepareApp } from "./prepare-app.ts";

/** Milliseconds after a first Ctrl-C in which more of them are the same: npm and the terminal send one each. */
const SAME_SIGNAL = 500;

/**
 * Runs the app until SIGINT or SIGTERM, then stops it cleanly; a second Ctrl-C ends it at once, and so does the first one
 * as long as nothing runs yet.
 *
 * It runs as in production unless `NODE_ENV` says otherwise. There `livegate build` and `livegate migrate` are steps of a
 * deployment, and without scripts it refuses to start; in development the assets are built, the database is migrated and an empty one filled before the start.
 */
export async function start(app: AppDirectory): Promise<void> {
  process.env["NODE_ENV"] ||= "production";
  let running: Application | null = null;
  stopOnSignal(() => running);
  const config = await app.loadConfig();
  if (config.production) refuseWithoutBuild(app);
  else await Promise.all([buildAssets({ appDir: app.path, minify: false }), prepareApp(app, config)]);
  const application = await app.loadApplication(config);
  const { url } = await application.start();
  running = application;
  console.log(`Running at ${url}${config.production ? "" : "  (Ctrl-C stops)"}`);
}

/** Pages without their script would look right and do nothing. */
function refuseWithoutBuild({ path }: AppDirectory): void {
  const hasClient = existsSync(join(path, "client", "app.ts"));
  if (!hasClient || builtAssets(join(path, "public"))["/assets/app.js"]) return;
  const what = `${join(path, "public", "assets")} has no scripts and styles for production.`;
  throw new LivegateError("LG_ASSETS", what, "npx livegate build");
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
