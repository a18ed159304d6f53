import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { colocatedStyles } from "./colocated-styles.ts";

async function stylesIn(t: TestContext, files: Readonly<Record<string, string>>): Promise<string[]> {
  const appDir = await mkdtemp(join(tmpdir(), "livegate-styles-"));
  t.after(() => rm(appDir, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(appDir, name, ".."), { recursive: true });
    await writeFile(join(appDir, name), text);
  }
  return (await colocatedStyles(appDir)).map(({ text }) => text);
}

test("style sheets beside views are found in the order of their names", async (t) => {
  const files = { "web/live/b.css": "b{}", "web/a.css": "a{}", "web/a.ts": "", "client/app.css": "c{}" };
  assert.deepEqual(await stylesIn(t, files), ["a{}", "b{}"]);
});

test("a scoped one holds from its own mark down to the next mark", async (t) => {
  assert.deepEqual(await stylesIn(t, { "web/album-card.scoped.css": "b { color: red }" }), [
    '@scope ([data-css~="album-card"]) to (:scope [data-css]) {\nb { color: red }\n}',
  ]);
});

test("there may be none", async (t) => {
  assert.deepEqual(await stylesIn(t, {}), []);
});
