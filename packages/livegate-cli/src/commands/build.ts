import type { AppDirectory } from "../app-directory.ts";
import { buildAssets } from "../assets/build-assets.ts";

/** Builds what the browser gets, as production wants it. */
export async function build(app: AppDirectory): Promise<void> {
  await buildAssets({ appDir: app.path, minify: true });
  console.log("Built public/assets.");
}
