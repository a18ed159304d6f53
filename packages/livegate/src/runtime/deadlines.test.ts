import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Deadlines } from "./deadlines.ts";

/** Takes all that is due, in order. */
function taken(deadlines: Deadlines, now: number): string[] {
  const ids: string[] = [];
  for (let id = deadlines.take(now); id !== null; id = deadlines.take(now)) ids.push(id);
  return ids;
}

describe("deadlines", () => {
  it("are taken in order of time, and none before its time", () => {
    const deadlines = new Deadlines();
    for (const [id, at] of [
      ["c", 30],
      ["a", 10],
      ["d", 31],
      ["b", 20],
    ] as const)
      deadlines.set(id, at);
    assert.equal(deadlines.next, 10);
    assert.deepEqual(taken(deadlines, 30), ["a", "b", "c"]);
    assert.deepEqual([deadlines.next, deadlines.size], [31, 1]);
  });

  it("move, both ways, and go", () => {
    const deadlines = new Deadlines();
    for (const [id, at] of [
      ["a", 10],
      ["b", 20],
      ["c", 30],
    ] as const)
      deadlines.set(id, at);
    deadlines.set("a", 40);
    deadlines.set("c", 5);
    deadlines.delete("b");
    deadlines.delete("nobody");
    assert.deepEqual(taken(deadlines, 100), ["c", "a"]);
    assert.equal(deadlines.next, Number.POSITIVE_INFINITY);
  });

  it("come out as a sorted list would, whatever happens to them", () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const deadlines = new Deadlines();
    const model = new Map<string, number>();
    for (let step = 0; step < 5_000; step++) {
      const id = `s${random(200)}`;
      if (random(4) === 0) {
        deadlines.delete(id);
        model.delete(id);
      } else {
        const at = random(1_000);
        deadlines.set(id, at);
        model.set(id, at);
      }
      assert.equal(deadlines.next, Math.min(Number.POSITIVE_INFINITY, ...model.values()), `step ${step}`);
    }
    const times = taken(deadlines, 1_000).map((id) => model.get(id));
    assert.deepEqual(
      times,
      [...model.values()].toSorted((a, b) => a - b),
    );
  });
});
