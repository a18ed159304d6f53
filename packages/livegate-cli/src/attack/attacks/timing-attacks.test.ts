import assert from "node:assert/strict";
import { test } from "node:test";
import { separation } from "./timing-attacks.ts";

test("times that lie apart are told, whichever is longer, and times that don't aren't", () => {
  assert.equal(separation([5, 6, 7], [1, 2, 3]), 1);
  assert.equal(separation([1, 2, 3], [5, 6, 7]), 0);
  assert.equal(separation([1, 2, 3], [1, 2, 3]), 0.5);
  assert.equal(separation([1, 3], [2]), 0.5);
});
