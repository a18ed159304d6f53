import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isBuilt, sourceStamp, writeStamp } from "./build-stamp.ts";
import { StyleCompiler } from "./style-compiler.ts";
import { publish } from "./publish-files.ts";
import { ScriptBundler } from "./script-bundler.ts";

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
  await using bundler = new ScriptBundler(appDir, minify ? "production" : "development");
  const [scripts, styles] = await Promise.all([bundler.bundle(), new StyleCompiler(appDir, minify).compile()]);
  await publish(outDir, [...scripts, { name: "app.css", content: styles }], minify);
  await writeStamp(outDir, stamp);
}
