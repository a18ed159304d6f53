import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { systemClock } from "./clock.ts";

describe("systemClock", () => {
  it("tells the machine's time", () => {
    const before = Date.now();
    const now = systemClock.now();
    assert.ok(before <= now && now <= Date.now());
  });

  it("runs a task once it is time, unless it was cancelled", async () => {
    const holding = setInterval(() => {}, 1000); // The clock's timers don't keep a process alive.
    const ran: string[] = [];
    const cancel = systemClock.setTimeout(() => ran.push("cancelled"), 1);
    cancel();
    await new Promise<void>((resolve) => {
      systemClock.setTimeout(() => ran.push("first"), 1);
      systemClock.setTimeout(resolve, 3);
    });
    clearInterval(holding);
    assert.deepEqual(ran, ["first"]);
  });

  it("waits for longer than the machine's timers can, rather than not at all", async () => {
    const holding = setInterval(() => {}, 1000);
    const ran: string[] = [];
    await new Promise<void>((resolve) => {
      systemClock.setTimeout(() => ran.push("for ever"), Number.POSITIVE_INFINITY);
      systemClock.setTimeout(() => ran.push("for a month"), 30 * 24 * 60 * 60 * 1000);
      systemClock.setTimeout(resolve, 3);
    });
    clearInterval(holding);
    assert.deepEqual(ran, []);
  });

  it("doesn't keep the process alive", () => {
    const source = `import { systemClock } from ${JSON.stringify(import.meta.resolve("./clock.ts"))};
      systemClock.setTimeout(() => {}, 60_000);`;
    const { status, signal } = spawnSync(process.execPath, ["--input-type=module", "--eval", source], {
      timeout: 20_000,
    });
    assert.deepEqual([status, signal], [0, null]);
  });
});
