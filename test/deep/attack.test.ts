import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { attackMutants } from "../mutants/attack-mutants.ts";
import { type MutatedCopy, mutatedCopy } from "../mutants/mutated-copy.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const MINUTE = 60_000;

/** Attacks Teacher in a copy of the repository, or in the repository itself. */
function attack(directory: string, args: readonly string[]) {
  const command = join(directory, "packages", "livegate-cli", "bin", "livegate.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "attack", ...args], {
    cwd: join(directory, "apps", "teacher"),
    encoding: "utf8",
    timeout: 5 * MINUTE,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  return { code: status, output: stdout + stderr };
}

describe("the adversary", () => {
  it("finds nothing in Teacher, in less than five minutes", () => {
    const { code, output } = attack(ROOT, []);
    assert.equal(code, 0, output.slice(-5000));
  });
});

describe("the adversary finds a seeded fault:", () => {
  let copy: MutatedCopy;
  before(() => {
    copy = mutatedCopy();
  });
  after(() => copy.remove());

  for (const { args, told, ...fault } of attackMutants) {
    it(fault.fault, () => {
      const takeBack = copy.apply(fault);
      try {
        const { code, output } = attack(copy.directory, args);
        assert.equal(code, 1, output.slice(-5000));
        assert.match(output, told);
      } finally {
        takeBack();
      }
    });
  }
});
