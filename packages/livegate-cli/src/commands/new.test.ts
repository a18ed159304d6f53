import assert from "node:assert/strict";
import { test } from "node:test";
import { files } from "../generate/app.fixture.ts";
import { run } from "../test-command.ts";

test("a new app is made in a directory of its own, and says what comes next", async () => {
  await using folder = await files();
  const { code, output } = await run(["new", "apps/my-shop"], { cwd: folder.path });
  assert.equal(code, 0, output);
  assert.match(output, /What comes next:\n\n {2}cd apps\/my-shop\n {2}npm install\n {2}npm run dev\n/);
  const made = await folder.all();
  assert.equal(JSON.parse(made["apps/my-shop/package.json"] ?? "").name, "my-shop");
  assert.match(made["apps/my-shop/web/components/layouts.ts"] ?? "", />\$\{.*\}My Shop<\/title>/);
  assert.ok("apps/my-shop/.gitignore" in made);
});

test("a directory with something in it stays as it is; one with a repository alone is empty", async () => {
  await using folder = await files({ "full/notes.txt": "", "empty/.git/HEAD": "", file: "" });
  for (const name of ["full", "file"]) {
    const { code, output } = await run(["new", name], { cwd: folder.path });
    assert.equal(code, 1);
    assert.match(output, /has something in it\. Take another name/);
  }
  assert.equal((await run(["new", "empty"], { cwd: folder.path })).code, 0);
  assert.deepEqual(
    Object.keys(await folder.all()).filter((file) => !file.startsWith("empty/")),
    ["file", "full/notes.txt"],
  );
});

test("a name that no package can have is told one that it can", async () => {
  await using folder = await files();
  const { code, output } = await run(["new", "MyShop"], { cwd: folder.path });
  assert.equal(code, 1);
  assert.match(output, /^The app is called "MyShop"\. Write small letters, digits and -: my-shop\n$/);
  assert.deepEqual(await folder.all(), {});
});

test("an app takes Livegate's packages from tarballs where they are said to be, if they are there", async () => {
  const packages = { "dist/livegate-0.1.0.tgz": "", "dist/livegate-cli-0.1.0.tgz": "" };
  await using folder = await files(packages);
  const { code, output } = await run(["new", "apps/shop", "--packages", "dist"], { cwd: folder.path });
  assert.equal(code, 0, output);
  const { dependencies, overrides } = JSON.parse((await folder.all())["apps/shop/package.json"] ?? "");
  assert.equal(dependencies.livegate, "file:../../dist/livegate-0.1.0.tgz");
  assert.equal(dependencies["livegate-cli"], "file:../../dist/livegate-cli-0.1.0.tgz");
  assert.deepEqual(overrides, { livegate: "$livegate" });
  const missing = await run(["new", "other", "--packages", "elsewhere"], { cwd: folder.path });
  assert.equal(missing.code, 1);
  assert.match(
    missing.output,
    /^There is no .*elsewhere\/livegate-0\.1\.0\.tgz\. In a clone of Livegate "npm run pack"/,
  );
});
