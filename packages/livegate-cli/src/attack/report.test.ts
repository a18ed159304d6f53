import assert from "node:assert/strict";
import { test } from "node:test";
import { type AttackReport, isSafe, reportText } from "./report.ts";

const cell = {
  entry: "live GET /",
  principal: "nobody",
  way: "join",
  expected: "denied by requireUser",
  seen: "denied by requireUser",
};
const attack = {
  id: "K01",
  does: "a planted cookie",
  safe: "another one after log-in",
  ms: 5,
  skipped: null,
  found: [],
};
const report: AttackReport = { changes: [], cells: [cell], untold: [], attacks: [attack], ms: 1_000 };

test("a report is safe where every cell is as expected and nothing was found", () => {
  assert.equal(isSafe(report), true);
  assert.match(reportText(report), /1 of 1 cells are as the audit says[^]*K01 .*safe[^]*Safe, in 1\.0 s\./);
});

test("what was tried in part only is told, and is no harm", () => {
  const partly = { ...report, untold: ["live GET /albums/:id"] };
  assert.equal(isSafe(partly), true);
  assert.match(reportText(partly), /says nothing of a parameter \(`params`, `records`\):\n- live GET \/albums\/:id\n/);
});

test("a cell that differs is named with entry point, principal, what was expected and what was seen", () => {
  const wrong = { ...report, cells: [cell, { ...cell, principal: "revoked", seen: "allowed" }] };
  assert.equal(isSafe(wrong), false);
  assert.match(reportText(wrong), /- live GET \/, revoked, join: expected denied by requireUser, seen allowed\n/);
  assert.match(reportText(wrong), /^live GET \/ +denied +join: ALLOWED$/m);
});

test("an attack that found something, and a changed audit, are no safety; one that wasn't made says why", () => {
  assert.equal(isSafe({ ...report, attacks: [{ ...attack, found: ["the cookie stayed"] }] }), false);
  assert.equal(isSafe({ ...report, changes: ["GET / became public: it was guarded by requireUser."] }), false);
  assert.match(
    reportText({ ...report, attacks: [{ ...attack, skipped: "it restarts the app" }] }),
    /not made: it restarts the app/,
  );
});
