import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, tableRows } from "./tables.ts";

const page = "# Page\n\n| name | at most |\n| --- | --- |\n| `a` | 1 |\n| b | `2` or 3 |\n\ntext\n";

test("a table's rows are found by the heading of its first column", () => {
  assert.deepEqual(tableRows(page, "name"), [
    ["`a`", "1"],
    ["b", "`2` or 3"],
  ]);
});

test("a table that isn't there is no empty table", () => {
  assert.throws(() => tableRows(page, "nam"), /no table/);
});

test("a cell that is code is read without its marks", () => {
  assert.deepEqual(["`a`", "b", "`2` or 3"].map(codeOf), ["a", "b", "`2` or 3"]);
});
