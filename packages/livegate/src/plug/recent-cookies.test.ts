import assert from "node:assert/strict";
import { test } from "node:test";
import { RecentCookies } from "./recent-cookies.ts";

test("recent cookies are remembered, and never more than twice the size", () => {
  const recent = new RecentCookies<number>(10);
  for (let count = 0; count < 1_000; count++) {
    recent.set(String(count), count);
    recent.get("0");
    for (let back = 0; back < 9; back++)
      if (count >= back) assert.equal(recent.get(String(count - back)), count - back);
  }
  const kept = Array.from({ length: 1_000 }, (_, count) => recent.get(String(count))).filter(
    (item) => item !== undefined,
  );
  assert.ok(kept.length <= 20, `${kept.length} are kept`);
});
