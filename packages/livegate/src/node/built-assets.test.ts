import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LivegateError } from "../errors/livegate-error.ts";
import { builtAssets } from "./built-assets.ts";

test("the manifest leads from plain paths to hashed ones, and without a build there are none", async (t) => {
  const publicDir = await mkdtemp(join(tmpdir(), "livegate-assets-"));
  t.after(() => rm(publicDir, { recursive: true }));
  assert.deepEqual(builtAssets(publicDir), {});
  await mkdir(join(publicDir, "assets"));
  const manifest = join(publicDir, "assets", "manifest.json");
  await writeFile(manifest, '{"/assets/app.js":"/assets/app-1a2b3c4d5e.js"}');
  assert.deepEqual(builtAssets(publicDir), { "/assets/app.js": "/assets/app-1a2b3c4d5e.js" });
  for (const damaged of ["{", "null", '{"/assets/app.js":7}']) {
    await writeFile(manifest, damaged);
    assert.throws(
      () => builtAssets(publicDir),
      (error) => error instanceof LivegateError && error.code === "LG_ASSETS",
    );
  }
});
