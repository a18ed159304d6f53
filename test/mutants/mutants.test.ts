import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { attackMutants } from "./attack-mutants.ts";
import { mutants } from "./mutants.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

test("each seeded fault still finds its place in the source, once", () => {
  const lost = [...mutants, ...attackMutants].filter(({ file, find }) => read(file).split(find).length !== 2);
  assert.deepEqual(
    lost.map(({ fault }) => fault),
    [],
    "the source has changed: change these faults with it",
  );
});

test("each seeded fault names tests that exist", () => {
  const unnamed = mutants.filter(({ caughtBy, named = "" }) => !read(caughtBy).includes(named));
  assert.deepEqual(
    unnamed.map(({ fault }) => fault),
    [],
  );
});

test("no two seeded faults are one", () => {
  assert.equal(new Set(mutants.map(({ fault }) => fault)).size, mutants.length);
});
