import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { files } from "./app.fixture.ts";
import { writeFiles } from "./write-files.ts";

test("files are written with their folders", async () => {
  await using app = await files({ "a.ts": "old" });
  await writeFiles(app.path, [
    { path: "a.ts", before: "old", after: "new" },
    { path: "b/c/d.ts", before: null, after: "d" },
  ]);
  assert.deepEqual(await app.all(), { "a.ts": "new", "b/c/d.ts": "d" });
});

test("what was put in place is taken back when a later file can't be", async () => {
  await using app = await files({ "a.ts": "old" });
  const writes = [
    { path: "a.ts", before: "old", after: "new" },
    { path: "b.ts", before: null, after: "b" },
    { path: "y/z/new.ts", before: null, after: "new" },
    // By now "y" is a folder.
    { path: "y", before: null, after: "no" },
  ];
  await assert.rejects(writeFiles(app.path, writes), { syscall: "rename" });
  assert.deepEqual(await app.all(), { "a.ts": "old" });
  assert.deepEqual(await readdir(app.path), ["a.ts"]);
});

test("a file that isn't as the plan has seen it stops everything before anything is written", async () => {
  await using app = await files({ "a.ts": "saved meanwhile" });
  const writes = [
    { path: "0.ts", before: null, after: "0" },
    { path: "a.ts", before: "old", after: "new" },
  ];
  await assert.rejects(writeFiles(app.path, writes), /a\.ts was changed meanwhile/);
  assert.deepEqual(await app.all(), { "a.ts": "saved meanwhile" });
});
