import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Html, type LiveView, LivegateError } from "livegate";
import { testApp } from "livegate/testing";
import { printHtml } from "../../packages/livegate/src/html/print-html.ts";
import { codeBlocks } from "./code-blocks.ts";
import { codeOf, tableRows } from "./tables.ts";
import { viewApp } from "./view-app.ts";

const PAGE = await readFile(new URL("../../docs/templates.md", import.meta.url), "utf8");
const IMPORTS = `import { attrs, each, html, liveView, raw, row } from "livegate";\n`;

// Inside the repository, so that imports resolve; hidden, so that nothing else takes it for sources.
let folder = "";
before(async () => (folder = await mkdtemp(join(import.meta.dirname, ".templates-"))));
after(() => rm(folder, { recursive: true }));

async function imported<Module>(name: string, code: string): Promise<Module> {
  const file = join(folder, `${name}.ts`);
  await writeFile(file, IMPORTS + code);
  return import(file) as Promise<Module>;
}

/** The templates in the first column of a table, each as the function that makes it. */
async function templatesOf(name: string, rows: readonly (readonly string[])[]): Promise<readonly (() => Html)[]> {
  const functions = rows.map(([template = ""]) => `() => html\`${codeOf(template)}\``);
  const { templates } = await imported<{ templates: readonly (() => Html)[] }>(
    name,
    `export const templates = [${functions.join(",\n")}];\n`,
  );
  return templates;
}

test("each place prints what the page says", async () => {
  const rows = tableRows(PAGE, "in the template");
  const templates = await templatesOf("printed", rows);
  const context = { csrfToken: "", nonce: "", base: "", development: true };
  assert.deepEqual(
    templates.map((template) => printHtml(template(), context)),
    rows.map(([, printed = ""]) => codeOf(printed)),
  );
  assert.ok(rows.length >= 15);
});

test("each template that the page calls refused is refused, for the reason that it gives", async () => {
  const rows = tableRows(PAGE, "template");
  const templates = await templatesOf("refused", rows);
  for (const [index, template] of templates.entries()) {
    const reason = rows[index]?.[1]?.replaceAll("`", "") ?? "";
    assert.throws(template, (error) => {
      assert.ok(error instanceof LivegateError && error.code === "LG_TEMPLATE_SLOT");
      assert.ok(error.message.includes(reason), `${error.message} doesn't say "${reason}"`);
      return true;
    });
  }
  assert.ok(rows.length >= 11);
});

test("the shelf sends what the page says", async () => {
  const block = codeBlocks(PAGE).find(({ text }) => text.includes("ShelfLive"))?.text ?? "";
  const { ShelfLive } = await imported<{ ShelfLive: LiveView }>("shelf", block);
  await using site = testApp(viewApp(ShelfLive));
  for (const [event = "", sent = ""] of tableRows(PAGE, "event")) {
    const page = await site.visit("/");
    await page.push(codeOf(event));
    assert.equal(JSON.stringify(page.lastDiff?.diff), codeOf(sent));
  }
});
