import cluster from "node:cluster";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { LivegateError } from "livegate";
import { builtAssets } from "livegate/node";
import type { AppDirectory, Application } from "../app-directory.ts";
import { buildAssets } from "../assets/build-assets.ts";
import { explain } from "../explain.ts";
import { workerCount } from "../workers/worker-count.ts";
import { type RunningMessage, isStop } from "../workers/worker-messages.ts";
import { WorkerPool } from "../workers/worker-pool.ts";
import { prepareApp } from "./prepare-app.ts";

/** Milliseconds after a first Ctrl-C in which more of them are the same: npm and the terminal send one each. */
const SAME_SIGNAL = 500;

export interface StartOptions {
  /** How many processes serve the app: a number, or `auto`. Default: this one alone. */
  readonly workers?: string;
}

/**
 * Runs the app until SIGINT or SIGTERM, then stops it cleanly; a second Ctrl-C ends it at once, and so does the first one
 * as long as nothing runs yet.
 *
 * It runs as in production unless `NODE_ENV` says otherwise. There `livegate build` and `livegate migrate` are steps of a
 * deployment, and without scripts it refuses to start; in development the assets are built, the database is migrated and an empty one filled before the start.
 */
export async function start(app: AppDirectory, { workers }: StartOptions = {}): Promise<void> {
  process.env["NODE_ENV"] ||= "production";
  if (cluster.isWorker) return startWorker(app);
  const count = workers === undefined ? null : workerCount(workers);
  let running: Running | null = null;
  stopOnSignal(() => running);
  const config = await app.loadConfig();
  if (config.production) refuseWithoutBuild(app);
  else await Promise.all([buildAssets({ appDir: app.path, minify: false }), prepareApp(app, config)]);
  const hint = config.production ? "" : "  (Ctrl-C stops)";
  if (count !== null) {
    const pool = new WorkerPool(count);
    running = pool;
    console.log(`Running at ${await pool.start()} with ${count} ${count === 1 ? "worker" : "workers"}${hint}`);
    return;
  }
  const application = await app.loadApplication(config);
  const { url } = await application.start();
  running = application;
  console.log(`Running at ${url}${hint}`);
}

/** What a signal stops: the app, or the workers that run it. */
interface Running {
  stop(): Promise<unknown>;
  /** Ends other processes as they are. */
  kill?(): void;
}

/** One of several processes that serve the app: its primary process has prepared it, and says when it ends. */
async function startWorker(app: AppDirectory): Promise<void> {
  let running: Application | null = null;
  let stopping = false;
  const stop = async (): Promise<void> => {
    // As long as nothing runs there is nothing to finish.
    if (!running) process.exit(0);
    if (stopping) return;
    stopping = true;
    await running.stop().catch(fail);
    process.exit(0);
  };
  // A terminal sends it to all processes; the primary one decides.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => void stop());
  process.on("message", (message) => {
    if (isStop(message)) void stop();
  });
  const config = await app.loadConfig();
  const application = await app.loadApplication(config);
  const { url } = await application.start().catch(fail);
  running = application;
  process.send?.({ livegate: "running", url } satisfies RunningMessage);
}

function fail(error: unknown): never {
  console.error(explain(error));
  process.exit(1);
}

/** Pages without their script would look right and do nothing. */
function refuseWithoutBuild({ path }: AppDirectory): void {
  const hasClient = existsSync(join(path, "client", "app.ts"));
  if (!hasClient || builtAssets(join(path, "public"))["/assets/app.js"]) return;
  const what = `${join(path, "public", "assets")} has no scripts and styles for production.`;
  throw new LivegateError("LG_ASSETS", what, "npx livegate build");
}

function stopOnSignal(running: () => Running | null): void {
  let stoppingSince: number | null = null;
  const stop = async (): Promise<void> => {
    const application = running();
    if (!application) process.exit(0);
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince <= SAME_SIGNAL) return;
      application.kill?.();
      process.exit(1);
    }
    stoppingSince = performance.now();
    console.log("\nStopping …");
    try {
      const stopped = await application.stop();
      process.exit(stopped === false ? 1 : 0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
}
