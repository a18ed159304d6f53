import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type MutatedCopy, mutatedCopy } from "../mutants/mutated-copy.ts";
import { mutants } from "../mutants/mutants.ts";
import { catchFault, runClaim } from "../mutants/try-mutant.ts";

let copy: MutatedCopy;
before(() => {
  copy = mutatedCopy();
});
after(() => copy.remove());

describe("without a fault", () => {
  const claims = new Map(mutants.map(({ caughtBy, named }) => [`${caughtBy} ${named ?? ""}`, { caughtBy, named }]));
  for (const [claim, { caughtBy, named }] of claims) {
    it(`passes ${claim}`, () => {
      const { ran, ok, output } = runClaim(copy, { caughtBy, ...(named !== undefined && { named }) });
      assert.ok(ran > 0 && ok, output);
    });
  }
});

describe("a seeded fault is caught:", () => {
  for (const mutant of mutants) {
    it(mutant.fault, (t) => {
      t.diagnostic(`caught by: ${catchFault(copy, mutant)[0]}`);
    });
  }
});
