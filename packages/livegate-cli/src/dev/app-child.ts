// A process of `livegate dev`: it loads packages ahead, waits for a save, then loads and runs the app.
import { enableCompileCache, registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { errorReport } from "livegate/diagnostics";
import { type Application, appDirectory } from "../app-directory.ts";
import { prepareApp } from "../commands/prepare-app.ts";
import { explain } from "../explain.ts";
import type { FromChild, ToChild } from "./child-messages.ts";

const app = appDirectory(process.cwd());
let application: Application | null = null;

enableCompileCache(join(app.path, ".livegate", "cache"));
const packages = packagesLoadedBy(`${pathToFileURL(app.path).href}/`);

for (const url of process.argv.slice(2)) await import(url).catch(() => {}); // Whoever needs it will say what is wrong.
process.on("message", (message: ToChild) => void answer(message).catch(fail));
// The process above this one is gone, or ends this one by a signal of the terminal that reaches both.
process.on("disconnect", () => void stop());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});

async function answer(message: ToChild): Promise<void> {
  if (!("kind" in message)) return; // For the pages.
  if (message.kind === "load") await load(message.prepare);
  if (message.kind === "start") await start();
  if (message.kind === "stop") await stop();
}

async function load(prepare: boolean): Promise<void> {
  const config = await app.loadConfig();
  if (prepare) await prepareApp(app, config);
  application = await app.loadApplication(config);
  tell({ kind: "loaded" });
}

async function start(): Promise<void> {
  const { url } = (await application?.start()) ?? { url: "" };
  console.log(`Running at ${url}  (Ctrl-C stops)`);
  tell({ kind: "running", packages: [...packages] });
}

async function stop(): Promise<void> {
  try {
    await application?.stop();
  } catch (error) {
    console.error(explain(error));
  }
  tell({ kind: "stopped" });
  process.exit();
}

function fail(error: unknown): void {
  console.error(explain(error));
  tell({ kind: "failed", report: errorReport(error, { during: "the start of the app" }) });
}

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message);
}

/** Collects what modules below `root` import from elsewhere. */
function packagesLoadedBy(root: string): ReadonlySet<string> {
  const found = new Set<string>();
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (context.parentURL?.startsWith(root) && !resolved.url.startsWith(root)) found.add(resolved.url);
      return resolved;
    },
  });
  return found;
}
