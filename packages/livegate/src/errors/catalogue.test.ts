import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { catalogue } from "./catalogue.ts";

const packages = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const codes = Object.keys(catalogue);

const files = globSync("*/{src,bin}/**/*.{ts,mjs}", { cwd: packages }).filter(
  (path) => !path.includes("node_modules") && !path.endsWith("errors/catalogue.ts"),
);
const sources = files.filter((path) => !path.endsWith(".test.ts"));
const tests = [
  ...files.filter((path) => path.endsWith(".test.ts") && !path.includes("/errors/")),
  ...globSync("../test/**/*.test.ts", { cwd: packages }),
];

/** What a pattern's first group finds in files, with the files that it stands in. */
function found(pattern: RegExp, paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  assert.ok(paths.length > 100, "the files were found");
  const places = new Map<string, string[]>();
  for (const path of paths) {
    for (const [, code = ""] of readFileSync(join(packages, path), "utf8").matchAll(pattern)) {
      places.set(code, [...(places.get(code) ?? []), path]);
    }
  }
  return places;
}

const anywhere = /\b(LG_[A-Z_]+)\b/g;
/** As an argument, not as a word of a comment. */
const asText = /"(LG_[A-Z_]+)"/g;

describe("the catalogue of errors", () => {
  it("is sorted by code", () => assert.deepEqual(codes, codes.toSorted()));

  it("has no code that nothing throws", () => {
    const thrown = found(asText, sources);
    assert.deepEqual(
      codes.filter((code) => !thrown.has(code)),
      [],
    );
  });

  it("has no code that no test sees thrown", () => {
    const tested = found(anywhere, tests);
    assert.deepEqual(
      codes.filter((code) => !tested.has(code)),
      [],
    );
  });

  it("has every code that the sources and their documentation speak of", () => {
    const unknown = [...found(anywhere, sources)].filter(([code]) => !(code in catalogue));
    assert.deepEqual(unknown, []);
  });

  it("has a title of one line, a cause in sentences and a remedy for each", () => {
    for (const [code, { title, cause, remedy }] of Object.entries(catalogue)) {
      assert.match(title, /^\S[^\n]*[^.\n]$/, code);
      assert.match(cause, /^\S[^\n]{20,}\.$/, code);
      assert.ok(remedy.trim().length > 10, code);
    }
  });
});
