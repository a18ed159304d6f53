import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { LivegateError } from "livegate";
import { buildAssets } from "./build-assets.ts";

interface TestApp {
  readonly appDir: string;
  build(minify?: boolean): Promise<void>;
  write(name: string, text: string): Promise<void>;
  /** What is in `public/assets`, the stamp excepted. */
  names(): Promise<readonly string[]>;
  read(name: string): Promise<Buffer>;
}

async function appFor(t: TestContext): Promise<TestApp> {
  // Inside the repository, so that the app finds its packages.
  const appDir = await mkdtemp(join(import.meta.dirname, ".app-"));
  t.after(() => rm(appDir, { recursive: true }));
  const assets = join(appDir, "public", "assets");
  const app: TestApp = {
    appDir,
    build: (minify = true) => buildAssets({ appDir, minify }),
    write: (name, text) => writeFile(join(appDir, name), text),
    names: async () => (await readdir(assets)).filter((name) => name !== ".stamp").toSorted(),
    read: (name) => readFile(join(assets, name)),
  };
  await mkdir(join(appDir, "client"));
  await mkdir(join(appDir, "web"));
  await app.write("client/app.ts", 'const greeting: string = "hello"; console.log(greeting);');
  await app.write("client/app.css", '@import "tailwindcss" source(none); @source "../web"; .mine { color: red; }');
  await app.write("web/page.ts", "export const page = `<p class='underline'></p>`;");
  return app;
}

async function manifestOf(app: TestApp): Promise<Record<string, string>> {
  return JSON.parse((await app.read("manifest.json")).toString()) as Record<string, string>;
}

test("scripts and styles are named by their content, compressed beside, and found by the manifest", async (t) => {
  const app = await appFor(t);
  await app.build();
  const manifest = await manifestOf(app);
  assert.deepEqual(Object.keys(manifest), ["/assets/app.js", "/assets/app.css"]);
  const [script, styles] = Object.values(manifest).map((path) => path.replace("/assets/", ""));
  assert.match(String(script), /^app-[\da-f]{10}\.js$/);
  const compressed = [script, styles].flatMap((name) => [`${name}`, `${name}.br`, `${name}.gz`]);
  assert.deepEqual(await app.names(), [...compressed, "manifest.json"].toSorted());
  const text = (await app.read(String(script))).toString();
  assert.match(text, /hello/);
  assert.equal(brotliDecompressSync(await app.read(`${script}.br`)).toString(), text);
  assert.equal(gunzipSync(await app.read(`${script}.gz`)).toString(), text);
  assert.match((await app.read(String(styles))).toString(), /\.underline[^]*\.mine\{color:red\}/);
});

test("a second build touches nothing", async (t) => {
  const app = await appFor(t);
  await app.build();
  const written = (await stat(join(app.appDir, "public/assets/manifest.json"))).mtimeMs;
  await app.build();
  assert.equal((await stat(join(app.appDir, "public/assets/manifest.json"))).mtimeMs, written);
});

test("a changed source makes new names; the former files stay for an hour, for those who still ask for them", async (t) => {
  const app = await appFor(t);
  await app.build();
  const first = await app.names();
  await writeFile(join(app.appDir, "public/assets/logo-1234567890.png"), "not ours");
  const change = async (classes: string): Promise<readonly string[]> => {
    await app.write("web/page.ts", `export const page = \`<p class='${classes}'></p>\`;`);
    await app.build();
    return app.names();
  };
  const second = await change("italic");
  assert.deepEqual(
    first.filter((name) => !second.includes(name)),
    [],
    "none is gone yet",
  );
  assert.ok(second.length > first.length + 1);
  const longAgo = new Date(Date.now() - 61 * 60 * 1000);
  for (const name of second) await utimes(join(app.appDir, "public/assets", name), longAgo, longAgo);
  const third = await change("font-bold");
  assert.ok(third.includes("logo-1234567890.png"));
  assert.deepEqual(
    second.filter((name) => name.includes(".css") && third.includes(name)),
    [],
  );
  assert.equal(third.filter((name) => name.includes(".js")).length, 4, "the script is the same");
});

test("a build whose files were lost is made again", async (t) => {
  const app = await appFor(t);
  await app.build();
  const lost = (await manifestOf(app))["/assets/app.js"] ?? "";
  await rm(join(app.appDir, "public", lost));
  await app.build();
  assert.ok((await stat(join(app.appDir, "public", lost))).isFile());
});

test("for development a source map takes the place of compressed copies", async (t) => {
  const app = await appFor(t);
  await app.build(false);
  const names = await app.names();
  const script = names.find((name) => name.endsWith(".js")) ?? "";
  assert.equal(names.filter((name) => /\.(?:br|gz)$/.test(name)).length, 0);
  assert.ok(names.includes(`${script}.map`));
  assert.match((await app.read(script)).toString(), new RegExp(`sourceMappingURL=${script}.map\\s*$`));
});

test("what a tool complains about is told with the file, and nothing counts as built", async (t) => {
  const app = await appFor(t);
  const isAssetsError = (pattern: RegExp) => (error: unknown) =>
    error instanceof LivegateError && error.code === "LG_ASSETS" && pattern.test(error.message);
  await app.write("client/app.ts", 'import "./missing.ts";');
  await assert.rejects(app.build(), isAssetsError(/app\.ts can't be built:[^]*missing\.ts/));
  await app.write("client/app.ts", "");
  await app.write("client/app.css", ".x { @apply no-such-class; }");
  await assert.rejects(app.build(), isAssetsError(/app\.css can't be built:[^]*no-such-class/));
});
