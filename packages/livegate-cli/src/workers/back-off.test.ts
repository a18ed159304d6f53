import assert from "node:assert/strict";
import { test } from "node:test";
import { BackOff } from "./back-off.ts";

test("the first end is mended at once, further ones ever later, up to ten seconds", () => {
  const backOff = new BackOff();
  const waits = Array.from({ length: 10 }, () => backOff.next(50));
  assert.deepEqual(waits, [0, 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
});

test("a process that has run for half a minute is mended at once again", () => {
  const backOff = new BackOff();
  for (let time = 0; time < 5; time++) backOff.next(50);
  assert.deepEqual([backOff.next(30_000), backOff.next(50)], [0, 100]);
});
