import assert from "node:assert/strict";
import { test } from "node:test";
import { separability } from "./separability.ts";

test("values that lie apart are told apart, in either direction", () => {
  assert.equal(separability([3, 4], [1, 2]), 1);
  assert.equal(separability([1, 2], [3, 4, 5]), 0);
});

test("the same values tell nothing", () => {
  assert.equal(separability([1, 2, 3], [3, 2, 1]), 0.5);
  assert.equal(separability([7, 7], [7, 7, 7]), 0.5);
});

test("it is the share of pairs that are larger, equal ones by half", () => {
  assert.equal(separability([2, 4], [1, 2, 3]), (1.5 + 3) / 6);
});
