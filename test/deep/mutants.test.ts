import assert from "node:assert/strict";
import { test } from "node:test";
import { attackMutants } from "../mutants/attack-mutants.ts";
import { oldestFirst, readRun } from "../mutants/kept-run.ts";
import { makeFaults } from "../mutants/make-faults.ts";
import { mutants } from "../mutants/mutants.ts";

const MINUTE = 60_000;

/** In which faults are begun. What is left then is the first of the next time. */
const MINUTES = Number(process.env["LIVEGATE_TEST_FAULT_MINUTES"] ?? 12);

test("seeded faults are caught", { concurrency: true, timeout: (MINUTES + 10) * MINUTE }, async (t) => {
  const before = readRun();
  const known = oldestFirst([...mutants, ...attackMutants], before);
  const due = await makeFaults(known, {
    until: performance.now() + MINUTES * MINUTE,
    each: ({ fault }, make) => t.test(fault, async () => void (await make())),
  });
  const since = due[0] ? `, the first of them last caught ${before[due[0].fault]?.on ?? "never"}` : "";
  t.diagnostic(`${known.length - due.length} of ${known.length} were made, ${due.length} are due${since}`);
  assert.ok(due.length < known.length, "no time was left for any");
});
