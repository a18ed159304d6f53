import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type BrowserSite, browserSite } from "./browser-site.ts";
import { combinedRoutes, counters, holdChunks, runs, storage } from "./combinations-app.ts";
import { eventually, isAnswered, reconnected, shows } from "./teacher-browser.ts";

// What each feature does alone is shown elsewhere; here they meet.
let site: BrowserSite;
before(async () => {
  site = await browserSite({ router: combinedRoutes });
});
after(() => site?.close());

const opened = async (t: TestContext, path: string): Promise<Page> => (await site.opened(t, path)).page;
const heading = (page: Page, text: string) => shows(page.locator("h1"), text);
/** Picks a text of this many bytes in a component's upload, and presses its button. */
async function save(page: Page, within: string, bytes: number): Promise<void> {
  const buffer = Buffer.alloc(bytes, "x");
  await page.setInputFiles(`${within} input[type=file]`, { name: "a.txt", mimeType: "text/plain", buffer });
  await shows(page.locator(`${within} .progress`), "0");
  await page.click(`${within} button:text("Save")`);
}
const filesAre = (wanted: number) => eventually(async () => assert.equal(storage.files, wanted));

test("rows of a stream in a component of a nested view are components with streams and portals of their own", async (t) => {
  const page = await opened(t, "/");
  const outside = (wanted: readonly string[]) =>
    eventually(async () => {
      const ids = await page.locator("#outside [id^=tele-]").evaluateAll((all) => all.map(({ id }) => id.slice(5)));
      assert.deepEqual(new Set(ids), new Set(wanted));
    });
  const lines = (card: string, wanted: string) =>
    shows(page.locator(`#cards-inner-board-${card}`), wanted.replaceAll(" ", "\n"));
  await outside(["a", "b"]);
  await page.click("#tele-a .add");
  await page.click("#tele-b .add");
  await page.click(`#tele-a .add${isAnswered}`);
  await page.click("#tele-a .drop");
  await lines("a", "l2 l1 2");
  await lines("b", "l1 B 2");
  await page.click("#more");
  await outside(["a", "b", "c"]);
  await page.click("#turn");
  await shows(page.locator("#turn"), "turn 1");
  await page.click("#tele-c .add");
  await lines("c", "l1 C 2");
  await page.click("#less");
  await outside(["b", "c"]);
  await page.click("#reset");
  await outside(["b", "d"]);
  await page.click("#tele-b .add");
  await lines("b", "l2 l1 B 3");
  assert.equal(await page.locator("#cards-inner-board-b").getAttribute("title"), "B2");
  await page.click("text=Next");
  await heading(page, "Next");
  assert.equal(await page.locator("[id^=tele-]").count(), 0);
});

test("two nested views of one kind have streams whose items have the same keys", async (t) => {
  const page = await opened(t, "/shelves");
  const overHttp = await (await fetch(`${site.url}/shelves`)).text();
  for (const id of ["books-one-a", "books-two-b"]) assert.ok(overHttp.includes(`<li id="${id}">`));
  const books = (name: string, wanted: string) =>
    eventually(async () =>
      assert.equal((await page.locator(`#books-in-${name} > li`).allTextContents()).join(" "), wanted),
    );
  await page.click("#two .add");
  await books("two", "c a b");
  await page.click("#two .drop");
  await books("two", "c b");
  await books("one", "a b");
  await page.click("#one .add");
  await books("one", "c a b");
  await page.click("#two .reset");
  await books("two", "b d");
  await books("one", "c a b");
  const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

test("a view that is a row of a stream comes with it, stays through its changes and goes with it", async (t) => {
  const page = await opened(t, "/seats");
  const rows = (wanted: string) =>
    eventually(async () => {
      const shown = await page.locator("#rows > li").evaluateAll((all) => all.map((row) => row.id + row.textContent));
      assert.equal(shown.join(" "), wanted);
      assert.equal(counters.alive, shown.length);
    });
  await rows("rows-a0 rows-b0");
  await page.click("#rows-b .inc");
  await page.click("#add");
  await rows("rows-c0 rows-a0 rows-b1");
  await page.click("#drop");
  await rows("rows-c0 rows-b1");
  await page.click("#reset");
  await rows("rows-d0 rows-b1");
  await page.click("#rows-b .inc");
  await rows("rows-d0 rows-b2");
  site.dropConnections();
  await rows("rows-a0 rows-b0");
});

test("an upload of a component in a sticky view goes on while the page navigates", async (t) => {
  const page = await opened(t, "/");
  holdChunks();
  await save(page, "#player", 3500);
  await filesAre(1);
  await page.click("text=Next");
  await heading(page, "Next");
  await page.click("#player .inc");
  await shows(page.locator("#player .inc"), "1");
  storage.release();
  await shows(page.locator("#player .saved"), "3500");
  await save(page, "#player", 100);
  await shows(page.locator("#player .saved"), "3500 100");
  await filesAre(0);
});

test("uploads in rows of a stream go on while rows come, and go with theirs", async (t) => {
  const page = await opened(t, "/list");
  holdChunks();
  await save(page, "#rows-a", 3500);
  await save(page, "#rows-b", 2500);
  await filesAre(2);
  await page.click("#more");
  await page.click("#less");
  await page.waitForSelector("#rows-a", { state: "detached" });
  storage.release();
  await shows(page.locator("#rows-b .saved"), "2500");
  await save(page, "#rows-c", 50);
  await shows(page.locator("#rows-c .saved"), "50");
  await filesAre(0);
});

test("a navigation during an upload leaves nothing of it, and the next page uploads", async (t) => {
  const page = await opened(t, "/list");
  holdChunks();
  await save(page, "#rows-a", 3500);
  await filesAre(1);
  await page.click("text=Next");
  await heading(page, "Next");
  storage.release();
  await filesAre(0);
  await page.goBack();
  await heading(page, "List");
  await save(page, "#rows-a", 50);
  await shows(page.locator("#rows-a .saved"), "50");
});

test("a connection that is lost during an upload leaves nothing of it, and the file can be sent again", async (t) => {
  const { page } = await site.opened(t, "/list", { mayComplain: /Failed to push file progress/ });
  holdChunks();
  await save(page, "#rows-a", 3500);
  await filesAre(1);
  await reconnected(page, () => {
    site.dropConnections();
    storage.release();
  });
  await filesAre(0);
  await save(page, "#rows-a", 60);
  await shows(page.locator("#rows-a .saved"), "60");
});

test("a task goes on through a patch, is replaced by the next of its name, and ends with its view", async (t) => {
  const page = await opened(t, "/task");
  const begun = (count: number) => eventually(async () => assert.equal(runs.length, count));
  await begun(1);
  await page.click("text=Patch");
  await heading(page, "Task 1");
  runs[0]?.end("came");
  await shows(page.locator("#word"), "came");
  await page.click("#start");
  await page.click(`#start${isAnswered}`);
  await begun(3);
  assert.equal(runs[1]?.signal.aborted, true);
  runs[1]?.end("first");
  runs[2]?.end("second");
  await shows(page.locator("#said"), "second");
  await page.click("#start");
  await page.click("#cancel");
  await shows(page.locator("#said"), "second cancelled");
  await page.click("#start");
  await begun(5);
  await page.click("text=Next");
  await heading(page, "Next");
  await eventually(async () => assert.equal(runs[4]?.signal.aborted, true));
});
