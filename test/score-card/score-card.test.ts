import assert from "node:assert/strict";
import { test } from "node:test";
import { readRun } from "../mutants/kept-run.ts";
import { scoreCardProblems } from "./check-score-card.ts";
import { type Verdict, documented, notApplicable, open, proved, row } from "./row.ts";
import { countsTable, rowTables } from "./score-card-page.ts";
import { scoreCard } from "./score-card.ts";

const rows = scoreCard.flatMap((group) => group.rows);
const groupOf = (...verdicts: readonly Verdict[]) => [
  { title: "A group", rows: verdicts.map((verdict, at) => row(`X${at}`, "V1.1.1", 1, "something is so", verdict)) },
];
const problems = (verdict: Verdict, prose = ""): readonly string[] =>
  scoreCardProblems(groupOf(verdict), readRun(), prose);

test("each requirement stands in the card once, by levels as many as were chosen", () => {
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  assert.equal(new Set(rows.map(({ requirement }) => requirement)).size, rows.length);
  assert.deepEqual(
    [1, 2, 3].map((level) => rows.filter((each) => each.level === level).length),
    [52, 89, 28],
  );
});

test("a proof without a fault, a fault, an attack and words that aren't there are told", () => {
  assert.deepEqual(problems(proved([])), ["X0: It is proved by nothing."]);
  assert.deepEqual(problems(proved(["nobody's fault"])), ['X0: There is no seeded fault "nobody\'s fault".']);
  assert.deepEqual(problems(proved(["a code works twice"], "K01", "Z99")), ["X0: There is no attack Z99."]);
  assert.deepEqual(problems(documented("a rule"), "This is\n  a  rule."), []);
  assert.deepEqual(problems(documented("a rule"), "This is none."), ['X0: docs/security.md lacks "a rule".']);
});

test("a fault that wasn't caught as it is now, or by a test that is gone, proves nothing", () => {
  const fault = "a code works twice";
  const kept = readRun()[fault] ?? assert.fail("it is among those that were made");
  const told = (changed: object) =>
    scoreCardProblems(groupOf(proved([fault])), { [fault]: { ...kept, ...changed } }, "");
  assert.deepEqual(told({}), []);
  assert.match(told({ of: "another" }).join(), /wasn't caught as it is now/);
  assert.match(told({ by: ["a test of former times"] }).join(), /hasn't any more: a test of former times/);
});

test("the page counts what is what, and says of each row by what", () => {
  const groups = groupOf(
    proved(["a code works twice"], "K29"),
    documented("a rule"),
    open("too hard"),
    notApplicable("no | such thing"),
  );
  assert.match(countsTable(groups), /\n\| level 1 \| 1 \| 1 \| 1 \| 1 \| 4 \|\n\| level 2 \| 0 /);
  const page = rowTables(groups, readRun());
  assert.match(page, /^### A group\n\n\| row \|/);
  assert.match(
    page,
    /\| proved \| "works once, for one of twenty at once" \(`auth\/account-changes`\) fails if a code works twice; attacks: K29 \|/,
  );
  assert.match(
    page,
    /\| documented \| "a rule" \|\n.* open \| too hard \|\n.* not applicable \| no \\\| such thing \|$/,
  );
});
