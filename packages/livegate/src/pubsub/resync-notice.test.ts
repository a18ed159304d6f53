import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { ResyncNotice } from "./resync-notice.ts";

function startNotice(listeners: number) {
  const clock = manualClock(0);
  const notice = new ResyncNotice(clock);
  const told: number[] = [];
  const stops = Array.from({ length: listeners }, (_, index) => notice.listen(() => void told.push(index)));
  return { clock, notice, told, stops };
}

describe("ResyncNotice", () => {
  it("tells the first at once and the others little by little, so that they don't all load at the same moment", () => {
    const { clock, notice, told } = startNotice(120);
    notice.give();
    assert.equal(told.length, 50);
    clock.advance(20);
    assert.equal(told.length, 100);
    clock.advance(20);
    assert.deepEqual(
      told,
      Array.from({ length: 120 }, (_, index) => index),
    );
  });

  it("is given again for what was missed while it was being told, but not for each node anew", () => {
    const { clock, notice, told } = startNotice(60);
    for (let round = 0; round < 5; round++) notice.give();
    clock.advance(20);
    assert.equal(told.length, 60);
    clock.advance(2100);
    assert.deepEqual([told.length, notice.count], [120, 2]);
    clock.advance(10_000);
    assert.equal(notice.count, 2);
  });

  it("doesn't tell those who have left meanwhile", () => {
    const { clock, notice, told, stops } = startNotice(60);
    notice.give();
    stops[55]!();
    clock.advance(20);
    assert.deepEqual([told.length, told.includes(55)], [59, false]);
  });

  it("isn't held up by a clock that was set back", () => {
    const clock = manualClock(0);
    let setBack = 0;
    const notice = new ResyncNotice({ ...clock, now: () => clock.now() - setBack });
    notice.give();
    setBack = 3_600_000;
    notice.give();
    clock.advance(2000);
    assert.equal(notice.count, 2);
  });
});
