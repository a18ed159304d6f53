import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { oldestFirst, fingerprint } from "./kept-run.ts";
import { makeFaults } from "./make-faults.ts";
import type { Mutant } from "./mutant.ts";
import { runClaim } from "./try-mutant.ts";

const fails = "test/mutants/fails-anyway.fixture.ts";
const fault = (name: string): Mutant => ({
  fault: name,
  file: fails,
  find: "nothing needs to be",
  replace: "something is",
  caughtBy: fails,
});

test("a test that fails without the fault proves nothing", async () => {
  const told: string[] = [];
  const left = await makeFaults([fault("one"), fault("other")], {
    each: (mutant, make) => make().catch((error: Error) => told.push(`${mutant.fault}: ${error.message}`)),
  });
  const why = "what fails with it fails without it too: fails whatever is wrong";
  assert.deepEqual(told.toSorted(), [`one: ${why}`, `other: ${why}`]);
  assert.deepEqual(left, []);
});

test("faults for which no time is left stay due", async () => {
  const faults = [fault("one"), fault("other")];
  const each = (): never => assert.fail("it was begun");
  assert.deepEqual(await makeFaults(faults, { each, until: performance.now() }), faults);
});

test("what was never caught as it is now comes first, then what was caught longest ago", () => {
  const [never, changed, old, fresh] = ["never", "changed", "old", "fresh"].map(fault) as [
    Mutant,
    Mutant,
    Mutant,
    Mutant,
  ];
  const caught = (mutant: Mutant, on: string) => ({ of: fingerprint(mutant), on, by: ["a test"] });
  const run = {
    old: caught(old, "2026-11-26"),
    fresh: caught(fresh, "2026-11-26T18:30"),
    changed: { ...caught(changed, "2026-11-30"), of: "another" },
  };
  assert.deepEqual(oldestFirst([fresh, old, changed, never], run), [changed, never, old, fresh]);
});

test("a test that spins is killed when its time is over", { timeout: 30_000 }, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "livegate-spins-"));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const lines = [
    `import { test } from "node:test";`,
    `console.error("pid " + process.pid);`,
    `test("spins", () => { for (;;); });`,
  ];
  await writeFile(join(directory, "spins.test.mjs"), lines.join("\n"));
  const { ok, failed, output } = await runClaim(
    { directory },
    { caughtBy: "spins.test.mjs", named: [undefined] },
    2000,
  );
  assert.deepEqual([ok, failed], [false, []]);
  const pid = Number(/pid (\d+)/.exec(output)?.[1]);
  assert.ok(pid > 0, output);
  // It has been killed, but for the system to take note: the test's own limit ends the wait.
  while (existsSync(`/proc/${pid}`)) await pause(10);
});
