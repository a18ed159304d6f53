import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { packAll } from "../../scripts/pack.mjs";
import { appsFolder } from "../generated/generated-app.ts";

const run = promisify(execFile);

test("an app that npm installs on its own, far from this repository, has sound types, passes its tests and is built", async (t) => {
  const [out, home] = [await appsFolder(), await mkdtemp(join(tmpdir(), "livegate-installed-"))];
  t.after(() => Promise.all([out, home].map((folder) => rm(folder, { recursive: true, force: true }))));
  const { livegate = "", "livegate-cli": command = "", "create-livegate": create = "" } = packAll(out, process.env);
  // All of it, for how npm reaches its registry stands there too, but for what belongs to this run of tests.
  const { NODE_TEST_CONTEXT: _, NODE_ENV: __, DATABASE_URL: ___, ...env } = process.env;
  const does = (cwd: string, program: string, ...args: readonly string[]) =>
    run(program, args, { cwd, env, maxBuffer: 1 << 24, timeout: 3 * 60_000 });

  // As `npm create livegate shop` does it once the packages are on npm.
  await does(home, "npm", "install", "--no-save", "--ignore-scripts", livegate, command, create);
  await does(home, "npx", "create-livegate", "shop", "--packages", dirname(livegate));
  const app = join(home, "shop");
  await does(app, "npm", "install", "--ignore-scripts");
  await does(app, "npx", "livegate", "gen", "live", "Catalog", "Album", "albums", "title:string");
  await does(app, "npm", "run", "check");
  const { stdout } = await does(app, "npm", "test");
  assert.match(stdout, /^ℹ pass [1-9]\d*\nℹ fail 0$/m);
  await does(app, "npm", "run", "build");
});
