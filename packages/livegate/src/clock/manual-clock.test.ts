import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ManualClock, manualClock } from "./manual-clock.ts";

/** A clock with a log of what ran, and when. */
function startClock() {
  const clock = manualClock(0);
  const ran: string[] = [];
  const plan = (name: string, ms: number, then?: (clock: ManualClock) => void) =>
    clock.setTimeout(() => {
      ran.push(`${name}@${clock.now()}`);
      then?.(clock);
    }, ms);
  return { clock, ran, plan };
}

describe("manualClock", () => {
  it("stands still until it is advanced", () => {
    const clock = manualClock(Date.UTC(2026, 0, 1));
    assert.equal(clock.now(), clock.now());
    clock.advance(1500);
    assert.equal(new Date(clock.now()).toISOString(), "2026-01-01T00:00:01.500Z");
  });

  it("runs what falls due, at its own time, and nothing that doesn't", () => {
    const { clock, ran, plan } = startClock();
    plan("late", 101);
    plan("due", 100);
    clock.advance(100);
    assert.deepEqual([ran, clock.now(), clock.pending], [["due@100"], 100, 1]);
  });

  it("runs timers in order of time, and those of one time in the order in which they were set", () => {
    const { clock, ran, plan } = startClock();
    plan("c", 30);
    plan("a", 10);
    plan("b1", 20);
    plan("b2", 20);
    clock.advance(50);
    assert.deepEqual(ran, ["a@10", "b1@20", "b2@20", "c@30"]);
    assert.equal(clock.now(), 50);
  });

  it("runs what a timer sets, if it falls due within the same advance", () => {
    const { clock, ran, plan } = startClock();
    plan("first", 10, () => {
      plan("second", 10);
      plan("third", 100);
    });
    clock.advance(50);
    assert.deepEqual([ran, clock.pending], [["first@10", "second@20"], 1]);
  });

  it("doesn't run what was cancelled, also by another timer", () => {
    const { clock, ran, plan } = startClock();
    const cancelLate = plan("late", 20);
    const cancelDone = plan("early", 10, () => cancelLate());
    clock.advance(50);
    cancelDone();
    assert.deepEqual([ran, clock.pending], [["early@10"], 0]);
  });

  it("takes a timer in the past as due now, and not before it is advanced", () => {
    const { clock, ran, plan } = startClock();
    plan("past", -5);
    assert.deepEqual(ran, []);
    clock.advance(0);
    assert.deepEqual(ran, ["past@0"]);
  });

  it("says how many timers are pending", () => {
    const { clock, plan } = startClock();
    const cancel = plan("a", 10);
    plan("b", 20);
    assert.equal(clock.pending, 2);
    cancel();
    clock.advance(20);
    assert.equal(clock.pending, 0);
  });
});
