import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { catalogue } from "./catalogue.ts";

const packages = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const codes = Object.keys(catalogue);

/** Every code that stands in the sources of a package, with the files that it stands in. */
function mentionedCodes(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const sources = globSync("*/{src,bin}/**/*.{ts,mjs}", { cwd: packages }).filter(
    (path) => !path.includes("node_modules") && !path.endsWith(".test.ts") && !path.endsWith("errors/catalogue.ts"),
  );
  assert.ok(sources.length > 100, "the sources were found");
  for (const path of sources) {
    for (const [code] of readFileSync(join(packages, path), "utf8").matchAll(/\bLG_[A-Z_]+\b/g)) {
      found.set(code, [...(found.get(code) ?? []), path]);
    }
  }
  return found;
}

describe("the catalogue of errors", () => {
  it("is sorted by code", () => assert.deepEqual(codes, codes.toSorted()));

  it("has no code that nothing throws", () => {
    const mentioned = mentionedCodes();
    assert.deepEqual(
      codes.filter((code) => !mentioned.has(code)),
      [],
    );
  });

  it("has every code that the sources and their documentation speak of", () => {
    const unknown = [...mentionedCodes()].filter(([code]) => !(code in catalogue));
    assert.deepEqual(unknown, []);
  });

  it("has a title of one line and a remedy for each", () => {
    for (const [code, { title, remedy }] of Object.entries(catalogue)) {
      assert.match(title, /^\S[^\n]*[^.\n]$/, code);
      assert.ok(remedy.trim().length > 10, code);
    }
  });
});
