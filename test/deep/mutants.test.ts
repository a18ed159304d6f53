import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import type { Mutant } from "../mutants/mutant.ts";
import { type MutatedCopy, mutatedCopy } from "../mutants/mutated-copy.ts";
import { mutants } from "../mutants/mutants.ts";

const MINUTE = 60_000;

let copy: MutatedCopy;
before(() => {
  copy = mutatedCopy();
});
after(() => copy.remove());

type Claim = Pick<Mutant, "caughtBy" | "named">;

/** Runs the tests of a claim: how many there were, and the names of those that failed. */
function run({ caughtBy, named }: Claim): {
  readonly ran: number;
  readonly failed: readonly string[];
  readonly output: string;
} {
  const only = named === undefined ? [] : [`--test-name-pattern=${named}`];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--test", "--test-reporter=tap", ...only, caughtBy],
    // Without NODE_TEST_CONTEXT, by which the runner would take those tests for this file's own.
    { cwd: copy.directory, encoding: "utf8", timeout: MINUTE, env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
  );
  const failed = [...stdout.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, name = ""]) => name);
  const ran = Number(/^# tests (\d+)$/m.exec(stdout)?.[1] ?? 0);
  return {
    ran,
    failed: status === null ? [...failed, "the end of the run"] : failed,
    output: stdout.slice(-2000) + stderr,
  };
}

describe("without a fault", () => {
  const claims = new Map(mutants.map(({ caughtBy, named }) => [`${caughtBy} ${named ?? ""}`, { caughtBy, named }]));
  for (const [claim, { caughtBy, named }] of claims) {
    it(`passes ${claim}`, () => {
      const { ran, failed, output } = run({ caughtBy, ...(named !== undefined && { named }) });
      assert.ok(ran > 0 && failed.length === 0, output);
    });
  }
});

describe("a seeded fault is caught:", () => {
  for (const mutant of mutants) {
    it(mutant.fault, (t) => {
      const takeBack = copy.apply(mutant);
      try {
        const { failed } = run(mutant);
        assert.ok(failed.length > 0, `${mutant.caughtBy} passes with it`);
        t.diagnostic(`caught by: ${failed[0]}`);
      } finally {
        takeBack();
      }
    });
  }
});
