import assert from "node:assert/strict";
import { test } from "node:test";
import { printHtml } from "../html/print-html.ts";
import type { ErrorReport } from "./error-report.ts";
import { overlayDocument } from "./overlay-document.ts";

const evil = "<img src=x onerror=alert(1)>";

const report: ErrorReport = {
  name: "TypeError",
  message: `${evil} 1`,
  code: null,
  remedy: `${evil} 2`,
  during: `${evil} 3`,
  requestId: `${evil} 4`,
  excerpts: [{ label: `${evil} 5`, place: `${evil} 6`, lines: [{ number: 7, text: `${evil} 7`, isHit: true }] }],
  causes: [`${evil} 8`],
  stack: [`${evil} 9`],
};

const page = printHtml(overlayDocument({ status: 500, report, nonce: "n0nce", reloadScript: null, base: "" }), {
  csrfToken: "",
  nonce: "n0nce",
  base: "",
  development: true,
});

test("everything that a report holds is on the page, escaped", () => {
  assert.doesNotMatch(page, /<img/);
  for (let part = 1; part <= 9; part++)
    assert.ok(page.includes(`&lt;img src=x onerror=alert(1)&gt; ${part}`), `${part}`);
});

test("the line that matters is marked, and the page's style has the policy's nonce", () => {
  assert.match(page, /<mark class="hit"> {4}7 {2}&lt;img/);
  assert.match(page, /<style nonce="n0nce">/);
  assert.doesNotMatch(page, / style=/);
});
