import { dirname, extname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildContext, type BuildFailure, type OutputFile, context, formatMessages } from "esbuild";
import { colocatedClient } from "livegate/assets";
import { assetsError } from "./assets-error.ts";
import type { BuiltFile } from "./publish-files.ts";

/**
 * What scripts are built for: `production`; `development`, where errors of the server show on the page; `watched`, where pages
 * also follow what is saved, and a script `dev.js` does that for pages that have no other.
 */
export type BuildPurpose = "production" | "development" | "watched";

/** Bundles `client/app.ts` with everything that it imports into one classic script; what it has read is kept for the next time. */
export class ScriptBundler implements AsyncDisposable {
  readonly #appDir: string;
  readonly #purpose: BuildPurpose;
  // A promise, so that one whose start is under way when everything ends is ended too: it would keep the process.
  #context: Promise<BuildContext> | null = null;

  constructor(appDir: string, purpose: BuildPurpose) {
    this.#appDir = appDir;
    this.#purpose = purpose;
  }

  /** @throws LG_ASSETS with what the bundler says. */
  async bundle(): Promise<readonly BuiltFile[]> {
    try {
      this.#context ??= this.#start();
      const { outputFiles = [] } = await (await this.#context).rebuild();
      return builtFiles(outputFiles);
    } catch (cause) {
      throw assetsError(this.#entry, await explained(cause), cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#context)?.dispose();
  }

  get #entry(): string {
    return join(this.#appDir, "client", "app.ts");
  }

  #start(): Promise<BuildContext> {
    const isPublished = this.#purpose === "production";
    const isWatched = this.#purpose === "watched";
    return context({
      entryPoints: { app: this.#entry, ...(isWatched && { dev: clientFile("watched") }) },
      outdir: join(this.#appDir, "public", "assets"),
      plugins: [colocatedClient(this.#appDir)],
      inject: isPublished ? [] : [clientFile(this.#purpose)],
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
      minify: isPublished,
      sourcemap: isPublished ? false : "external",
      legalComments: "none",
      logLevel: "silent",
    });
  }
}

/** A file of Livegate's own browser code. */
function clientFile(name: string): string {
  const door = fileURLToPath(import.meta.resolve("livegate/client"));
  return join(dirname(door), "client", name + extname(door));
}

function builtFiles(files: readonly OutputFile[]): readonly BuiltFile[] {
  const contents = new Map(files.map(({ path, contents: bytes }) => [parse(path).base, bytes]));
  return [...contents].flatMap(([name, content]) => {
    if (!name.endsWith(".js")) return [];
    const map = contents.get(`${name}.map`);
    return [map ? { name, content, map } : { name, content }];
  });
}

const isBuildFailure = (cause: unknown): cause is BuildFailure => cause instanceof Error && "errors" in cause;

async function explained(cause: unknown): Promise<string> {
  return isBuildFailure(cause) ? (await formatMessages(cause.errors, { kind: "error" })).join("\n") : String(cause);
}
