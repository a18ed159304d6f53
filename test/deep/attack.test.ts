import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { attackMutants } from "../mutants/attack-mutants.ts";
import { type MutatedCopy, mutatedCopy } from "../mutants/mutated-copy.ts";
import { attackTeacher, catchFault } from "../mutants/try-mutant.ts";

const ROOT = join(import.meta.dirname, "..", "..");

describe("the adversary", () => {
  it("finds nothing in Teacher, in less than five minutes", () => {
    const { code, output } = attackTeacher(ROOT, []);
    assert.equal(code, 0, output.slice(-5000));
  });
});

describe("the adversary finds a seeded fault:", () => {
  let copy: MutatedCopy;
  before(() => {
    copy = mutatedCopy();
  });
  after(() => copy.remove());

  for (const mutant of attackMutants) {
    it(mutant.fault, (t) => {
      t.diagnostic(`it says: ${catchFault(copy, mutant)[0]}`);
    });
  }
});
