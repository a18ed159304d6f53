import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isBuilt, sourceStamp, writeStamp } from "./build-stamp.ts";
import { bundleScript } from "./bundle-script.ts";
import { compileStyles } from "./compile-styles.ts";
import { type BuiltFile, publish } from "./publish-files.ts";

/** What to build. */
export interface BuildAssetsOptions {
  /** The app's directory: it has `client/app.ts`, `client/app.css` and `public/`. */
  readonly appDir: string;
  /** Smaller files, with `.gz` and `.br` beside them, instead of source maps. For production. */
  readonly minify: boolean;
}

/**
 * Builds an app's browser code and styles into `public/assets`, named by their content, with a `manifest.json`.
 *
 * Does nothing if neither sources nor packages have changed since the last build. Files of former builds are removed.
 *
 * @throws LG_ASSETS with what the bundler or Tailwind says.
 * @example
 * await buildAssets({ appDir: process.cwd(), minify: true });
 */
export async function buildAssets({ appDir, minify }: BuildAssetsOptions): Promise<void> {
  const outDir = join(appDir, "public", "assets");
  const stamp = await sourceStamp(appDir, minify);
  if (await isBuilt(outDir, stamp)) return;
  await mkdir(outDir, { recursive: true });
  const [script, styles] = await Promise.all([bundleScript(appDir, minify), compileStyles(appDir, minify)]);
  const files: readonly BuiltFile[] = [
    { name: "app.js", ...script },
    { name: "app.css", content: styles },
  ];
  await publish(outDir, files, minify);
  await writeStamp(outDir, stamp);
}
