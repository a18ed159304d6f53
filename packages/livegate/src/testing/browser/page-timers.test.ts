import assert from "node:assert/strict";
import { test } from "node:test";
import { PageTimers } from "./page-timers.ts";

function started() {
  const ran: string[] = [];
  const failed: unknown[] = [];
  return { ran, failed, timers: new PageTimers((error) => failed.push(error)) };
}

test("what is due now runs when it is asked for, what is due later when time passes", () => {
  const { ran, timers } = started();
  timers.setTimeout((word) => ran.push(String(word)), 0, "now");
  timers.setTimeout(() => ran.push("later"), 100);
  assert.deepEqual(ran, []);
  timers.runDue();
  assert.deepEqual(ran, ["now"]);
  timers.advance(99);
  timers.runDue();
  assert.deepEqual([ran.length, timers.ran], [1, 1]);
  timers.advance(1);
  assert.deepEqual(ran, ["now", "later"]);
});

test("an interval goes on until it is cleared, a timer and a frame can be cleared before", () => {
  const { ran, timers } = started();
  const interval = timers.setInterval(() => ran.push("tick"), 10);
  timers.clear(timers.setTimeout(() => ran.push("never"), 5));
  timers.clear(timers.requestAnimationFrame(() => ran.push("never")));
  timers.advance(25);
  timers.clear(interval);
  timers.clear(undefined);
  timers.advance(100);
  timers.runDue();
  assert.deepEqual(ran, ["tick", "tick"]);
});

test("a frame runs once; a page that always asks for the next one counts as quiet after a while", () => {
  const { timers } = started();
  const animate = (): void => void timers.requestAnimationFrame(animate);
  animate();
  for (let round = 0; round < 30; round++) timers.runDue();
  const { ran } = timers;
  timers.runDue();
  assert.ok(ran > 0 && timers.ran === ran, `${timers.ran} after ${ran}`);
});

test("what a callback throws is told, and the others run", () => {
  const { ran, failed, timers } = started();
  timers.setTimeout(() => {
    throw new Error("of a timer");
  });
  timers.setTimeout(() => ran.push("other"));
  timers.runDue();
  assert.deepEqual([ran, String(failed[0])], [["other"], "Error: of a timer"]);
});

test("a page that is gone runs nothing", () => {
  const { ran, timers } = started();
  timers.setTimeout(() => ran.push("timer"));
  timers.setInterval(() => ran.push("interval"), 1);
  timers.requestAnimationFrame(() => ran.push("frame"));
  timers.clearAll();
  timers.advance(10);
  timers.runDue();
  assert.deepEqual(ran, []);
});
