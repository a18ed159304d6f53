import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, median } from "./compare.ts";
import type { Load } from "./load/load.ts";

/** A load on this very process that burns so many milliseconds of CPU for each operation. */
function spinning(ms: number, ran: string[], name: string): Load {
  return {
    target: { port: 0, pid: process.pid },
    repeatable: true,
    async run() {
      ran.push(name);
      const start = process.cpuUsage();
      let burnt = 0;
      while (burnt < ms * 10_000) burnt = cpuSince(start);
      return 10;
    },
    settle: async () => {},
    close() {},
  };
}

test("the middle value, or the lower one of two", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2);
});

test("rounds of both sides take turns, after a round of each that warms up", async () => {
  const ran: string[] = [];
  await compare(spinning(0.1, ran, "base"), spinning(0.1, ran, "ours"), { rounds: 2, seconds: 0 });
  assert.deepEqual(ran.slice(0, 6), ["base", "ours", "base", "ours", "base", "ours"]);
});

test("the ratio is that of the CPU of one operation", async () => {
  const ran: string[] = [];
  const { ratio, ratios } = await compare(spinning(1, ran, "base"), spinning(3, ran, "ours"), {
    rounds: 3,
    seconds: 0.01,
  });
  assert.equal(ratios.length, 3);
  assert.ok(ratio > 2 && ratio < 4.5, `${ratio} for three times the work`);
});

function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
