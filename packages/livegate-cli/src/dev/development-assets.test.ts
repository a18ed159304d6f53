import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { LivegateError } from "livegate";
import { testApp } from "../test-app.ts";
import { DevelopmentAssets } from "./development-assets.ts";

test("scripts and styles keep their names, and say whether they have changed", async () => {
  await using app = await testApp();
  await using assets = new DevelopmentAssets(app.path);
  const read = (name: string) => readFile(join(app.path, "public/assets", name), "utf8");
  await assets.open();
  assert.deepEqual([await assets.buildScripts(), await assets.buildStyles()], [true, true]);
  assert.deepEqual([await assets.buildScripts(), await assets.buildStyles()], [false, false]);
  await app.write("client/app.ts", "console.log(2);");
  await app.write("client/app.css", ".b { color: blue; }");
  assert.deepEqual([await assets.buildScripts(), await assets.buildStyles(["client/app.css"])], [true, true]);
  assert.match(await read("app.js"), /console\.log\(2\)[^]*sourceMappingURL=app\.js\.map/);
  assert.match(await read("app.css"), /\.b/);
  assert.deepEqual(JSON.parse(await read("manifest.json")), { "/assets/dev.js": "/assets/dev.js" });
});

test("a class that a template starts to use gets its style", async () => {
  const styles = '@import "tailwindcss" source(none); @source "../web";';
  await using app = await testApp({ "client/app.css": styles });
  await using assets = new DevelopmentAssets(app.path);
  await assets.open();
  await assets.buildStyles();
  await app.write("web/page.ts", "export const page = `<p class='underline'></p>`;");
  assert.equal(await assets.buildStyles(["web/page.ts"]), true);
  assert.match(await readFile(join(app.path, "public/assets/app.css"), "utf8"), /\.underline/);
});

test("a mistake is told, and the next save is taken", async () => {
  await using app = await testApp();
  await using assets = new DevelopmentAssets(app.path);
  await assets.open();
  const isAssetsError = (error: unknown) => error instanceof LivegateError && error.code === "LG_ASSETS";
  await app.write("client/app.ts", 'import "./missing.ts";');
  await assert.rejects(assets.buildScripts(), isAssetsError);
  await app.write("client/app.css", ".x { @apply no-such-class; }");
  await assert.rejects(assets.buildStyles(["client/app.css"]), isAssetsError);
  await app.write("client/app.ts", "console.log(3);");
  await app.write("client/app.css", ".c { color: red; }");
  assert.deepEqual([await assets.buildScripts(), await assets.buildStyles(["client/app.css"])], [true, true]);
});
