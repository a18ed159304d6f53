import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { RefusalCounter } from "./refusal-counter.ts";

function startCounter() {
  const clock = manualClock(0);
  const counter = new RefusalCounter(clock, { limit: 3, window: 10_000 });
  const answers = (count: number, client = "ada", path = "/") =>
    Array.from({ length: count }, () => counter.count(client, path));
  return { clock, counter, answers };
}

describe("RefusalCounter", () => {
  it("lets a client reload up to the limit, then tells it to slow down", () => {
    assert.deepEqual(startCounter().answers(5), [true, true, true, false, false]);
  });

  it("counts each client and each path by itself", () => {
    const { answers } = startCounter();
    answers(3);
    assert.deepEqual([...answers(1, "bob"), ...answers(1, "ada", "/albums")], [true, true]);
    assert.deepEqual(answers(1), [false]);
  });

  it("begins anew when the clock was set back, rather than when it has caught up", () => {
    const { counter, clock } = startCounter();
    clock.advance(3_600_000);
    for (let time = 0; time < 4; time++) counter.count("ada", "/");
    clock.now = () => 0;
    assert.equal(counter.count("ada", "/"), true);
  });

  it("begins anew when the window is over", () => {
    const { answers, clock } = startCounter();
    answers(4);
    clock.advance(9_999);
    assert.deepEqual(answers(1), [false]);
    clock.advance(1);
    assert.deepEqual(answers(4), [true, true, true, false]);
  });

  it("forgets the oldest clients rather than growing without end", () => {
    const { answers, counter } = startCounter();
    answers(4);
    for (let client = 0; client < 10_000; client += 1) counter.count(`client ${client}`, "/");
    assert.deepEqual(answers(1), [true]);
  });

  it("keeps no more of a path than tells it apart, so that long ones don't fill the memory", () => {
    const { answers } = startCounter();
    const beginning = `/${"a".repeat(400)}`;
    answers(3, "ada", `${beginning}b`);
    assert.deepEqual(answers(1, "ada", `${beginning}c`), [false]);
  });
});
