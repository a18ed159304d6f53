import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";

interface Left {
  /** Bytes of heap more than before, after collections. */
  readonly grown: number;
  readonly timers: number;
  readonly subscriptions: number;
}

/** A thousand joined views take some megabytes; a tenth of that is more than noise. */
const noise = 400_000;

describe("after a thousand joins", () => {
  it("that ended, the heap is back, and no timer and no subscription is left", async (t) => {
    const left = await leftAfter("leave");
    t.diagnostic(JSON.stringify(left));
    assert.ok(left.grown < noise, `${left.grown} bytes`);
    assert.deepEqual([left.timers, left.subscriptions], [0, 0]);
  });

  it("that go on, it isn't: what the other test measures can be seen", async (t) => {
    const left = await leftAfter("stay");
    t.diagnostic(JSON.stringify(left));
    assert.ok(left.grown > 3 * noise, `${left.grown} bytes`);
    assert.ok(left.timers > 0 && left.subscriptions > 0);
  });
});

async function leftAfter(how: "leave" | "stay"): Promise<Left> {
  const program = join(import.meta.dirname, "heap-program.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", program, how, "1000"]);
  return JSON.parse(stdout) as Left; // What heap-program.ts prints last.
}
