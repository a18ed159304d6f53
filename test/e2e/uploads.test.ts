import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { blockWebSockets } from "./block-web-sockets.ts";
import { type BrowserSite, browserSite } from "./browser-site.ts";
import { listen } from "./stock/wire.ts";
import { eventually, live, shows } from "./teacher-browser.ts";
import { uploadRoutes, uploadsClient } from "./uploads-app.ts";

/** One pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let site: BrowserSite;

before(async () => {
  site = await browserSite({ router: uploadRoutes, client: uploadsClient });
});

after(() => site?.close());

async function pageAt(t: TestContext, path: string): Promise<Page> {
  const { page } = await site.opened(t, path);
  return page;
}

/** The same, with the events that its views have sent since the last look. */
async function listenedTo(t: TestContext, mayComplain: RegExp): Promise<{ page: Page; sent: () => string[] }> {
  const { page } = await site.visitor(t, { mayComplain });
  const wire = listen(page);
  await page.goto("/");
  await live(page);
  return { page, sent: () => wire.payloads("event").map((payload) => (payload as { event: string }).event) };
}

const text = (name: string, content: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
const pick = (page: Page, ...files: readonly ReturnType<typeof text>[]): Promise<void> =>
  page.locator("input[type=file]").setInputFiles([...files]);
const save = (page: Page): Promise<void> => page.getByRole("button", { name: "Save" }).click();
/** Has the client take answers when they are half a second old. */
const answerLate = (page: Page): Promise<unknown> =>
  page.evaluate("sessionStorage.setItem('phx:live-socket:latency-sim', '500')");
const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();
/** Drags a file over an element, as far as these events go; "drop" drops it. */
async function drag(page: Page, ...steps: readonly (readonly [event: string, selector: string])[]): Promise<void> {
  await page.evaluate(`
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["dropped text"], "a.txt", { type: "text/plain" }));
    for (const [event, selector] of ${JSON.stringify(steps)})
      document.querySelector(selector)
        .dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer }));`);
}
const isDropTarget = (page: Page, expected: boolean): Promise<void> =>
  eventually(async () => {
    const name = (await page.locator("#files").getAttribute("class")) ?? "";
    assert.equal(name.includes("phx-drop-target-active"), expected, name);
  });

/** Notes what a script makes of an element each time it changes; the result gives all of that. */
async function watched(page: Page, selector: string, script: string): Promise<() => Promise<readonly unknown[]>> {
  await page.evaluate(`
    globalThis.seen = [];
    const note = () => { const value = (${script})(); if (value !== undefined) globalThis.seen.push(value); };
    new MutationObserver(note).observe(document.querySelector(${JSON.stringify(selector)}),
      { attributes: true, subtree: true, childList: true, characterData: true });`);
  return () => page.evaluate("globalThis.seen");
}

/** The name and content of a file that takes several chunks. */
const long = text("long.txt", "0123456789".repeat(5000));

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

  for (const { picked, next } of [
    { picked: "just now", next: () => Promise.resolve() },
    { picked: "before the last word was typed", next: (page: Page) => page.getByLabel("Note").fill("a word") },
  ]) {
    test(`goes with a form that is sent before the server has heard of it, picked ${picked}`, async (t) => {
      // Until it has heard of the word too, the client finds no picture to show.
      const { page, sent } = await listenedTo(t, /404/);
      await answerLate(page);
      await pick(page, text("a.txt", "hello upload"));
      await next(page);
      await save(page);
      await save(page);
      await listsAre(page, "#saved li", ["a.txt: hello upload"]);
      assert.equal(sent().filter((event) => event === "save").length, 1);
    });
  }

  test("that the server hasn't heard of when the connection is lost isn't left out: nothing is sent", async (t) => {
    const { page, sent } = await listenedTo(t, /ERR_INTERNET_DISCONNECTED/);
    await answerLate(page);
    await pick(page, text("a.txt", "hello upload"));
    await save(page);
    await page.context().setOffline(true);
    await page.locator("[data-phx-main].phx-client-error").waitFor();
    await page.evaluate("sessionStorage.clear()");
    await page.context().setOffline(false);
    await live(page);
    await pick(page, text("b.txt", "another time"));
    await save(page);
    await listsAre(page, "#saved li", ["b.txt: another time"]);
    // Whether the first file was told before the connection was lost, or afterwards, is a matter of chance.
    assert.equal(sent().filter((event) => event === "save").length, 1);
  });

  test("shows that it is being sent for as long as it is", async (t) => {
    const page = await pageAt(t, "/");
    const seen = await watched(page, "#files", `() => document.querySelector("#files").className`);
    await pick(page, text("a.txt", "hello"));
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: hello"]);
    const names = (await seen()).map(String);
    for (const name of ["phx-change-loading", "phx-submit-loading"]) {
      assert.ok(
        names.some((each) => each.includes(name)),
        `${name} is none of ${names.join()}`,
      );
    }
    assert.equal(names.at(-1), "");
  });

  test("that takes many chunks arrives whole, step by step", async (t) => {
    const page = await pageAt(t, "/");
    const steps = await watched(page, "#entries", `() => document.querySelector("#entries i")?.textContent`);
    await pick(page, long);
    await save(page);
    await listsAre(page, "#saved li", ["long.txt: 50000 bytes"]);
    assert.deepEqual([...new Set(await steps())], ["0", "40", "80", "100"]);
  });

  test("shows an image before a byte of it is sent", async (t) => {
    const page = await pageAt(t, "/");
    await pick(page, { name: "dot.png", mimeType: "image/png", buffer: PNG });
    await eventually(async () =>
      assert.equal(await page.evaluate("document.querySelector('#entries img')?.naturalWidth"), 1),
    );
    await save(page);
    await listsAre(page, "#saved li", [`dot.png: ${PNG.length} bytes`]);
  });

  test("of what is an image by its name alone says so, and the page goes on", async (t) => {
    const page = await pageAt(t, "/");
    await pick(page, { name: "dot.png", mimeType: "image/png", buffer: Buffer.from("<script>alert(1)</script>") });
    await save(page);
    await shows(page.locator("#entries em"), "not_accepted");
    await page.getByRole("button", { name: "Cancel dot.png" }).click();
    await pick(page, text("a.txt", "hello"));
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: hello"]);
  });

  test("takes a file that is dropped on its target", async (t) => {
    const page = await pageAt(t, "/");
    await drag(page, ["dragenter", "#files"], ["drop", "#inner"]);
    await listsAre(page, "#entries b", ["a.txt"]);
    await isDropTarget(page, false);
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: dropped text"]);
  });

  test("shows where a file may be dropped until it leaves the browser", async (t) => {
    const page = await pageAt(t, "/");
    await drag(page, ["dragenter", "#files"]);
    await isDropTarget(page, true);
    await drag(page, ["dragleave", "#files"]);
    await isDropTarget(page, false);
  });

  test("shows it also while the file is over something in its target", async (t) => {
    const page = await pageAt(t, "/");
    await drag(page, ["dragenter", "#files"], ["dragenter", "#inner"], ["dragleave", "#files"]);
    await isDropTarget(page, true);
    await drag(page, ["dragleave", "#inner"]);
    await isDropTarget(page, false);
  });

  test("takes two files in one submit", async (t) => {
    const page = await pageAt(t, "/two");
    await pick(page, text("a.txt", "one"), text("b.txt", "two"));
    await listsAre(page, "#entries b", ["a.txt", "b.txt"]);
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: one", "b.txt: two"]);
  });

  test("says that there are too many files", async (t) => {
    const page = await pageAt(t, "/two");
    await pick(page, text("a.txt", "one"), text("b.txt", "two"), text("c.txt", "three"));
    await shows(page.locator("#errors"), "too_many_files");
    await page.getByRole("button", { name: "Cancel b.txt" }).click();
    await shows(page.locator("#errors"), "");
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: one", "c.txt: three"]);
  });

  test("says that a file is of a kind that isn't taken", async (t) => {
    const page = await pageAt(t, "/two");
    await pick(page, { name: "a.html", mimeType: "text/html", buffer: Buffer.from("<p>") });
    await shows(page.locator("#entries em"), "not_accepted");
  });

  test("says that a file is too large", async (t) => {
    const page = await pageAt(t, "/two");
    await pick(page, text("a.txt", "x".repeat(1_000_001)));
    await shows(page.locator("#entries em"), "too_large");
    assert.equal(await page.locator("#files").isVisible(), true);
  });

  test("isn't sent by submitting an invalid selection again and again, and the view stays", async (t) => {
    const page = await pageAt(t, "/two");
    await page.evaluate("document.querySelector('#files').isOld = true");
    await pick(page, { name: "a.html", mimeType: "text/html", buffer: Buffer.from("<p>") });
    await shows(page.locator("#entries em"), "not_accepted");
    for (let time = 0; time < 5; time++) await save(page);
    await page.getByRole("button", { name: "Cancel a.html" }).click();
    await listsAre(page, "#entries b", []);
    await pick(page, text("b.txt", "two"));
    await save(page);
    await listsAre(page, "#saved li", ["b.txt: two"]);
    assert.equal(await page.evaluate("document.querySelector('#files').isOld"), true, "it is the same view");
  });

  test("of a cancelled file isn't made up for with the next selection", async (t) => {
    const page = await pageAt(t, "/two");
    await pick(page, text("a.txt", "one"));
    await page.getByRole("button", { name: "Cancel a.txt" }).click();
    await listsAre(page, "#entries b", []);
    await pick(page, text("b.txt", "two"));
    await save(page);
    await listsAre(page, "#saved li", ["b.txt: two"]);
  });

  test("that begins by itself is there before the form is submitted", async (t) => {
    const page = await pageAt(t, "/auto");
    await pick(page, text("a.txt", "one"));
    await listsAre(page, "#entries i", ["100"]);
    await listsAre(page, "#saved li", []);
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: one"]);
  });

  test("that begins by itself goes on without the file that was one too many", async (t) => {
    const page = await pageAt(t, "/auto");
    await pick(page, text("a.txt", "one"), text("b.txt", "two"), text("c.txt", "three"));
    await shows(page.locator("#errors"), "too_many_files");
    await page.getByRole("button", { name: "Cancel c.txt" }).click();
    await shows(page.locator("#errors"), "");
    await listsAre(page, "#entries i", ["100", "100"]);
    await save(page);
    await listsAre(page, "#saved li", ["a.txt: one", "b.txt: two"]);
  });

  test("of a component is the component's", async (t) => {
    const page = await pageAt(t, "/inside");
    await pick(page, text("a.txt", "one"));
    await save(page);
    await listsAre(page, "#saved li", ["one"]);
  });
});

