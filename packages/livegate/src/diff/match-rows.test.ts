import assert from "node:assert/strict";
import { test } from "node:test";
import { EagerList } from "../html/list.ts";
import { matchRows } from "./match-rows.ts";

const list = (keys: string): EagerList => new EagerList([...keys], [...keys]);
const match = (from: string, to: string): number[] | null => {
  const found = matchRows(list(from), list(to));
  return found === null ? null : [...found];
};

test("rows that kept their places need no table", () => {
  for (const [from, to] of [
    ["abc", "abc"],
    ["abc", "abcd"],
    ["abc", "a"],
    ["", "ab"],
    ["ab", ""],
  ] as const) {
    assert.equal(match(from, to), null);
  }
});

test("each row is found where it was before", () => {
  assert.deepEqual(match("abc", "cba"), [2, 1, 0]);
  assert.deepEqual(match("abc", "xabc"), [-1, 0, 1, 2]);
  assert.deepEqual(match("abcd", "abd"), [0, 1, 3]);
  assert.deepEqual(match("ab", "axb"), [0, -1, 1]);
  assert.deepEqual(match("ab", "xy"), [-1, -1]);
});

test("with a key that occurs twice rows are found by their index", () => {
  assert.equal(match("aab", "baa"), null);
  assert.equal(match("ab", "bba"), null);
  assert.equal(match("xaab", "xb"), null);
});
