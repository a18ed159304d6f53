import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { type BrowserSite, browserSite } from "./browser-site.ts";
import { eventually, shows } from "./teacher-browser.ts";
import { uploadRoutes, uploadsClient } from "./uploads-app.ts";

let site: BrowserSite;

before(async () => {
  site = await browserSite({ router: uploadRoutes, client: uploadsClient });
});

after(() => site?.close());

async function pageAt(t: TestContext, path: string): Promise<Page> {
  const { page, complaints } = await site.opened(t, path);
  t.after(() => assert.deepEqual(complaints, []));
  return page;
}

const text = (name: string, content: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
const pick = (page: Page, ...files: readonly ReturnType<typeof text>[]): Promise<void> =>
  page.locator("input[type=file]").setInputFiles([...files]);
const save = (page: Page): Promise<void> => page.getByRole("button", { name: "Save" }).click();
const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();
const listsAre = (page: Page, selector: string, expected: readonly string[]): Promise<void> =>
  eventually(async () => assert.deepEqual(await texts(page, selector), expected));

describe("an upload", () => {
  test("shows a picked file at 0 percent and stores what it is", async (t) => {
    const page = await pageAt(t, "/");
    await pick(page, text("a.txt", "hello upload"));
    await listsAre(page, "#entries b", ["a.txt"]);
    assert.deepEqual(await texts(page, "#entries i"), ["0"]);
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: hello upload"]);
    await listsAre(page, "#entries b", []);
    assert.equal(await page.locator("#files").getAttribute("class"), null, "no loading class stays");
    await shows(page.locator("#errors"), "");
  });
});