describe("an upload to somewhere else", () => {
  const cancelled = (page: Page) => page.evaluate("globalThis.cancelled");

  test("is told when its file is cancelled", async (t) => {
    const page = await pageAt(t, "/external");
    await pick(page, text("a.txt", "one"));
    await save(page);
    await listsAre(page, "#entries i", ["40"]);
    assert.deepEqual(await cancelled(page), []);
    await page.getByRole("button", { name: "Cancel a.txt" }).click();
    await eventually(async () => assert.deepEqual(await cancelled(page), ["https://storage.test/a.txt"]));
  });

  test("is told when its view is left", async (t) => {
    const page = await pageAt(t, "/external");
    await pick(page, text("a.txt", "one"));
    await save(page);
    await listsAre(page, "#entries i", ["40"]);
    await page.getByRole("link", { name: "Elsewhere" }).click();
    await page.getByRole("heading", { name: "Elsewhere" }).waitFor();
    assert.deepEqual(await cancelled(page), ["https://storage.test/a.txt"]);
  });
});

test("an upload comes where no WebSocket does", async (t) => {
  const { page } = await site.visitor(t);
  const polls = await blockWebSockets(page);
  await page.goto("/");
  await live(page);
  await pick(page, text("polled.txt", "abc".repeat(30_000)));
  await save(page);
  await eventually(async () => assert.deepEqual(await texts(page, "#saved li"), ["polled.txt: 90000 bytes"]));
  await pick(page, text("short.txt", "short"));
  await save(page);
  await eventually(async () => assert.equal((await texts(page, "#saved li"))[1], "short.txt: short"));
  assert.ok(polls.length > 0);
});
