import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../test-app.ts";
import { faultReport, faultsOf, sourceFaults } from "./source-faults.ts";

const IMPORT = 'import { html } from "livegate";\n';

test("a mistake in the language has its line and column", () => {
  const [fault] = faultsOf("a.ts", "const a = 1;\nconst b: number = ;\n");
  assert.deepEqual([fault?.line, fault?.column, fault?.isTemplate], [2, 19, false]);
  assert.match(fault?.what ?? "", /^SyntaxError: /);
});

test("a template that would be refused has the place of its slot", () => {
  const [fault, ...more] = faultsOf("a.ts", `${IMPORT}const a = (x: string) => html\`\n  <p>\${x}</p>\n  <\${x}>\`;\n`);
  assert.deepEqual([fault?.line, fault?.column, fault?.isTemplate, more.length], [4, 6, true, 0]);
  assert.match(fault?.what ?? "", /^The template was refused: a slot stands in the name of a tag\.$/);
});

test("templates inside of templates and under another name are looked at too", () => {
  const nested = `${IMPORT}const a = html\`<ul>\${[1].map((x) => html\`<li \${x}=1></li>\`)}</ul>\`;`;
  assert.equal(faultsOf("a.ts", nested).length, 1);
  const renamed = 'import { html as page } from "livegate";\nconst a = page`<p ${1}=2>`;';
  assert.equal(faultsOf("a.ts", renamed).length, 1);
});

test("tags of others, good templates, and files that are gone or no scripts have no faults", async () => {
  assert.deepEqual(faultsOf("a.ts", "const html = String.raw; html`<p ${1}=2>`;"), []);
  assert.deepEqual(faultsOf("a.ts", `${IMPORT}html\`<p class=\${1}>\${2}</p>\`;`), []);
  await using app = await testApp();
  await app.write("client/odd.css", "const const");
  assert.deepEqual(sourceFaults(app.path, ["gone.ts", "client/odd.css", "web/message.ts"]), []);
});

test("a report has the lines around the fault, and for a template the code with its remedy", async () => {
  await using app = await testApp({ "web/a.ts": `${IMPORT}export const a = html\`<\${1}>\`;\n` });
  const [fault] = sourceFaults(app.path, ["web/a.ts"]);
  const report = faultReport(app.path, fault!);
  assert.equal(report.code, "LG_TEMPLATE_SLOT");
  assert.match(report.remedy ?? "", /html`/);
  assert.deepEqual(report.excerpts[0]?.lines.find(({ isHit }) => isHit)?.number, 2);
});
