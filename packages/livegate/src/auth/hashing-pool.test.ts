import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HashingPool } from "./hashing-pool.ts";

/** Work that is done when the test says so. */
function jobs() {
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const job = (name: string) => async () => {
    started.push(name);
    await new Promise<void>((resolve) => finish.set(name, resolve));
    return name;
  };
  return { started, job, finish: (name: string) => finish.get(name)?.() };
}

const names = (count: number, prefix = "") => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe("the hashing pool", () => {
  it("runs so many at once, the others in their order", async () => {
    const { started, job, finish } = jobs();
    const pool = new HashingPool({ size: 2, queue: 8 });
    const results = names(4).map((name) => pool.run(job(name), false));
    assert.deepEqual(started, ["0", "1"]);
    finish("1");
    assert.equal(await results[1], "1");
    assert.deepEqual(started, ["0", "1", "2"]);
    finish("0");
    await results[0];
    assert.deepEqual(started, ["0", "1", "2", "3"]);
  });

  it("refuses at once what has no place, and keeps a quarter of them for those who are known", () => {
    const { job } = jobs();
    const pool = new HashingPool({ size: 1, queue: 8 });
    const taken = (count: number, isKnown: boolean) =>
      names(count, String(isKnown)).filter((name) => pool.run(job(name), isKnown) !== null).length;
    assert.equal(taken(50, false), 1 + 6);
    assert.equal(taken(50, true), 2);
    assert.equal(taken(50, true), 0);
  });

  it("has its place back when work fails", async () => {
    const pool = new HashingPool({ size: 1, queue: 0 });
    await assert.rejects(async () => pool.run(() => Promise.reject(new Error("no")), false), { message: "no" });
    assert.equal(await pool.run(async () => "yes", false), "yes");
  });
});
