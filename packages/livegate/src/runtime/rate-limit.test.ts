import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RateLimit } from "./rate-limit.ts";

/** How many of `count` requests at `now` are let through. */
const taken = (limit: RateLimit, count: number, now: number): number =>
  Array.from({ length: count }, () => limit.take(now)).filter(Boolean).length;

describe("RateLimit", () => {
  it("lets a burst through and refuses what goes beyond it", () => {
    assert.equal(taken(new RateLimit(10, 5, 0), 8, 0), 5);
  });

  it("fills again at its rate", () => {
    const limit = new RateLimit(10, 5, 0);
    taken(limit, 5, 0);
    assert.equal(taken(limit, 5, 99), 0);
    assert.equal(taken(limit, 5, 100), 1);
    assert.equal(taken(limit, 5, 400), 3);
  });

  it("never holds more than a burst, however long nothing came", () => {
    assert.equal(taken(new RateLimit(10, 5, 0), 20, 3_600_000), 5);
  });

  it("sustains its rate over a long time", () => {
    const limit = new RateLimit(120, 240, 0);
    let count = 0;
    for (let now = 0; now < 10_000; now += 5) count += taken(limit, 1, now);
    assert.equal(count, 240 + 1200 - 1);
  });

  it("goes on at its rate when the clock is set back", () => {
    const limit = new RateLimit(10, 5, 3_600_000);
    taken(limit, 5, 3_600_000);
    assert.equal(taken(limit, 5, 0), 0);
    assert.equal(taken(limit, 5, 200), 2);
  });
});
