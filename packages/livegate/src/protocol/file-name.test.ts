import assert from "node:assert/strict";
import { test } from "node:test";
import { plainFileName, plainRelativePath } from "./file-name.ts";

test("of a path the last part is the name", () => {
  const names = {
    "../../etc/passwd": "passwd",
    "C:\\a\\b.txt": "b.txt",
    "a/..": "file",
    "/": "file",
    ".": "file",
    "": "file",
    "a\0b\r\n.txt": "ab.txt",
  };
  for (const [given, name] of Object.entries(names)) assert.equal(plainFileName(given), name, JSON.stringify(given));
});

test("what turns the direction of a name, or can't be seen, isn't in it", () => {
  assert.equal(plainFileName("invoice\u202egpj.exe"), "invoicegpj.exe");
  assert.equal(plainFileName("\ufeff a.txt "), "a.txt");
});

test("a long name keeps its end; broken characters are replaced", () => {
  const long = plainFileName(`${"x".repeat(400)}.jpeg`);
  assert.deepEqual([long.length, long.endsWith(".jpeg")], [255, true]);
  assert.equal(plainFileName(`${"x".repeat(254)}\u{1f600}`).isWellFormed(), true);
});

test("a folder's path has plain names and never leads upwards", () => {
  assert.equal(plainRelativePath("photos/2024/a.png"), "photos/2024/a.png");
  assert.equal(plainRelativePath("photos\\a.png"), "photos/a.png");
  for (const given of ["../a.png", "photos/../../a.png", "x/".repeat(600)])
    assert.equal(plainRelativePath(given), "", given.slice(0, 20));
});
