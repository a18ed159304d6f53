import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { deepFreeze } from "./freeze.ts";

describe("deepFreeze", () => {
  it("freezes plain objects and arrays all the way down", () => {
    const value = deepFreeze({ list: [{ id: 1, tags: ["a"] }], none: Object.assign(Object.create(null), { x: {} }) });
    for (const part of [value, value.list, value.list[0]!, value.list[0]!.tags, value.none, value.none.x]) {
      assert.ok(Object.isFrozen(part));
    }
  });

  it("leaves instances of classes, maps, sets and bytes to their owners", () => {
    class Cart {
      items = [1];
    }
    const owned = [new Cart(), new Map([[1, {}]]), new Set([1]), new Date(0), new Uint8Array(2)];
    deepFreeze({ owned });
    for (const part of owned) assert.ok(!Object.isFrozen(part));
  });

  it("comes to an end where a value holds itself", () => {
    const value: { self?: object } = {};
    value.self = value;
    assert.ok(Object.isFrozen(deepFreeze(value)));
  });

  it("goes on below what somebody has frozen on its surface", () => {
    const value = deepFreeze(Object.freeze([{ id: 1 }]));
    assert.ok(Object.isFrozen(value[0]));
  });

  it("gives scalars and functions back as they are", () => {
    const call = () => 1;
    for (const value of [1, "a", null, undefined, true, 1n, call]) assert.equal(deepFreeze(value), value);
    assert.ok(!Object.isFrozen(call));
  });
});
