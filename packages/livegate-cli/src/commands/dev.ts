import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AppDirectory } from "../app-directory.ts";

const COMMAND = fileURLToPath(new URL("../../bin/livegate.js", import.meta.url));

/** Milliseconds without a save after which the app is restarted: editors and git write several files at once. */
const QUIET = 80;

/**
 * Runs the app in a process of its own and starts it anew whenever a source is saved; assets are rebuilt and migrations
 * run on the way. An app that ends by itself, say by a mistake in a source, waits for the next save.
 */
export function dev(app: AppDirectory): void {
  let child = run(app);
  let restarting: Promise<void> = Promise.resolve();
  const restart = async (): Promise<void> => {
    await end(child);
    console.log("Restarting …");
    child = run(app);
  };
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(app.path, { recursive: true }, (_event, filename) => {
    if (filename === null || !isSource(filename)) return;
    clearTimeout(timer);
    timer = setTimeout(() => (restarting = restarting.then(restart)), QUIET);
  });
  const stop = (): void => {
    watcher.close();
    clearTimeout(timer);
    void restarting.then(() => end(child)).then(() => process.exit(0));
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

function run(app: AppDirectory): ChildProcess {
  const env = { NODE_ENV: "development", ...process.env };
  return spawn(process.execPath, [COMMAND, "start"], { cwd: app.path, env, stdio: "inherit" });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** Tests, built files and the database are no sources of a running app. */
export const isSource = (filename: string): boolean =>
  /\.(?:ts|css|js|json|svg)$/.test(filename) &&
  !/\.test\.ts$|(?:^|[\\/])(?:node_modules|\.livegate|\.git)[\\/]|^public[\\/]assets[\\/]/.test(filename);
