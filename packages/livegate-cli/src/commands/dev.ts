import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AppDirectory } from "../app-directory.ts";

const COMMAND = fileURLToPath(new URL("../../bin/livegate.js", import.meta.url));

/** Milliseconds in which saves count as one. */
const PAUSE = 60;

/** Runs the app in a process of its own and starts it anew whenever a source is saved; assets are rebuilt on the way. */
export async function dev(app: AppDirectory): Promise<void> {
  let child = run(app);
  let restarting: Promise<void> = Promise.resolve();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void end(child, signal).then(() => process.exit(0)));
  }
  for await (const _changes of changesIn(app.path)) {
    restarting = restarting.then(async () => {
      await end(child, "SIGTERM");
      child = run(app);
    });
    await restarting;
  }
}

function run(app: AppDirectory): ChildProcess {
  return spawn(process.execPath, [COMMAND, "start"], { cwd: app.path, stdio: "inherit" });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

/** Yields after each burst of saved sources; built files and the database are not sources. */
async function* changesIn(directory: string): AsyncGenerator<void> {
  let last = 0;
  for await (const { filename } of watch(directory, { recursive: true })) {
    if (!filename || !isSource(filename) || Date.now() - last < PAUSE) continue;
    last = Date.now();
    yield;
  }
}

const isSource = (filename: string): boolean =>
  /\.(?:ts|css|js|svg)$/.test(filename) && !/(?:^|\/)(?:node_modules|\.livegate)\/|public\/assets\//.test(filename);
