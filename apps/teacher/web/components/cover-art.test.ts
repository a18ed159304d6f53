import assert from "node:assert/strict";
import { test } from "node:test";
import { coverArt } from "./cover-art.ts";

const ids = Array.from({ length: 500 }, (_, id) => id + 1);

test("an id has the same cover every time", () => {
  for (const id of ids) assert.deepEqual(coverArt(id), coverArt(id));
});

test("no two of the first 500 albums look the same", () => {
  assert.equal(new Set(ids.map((id) => JSON.stringify(coverArt(id)))).size, ids.length);
});

test("neighbours differ in their colours", () => {
  for (const id of ids) assert.notEqual(coverArt(id).inks, coverArt(id + 1).inks);
});

test("layers are path data and nothing else, and small", () => {
  for (const id of ids) {
    const { layers } = coverArt(id);
    for (const layer of layers) assert.match(layer, /^[MLHVhvaz0-9 .-]*$/);
    assert.ok(layers.join("").length < 3000, `${id} takes ${layers.join("").length} characters`);
  }
});

test("every id gets a cover, the strangest too", () => {
  for (const id of [0, Number.MAX_SAFE_INTEGER, 2 ** 31, 2 ** 32 - 1]) {
    const { inks, layers } = coverArt(id);
    assert.ok(inks >= 0 && inks < 12);
    assert.ok(layers.every((layer) => !layer.includes("NaN")));
  }
});
