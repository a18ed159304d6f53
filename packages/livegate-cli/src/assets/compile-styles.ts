import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { assetsError } from "./assets-error.ts";

const run = promisify(execFile);
const tailwind = join(
  dirname(createRequire(import.meta.url).resolve("@tailwindcss/cli/package.json")),
  "dist",
  "index.mjs",
);

/** Compiles `client/app.css` with Tailwind; what it uses stands in the files that its `@source` names. */
export async function compileStyles(appDir: string, minify: boolean): Promise<Uint8Array> {
  const entry = join(appDir, "client", "app.css");
  const options = ["--input", entry, "--output", "-", ...(minify ? ["--minify"] : [])];
  try {
    const { stdout } = await run(process.execPath, [tailwind, ...options], {
      cwd: appDir,
      maxBuffer: 64 * 1024 * 1024,
    });
    return Buffer.from(stdout);
  } catch (cause) {
    throw assetsError(entry, complaintOf(cause), cause);
  }
}

// The child's own words, when it had any.
const complaintOf = (cause: unknown): string =>
  cause instanceof Error && "stderr" in cause && cause.stderr ? String(cause.stderr) : String(cause);
