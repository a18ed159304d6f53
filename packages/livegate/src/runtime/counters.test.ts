import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Counters } from "./counters.ts";

describe("Counters", () => {
  it("counts by name, from nothing", () => {
    const counters = new Counters();
    counters.increment("refused");
    counters.increment("refused");
    assert.deepEqual([counters.value("refused"), counters.value("never")], [2, 0]);
  });

  it("tells all counts, as they are at that time", () => {
    const counters = new Counters();
    counters.increment("a");
    const before = counters.snapshot();
    counters.increment("b");
    assert.deepEqual([before, counters.snapshot()], [{ a: 1 }, { a: 1, b: 1 }]);
  });
});
