import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { colocatedClient } from "./colocated-client.ts";

/** What an app with these files in `web/` has in its bundle; `done` gets the hooks. */
async function bundled(t: TestContext, files: Readonly<Record<string, string>>) {
  const appDir = await mkdtemp(join(tmpdir(), "livegate-colocated-"));
  t.after(() => rm(appDir, { recursive: true }));
  const all = { "client/app.ts": 'import { hooks } from "livegate:colocated"; done(hooks);', ...files };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(appDir, name)), { recursive: true });
    await writeFile(join(appDir, name), text);
  }
  const { outputFiles } = await build({
    entryPoints: [join(appDir, "client/app.ts")],
    bundle: true,
    write: false,
    format: "iife",
    logLevel: "silent",
    plugins: [colocatedClient(appDir)],
  });
  let hooks: object = {};
  const seen: string[] = [];
  runInNewContext(outputFiles[0]!.text, {
    done: (given: object) => (hooks = given),
    saw: (text: string) => seen.push(text),
  });
  return { hooks: { ...hooks }, seen };
}

describe("the browser code beside views", () => {
  test("is gathered from every folder: hooks by the names that it exports, types not", async (t) => {
    const { hooks } = await bundled(t, {
      "web/live/albums/album-index-live.client.ts": "export const Sort = 3; export interface Events {}",
      "web/components/clock.client.ts": "const tick = 2; export { tick as Clock };",
      "web/components/clock.ts": "export const NotMine = 1;",
    });
    assert.deepEqual(hooks, { Clock: 2, Sort: 3 });
  });

  test("runs when the page loads, in the order of its names", async (t) => {
    const { seen } = await bundled(t, {
      "web/b.client.ts": 'saw("b"); declare function saw(text: string): void;',
      "web/a/z.client.ts": 'saw("a"); export default 1; declare function saw(text: string): void;',
    });
    assert.deepEqual(seen, ["a", "b"]);
  });

  test("may be missing", async (t) => {
    assert.deepEqual((await bundled(t, {})).hooks, {});
    assert.deepEqual((await bundled(t, { "web/page.ts": "export const A = 1;" })).hooks, {});
  });

  test("has each name once, or isn't built", async (t) => {
    const twice = bundled(t, {
      "web/a.client.ts": "export const Sort = 1;",
      "web/b.client.ts": "export const Sort = 2;",
    });
    await assert.rejects(twice, /a\.client\.ts and .*b\.client\.ts both export the hook Sort/);
  });

  test("says where it can't be read", async (t) => {
    await assert.rejects(
      bundled(t, { "web/a.client.ts": "export const = 1;" }),
      /a\.client\.ts:1:13|Expected identifier/,
    );
  });
});
