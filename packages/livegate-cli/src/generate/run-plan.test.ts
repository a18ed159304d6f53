import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { addProperty } from "../edit/add-property.ts";
import { files } from "./app.fixture.ts";
import type { Ask } from "./ask.ts";
import type { Plan } from "./plan.ts";
import { type RunOptions, runPlan } from "./run-plan.ts";

const PATHS = 'export const paths = definePaths({ home: "/" });\n';

const plan = (text = "// An album.\n"): Plan => ({
  generator: "live",
  args: ["Catalog", "Album"],
  files: [{ path: "domain/catalog/album.ts", text }],
  edits: [{ path: "web/paths.ts", edits: [addProperty({ call: "definePaths", name: "albums", value: '"/albums"' })] }],
  next: ["livegate migrate"],
});

const answering = (overwrite: boolean, carryOut = true): Ask => ({
  carryOut: () => Promise.resolve(carryOut),
  overwrite: () => Promise.resolve(overwrite),
});

async function run(appDir: string, wanted: Plan, options: Partial<RunOptions> = {}) {
  const said: string[] = [];
  const code = await runPlan(appDir, wanted, { ask: null, print: (text) => said.push(text), ...options });
  return { code, said: said.join("\n") };
}

test("a plan is shown as a tree, written, and followed by what comes next", async () => {
  await using app = await files({ "web/paths.ts": PATHS });
  const { code, said } = await run(app.path, plan());
  assert.equal(code, 0);
  assert.match(
    said,
    /domain\/\n {4}catalog\/\n {6}album\.ts +new\n {2}web\/\n {4}paths\.ts +changed +adds albums\n\n {2}1 new, 1 changed/,
  );
  assert.match(said, /What comes next:\n\n {2}livegate migrate/);
  const { "livegate.json": manifest, ...others } = await app.all();
  assert.deepEqual(others, {
    "domain/catalog/album.ts": "// An album.\n",
    "web/paths.ts": 'export const paths = definePaths({ home: "/", albums: "/albums" });\n',
  });
  const [generated] = JSON.parse(manifest ?? "").generated;
  assert.deepEqual([generated.generator, generated.args], ["live", "Catalog Album"]);
  assert.match(generated.files["domain/catalog/album.ts"], /^[\w-]{22}$/);
});

test("a second time there is nothing to do", async () => {
  await using app = await files({ "web/paths.ts": PATHS });
  await run(app.path, plan());
  const before = await app.all();
  const { code, said } = await run(app.path, plan(), { ask: answering(true, false) });
  assert.deepEqual([code, said], [0, "Nothing to do: all of it is there already."]);
  assert.deepEqual(await app.all(), before);
});

test("a dry run, and somebody who says no, leave everything as it is", async () => {
  await using app = await files({ "web/paths.ts": PATHS });
  for (const options of [{ dryRun: true, ask: answering(true) }, { ask: answering(true, false) }]) {
    const { code, said } = await run(app.path, plan(), options);
    assert.equal(code, 0);
    assert.match(said, /album\.ts +new[^]*Nothing was written\.$/);
    assert.deepEqual(await app.all(), { "web/paths.ts": PATHS });
  }
});

test("a file that nobody has touched is generated anew; one that somebody has is asked about, or kept", async () => {
  await using app = await files({ "web/paths.ts": PATHS });
  await run(app.path, plan());
  assert.equal((await run(app.path, plan("// Two.\n"))).code, 0);
  assert.equal((await app.all())["domain/catalog/album.ts"], "// Two.\n");

  await app.write("domain/catalog/album.ts", "// Two.\n// Mine.\n");
  for (const ask of [null, answering(false)]) {
    const { code, said } = await run(app.path, plan("// Three.\n"), { ask });
    assert.equal(code, 2);
    assert.match(
      said,
      /It was kept\. Generated, it would differ like this:\n\n {2}- \/\/ Two\.\n {2}- \/\/ Mine\.\n {2}\+ \/\/ Three\./,
    );
    assert.equal((await app.all())["domain/catalog/album.ts"], "// Two.\n// Mine.\n");
  }
  assert.equal((await run(app.path, plan("// Three.\n"), { ask: answering(true) })).code, 0);
  assert.equal((await app.all())["domain/catalog/album.ts"], "// Three.\n");
});

test("other line ends are no change", async () => {
  await using app = await files({ "web/paths.ts": PATHS });
  await run(app.path, plan());
  await app.write("domain/catalog/album.ts", "// An album.\r\n");
  assert.match((await run(app.path, plan())).said, /^Nothing to do/);
});

test("what can't be edited is left as it is, and said what to paste where; the rest is written", async () => {
  await using app = await files({ "web/paths.ts": "export const paths = all;\n" });
  const { code, said } = await run(app.path, plan());
  assert.equal(code, 2);
  assert.match(said, /web\/paths\.ts: it doesn't call definePaths\(\{ … \}\) in one place\. It was left as it is\./);
  assert.match(said, /in definePaths\(\{ … \}\):\n\n {4}albums: "\/albums",/);
  const after = await app.all();
  assert.equal(after["web/paths.ts"], "export const paths = all;\n");
  assert.ok("domain/catalog/album.ts" in after);
});

test("a file that is to be edited and isn't there is said too", async () => {
  await using app = await files();
  const { code, said } = await run(app.path, plan());
  assert.equal(code, 2);
  assert.match(said, /web\/paths\.ts: it isn't there/);
});

test("a run that fails half-way leaves nothing half done: no file, no folder, and what was written over as it was", async () => {
  await using app = await files({ "web/paths.ts": PATHS });
  // A file and a folder of one name: the last one can't be put in its place, after all others were.
  const failing = { ...plan(), files: [...plan().files, { path: "y/b/new.ts", text: "" }, { path: "y", text: "" }] };
  const steps = [...failing.files].toReversed();
  await assert.rejects(run(app.path, { ...failing, files: steps }), { code: /EISDIR|ENOTEMPTY|ENOTDIR|EEXIST/ });
  assert.deepEqual(await app.all(), { "web/paths.ts": PATHS });
  assert.deepEqual(await readdir(app.path), ["web"]);
});

test("a file that its author saves while being asked isn't written over, and nothing else is written", async () => {
  await using app = await files({ "web/paths.ts": PATHS });
  const ask: Ask = {
    overwrite: () => Promise.resolve(true),
    async carryOut() {
      await app.write("web/paths.ts", "// saved\n");
      return true;
    },
  };
  await assert.rejects(run(app.path, plan(), { ask }), /web\/paths\.ts was changed meanwhile/);
  assert.deepEqual(await app.all(), { "web/paths.ts": "// saved\n" });
});

test("for programs plan and result are JSON, and nobody is asked", async () => {
  await using app = await files({ "web/paths.ts": "export const paths = all;\n" });
  const { code, said } = await run(app.path, plan(), { json: true, ask: answering(false, false) });
  assert.equal(code, 2);
  const report = JSON.parse(said);
  assert.equal(report.written, true);
  assert.deepEqual(report.files, [
    { path: "domain/catalog/album.ts", status: "new", changes: [] },
    { path: "web/paths.ts", status: "conflict", changes: [] },
  ]);
  assert.deepEqual(report.conflicts[0].paste, [{ where: "in definePaths({ … })", code: 'albums: "/albums",' }]);
});
