import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, formatMessages, type BuildFailure } from "esbuild";
import { assetsError } from "./assets-error.ts";

/** A script, and its source map unless it is minified. */
export interface BundledScript {
  readonly content: Uint8Array;
  readonly map?: Uint8Array;
}

/** Bundles `client/app.ts` with everything that it imports into one classic script; for development with what that has besides. */
export async function bundleScript(appDir: string, minify: boolean): Promise<BundledScript> {
  const entry = join(appDir, "client", "app.ts");
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      outfile: join(appDir, "public", "assets", "app.js"),
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
      minify,
      inject: minify ? [] : [clientFile("development")],
      sourcemap: minify ? false : "external",
      legalComments: "none",
      logLevel: "silent",
    });
    const content = outputFiles.find((file) => file.path.endsWith(".js"))?.contents ?? new Uint8Array();
    const map = outputFiles.find((file) => file.path.endsWith(".map"))?.contents;
    return map ? { content, map } : { content };
  } catch (cause) {
    throw assetsError(entry, await explained(cause), cause);
  }
}

/** A file of Livegate's own browser code. */
function clientFile(name: string): string {
  const door = fileURLToPath(import.meta.resolve("livegate/client"));
  return join(dirname(door), "client", name + extname(door));
}

const isBuildFailure = (cause: unknown): cause is BuildFailure => cause instanceof Error && "errors" in cause;

async function explained(cause: unknown): Promise<string> {
  return isBuildFailure(cause) ? (await formatMessages(cause.errors, { kind: "error" })).join("\n") : String(cause);
}
