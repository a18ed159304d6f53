import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../protocol/seeded-random.ts";
import { StreamKeys, streamKey } from "./stream-keys.ts";

test("keys stand in the order of the page, whatever was inserted, deleted and dropped", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { below } = seededRandom(seed);
    const keys = new StreamKeys();
    let page: number[] = [];
    for (let step = 0; step < 60; step++) {
      const key = below(30);
      if (page.includes(key)) {
        assert.equal(keys.delete(key), true);
        page = page.filter((other) => other !== key);
      } else {
        const at = below(6) - 1;
        keys.insert(key, at);
        page = page.toSpliced(at === -1 ? page.length : at, 0, key);
      }
      const limit = below(4) === 0 ? below(12) + 1 : 30;
      keys.limit(step % 2 === 0 ? limit : -limit);
      page = step % 2 === 0 ? page.slice(0, limit) : page.slice(-limit);
      assert.deepEqual(keys.inOrder(), page, `seed ${seed}, step ${step}`);
      assert.equal(keys.size, page.length);
    }
  }
});

test("a key that isn't there is not deleted", () => {
  assert.equal(new StreamKeys().delete("a"), false);
});

test("a text that reads as a number is that number, as in a DOM id", () => {
  assert.deepEqual(["7", 7, "-1", "1.5"].map(streamKey), [7, 7, -1, 1.5]);
  for (const text of ["07", "a", "", " 1", "-0", "1e3", "9".repeat(16)]) assert.equal(streamKey(text), text);
  assert.throws(() => streamKey(undefined), { code: "LG_STREAM_KEYS" });
});
