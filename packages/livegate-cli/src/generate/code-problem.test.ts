import assert from "node:assert/strict";
import { test } from "node:test";
import { codeProblem } from "./code-problem.ts";

test("code in which a name stands for two things is seen; what is no code throws", () => {
  assert.equal(codeProblem("export const A = 1;\nexport type A = number;"), null);
  assert.equal(
    codeProblem('import { Form } from "livegate";\nexport interface Form {}'),
    'The name "Form" is imported and declared.',
  );
  assert.match(codeProblem("const a = 1; const a = 2;") ?? "", /`a`/);
  assert.throws(() => codeProblem("const = 1;"), /doesn't parse:\nconst = 1;/);
});
