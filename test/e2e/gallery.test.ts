import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import { router } from "livegate";
import { devTools } from "livegate/dev";
import type { Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, hasFocus, isAt, live, open, shows } from "./teacher-browser.ts";

const GALLERY = "/dev/components";

const styles = `
@import "tailwindcss" source(none);
@import "livegate/components.css";
@plugin "daisyui" { themes: light --default, dark --prefersdark; logs: false; }
`;

let site: BrowserSite;

before(async () => {
  const routes = router((r) => r.scope({ pipeThrough: guarded, development: true }, devTools()));
  site = await browserSite({ router: routes, styles });
});

after(() => site?.close());

async function gallery(t: TestContext, options: Parameters<BrowserSite["visitor"]>[1] = {}): Promise<Page> {
  const { page } = await site.visitor(t, options);
  await open(page, GALLERY);
  return page;
}

const menu = (page: Page) => page.locator("#account");
const isOpen = (page: Page, expected: boolean): Promise<void> =>
  eventually(async () => assert.equal((await menu(page).getAttribute("open")) !== null, expected));

describe("the components", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 1280, height: 900 },
    ]) {
      test(`have nothing serious that axe finds: ${colorScheme}, ${viewport.width} wide`, async (t) => {
        const page = await gallery(t, { colorScheme, viewport });
        await assertAccessible(page, "at first");
        await page.locator("#inputs").getByRole("button", { name: "Save" }).click();
        await shows(page.locator("#album_title_messages"), "Every album has a title.");
        await page.getByRole("button", { name: "Bad news" }).click();
        await page.getByText("has fallen off the shelf").waitFor();
        await menu(page).locator("summary").click();
        await isOpen(page, true);
        await assertAccessible(page, "with messages and an open menu");
        await page.locator("#open-dialog").click();
        await page.getByRole("dialog").waitFor();
        await assertAccessible(page, "with a dialog");
      });
    }
  }

  test("a menu opens, moves and closes with the keyboard, and its button gets the focus back", async (t) => {
    const page = await gallery(t);
    const button = menu(page).locator("summary");
    await button.focus();
    await page.keyboard.press("ArrowDown");
    await isOpen(page, true);
    await hasFocus(menu(page).getByRole("link", { name: "Settings" }));
    await page.keyboard.press("ArrowDown");
    await hasFocus(menu(page).getByRole("button", { name: "Tell me" }));
    await page.keyboard.press("End");
    await hasFocus(menu(page).getByRole("link", { name: "Log out" }));
    await page.keyboard.press("ArrowDown");
    await hasFocus(button);
    await page.keyboard.press("Escape");
    await isOpen(page, false);
    await hasFocus(button);
  });

  test("a menu stays open while its page changes, and closes by a choice or a click elsewhere", async (t) => {
    const page = await gallery(t);
    await menu(page).locator("summary").click();
    await isOpen(page, true);
    await page.getByLabel("Title").fill("Blue");
    await isOpen(page, true);
    await menu(page).getByRole("button", { name: "Tell me" }).click();
    await page.getByText("“Blue” is on the shelf.").waitFor();
    await isOpen(page, false);
    await menu(page).locator("summary").click();
    await isOpen(page, true);
    await page
      .locator("article", { has: menu(page) })
      .getByRole("heading")
      .click();
    await isOpen(page, false);
  });

  test("Escape without an open menu leaves the focus where it is", async (t) => {
    const page = await gallery(t);
    await page.getByLabel("Title").focus();
    await page.keyboard.press("Escape");
    await hasFocus(page.getByLabel("Title"));
  });

  test("tabs, pages and orders are addresses, and arrows move among tabs", async (t) => {
    const page = await gallery(t);
    const tabs = page.getByRole("navigation", { name: "Album" });
    await tabs.getByRole("link", { name: "tracks" }).focus();
    await page.keyboard.press("ArrowRight");
    await hasFocus(tabs.getByRole("link", { name: "reviews" }));
    await page.keyboard.press("Enter");
    await isAt(page, `${GALLERY}?tab=reviews`);
    await shows(tabs.locator("[aria-current=page]"), "reviews");
    await page.getByRole("link", { name: "Next page" }).click();
    await isAt(page, `${GALLERY}?tab=reviews&page=2`);
    await page.getByRole("columnheader", { name: "Year" }).getByRole("link").click();
    await isAt(page, `${GALLERY}?tab=reviews&page=2&order=descending`);
    await eventually(async () =>
      assert.deepEqual(await page.locator("#albums tbody th").allInnerTexts(), ["Blue", "Kind of Blue", "Blue Train"]),
    );
  });

  test("a dialog keeps the focus and gives it back", async (t) => {
    const page = await gallery(t);
    await page.locator("#open-dialog").click();
    const dialog = page.getByRole("dialog", { name: "Put it back?" });
    await hasFocus(dialog.getByRole("link", { name: "Cancel" }));
    for (const name of ["Put it back", "Close", "Cancel"]) {
      await page.keyboard.press("Tab");
      await hasFocus(dialog.getByRole("link", { name }));
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await hasFocus(page.locator("#open-dialog"));
  });

  test("a password is shown and hidden again, whatever the page does meanwhile", async (t) => {
    const page = await gallery(t);
    const password = page.getByLabel("Password", { exact: true });
    const reveal = page.getByRole("button", { name: "Show the password" });
    await password.fill("enchantress");
    assert.equal(await password.getAttribute("type"), "password");
    await reveal.click();
    await eventually(async () => assert.equal(await password.getAttribute("type"), "text"));
    assert.equal(await reveal.getAttribute("aria-pressed"), "true");
    await page.getByLabel("Title").fill("Blue");
    await page.getByLabel("Title").fill("");
    await shows(page.locator("#album_title_messages"), "Every album has a title.");
    assert.deepEqual([await password.inputValue(), await password.getAttribute("type")], ["enchantress", "text"]);
    await reveal.click();
    await eventually(async () => assert.equal(await password.getAttribute("type"), "password"));
  });

  test("an input says what it is called, and what is wrong with it", async (t) => {
    const page = await gallery(t);
    await page.locator("#inputs").getByRole("button", { name: "Save" }).click();
    const title = page.getByRole("textbox", { name: "Title", description: "Every album has a title." });
    await title.waitFor();
    assert.equal(await title.getAttribute("aria-invalid"), "true");
    await page.getByRole("group", { name: "Condition", description: "Say how it looks." }).waitFor();
    await page.getByRole("spinbutton", { name: "Year", description: "Of the first pressing." }).waitFor();
  });

  test("each example shows the code that it is", async (t) => {
    const page = await gallery(t);
    const example = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "Kinds" }) });
    await example.getByText("Code", { exact: true }).click();
    assert.match(
      await example.locator("pre").innerText(),
      /^html`<div.*>\n\s+\$\{button\(\{ kind: "primary", children: "Save" \}\)\}/,
    );
  });

  test("work without JavaScript as far as they go", async (t) => {
    const { page } = await site.visitor(t, { javaScriptEnabled: false });
    await page.goto(GALLERY);
    await menu(page).locator("summary").click();
    assert.equal(await menu(page).getByRole("link", { name: "Settings" }).isVisible(), true);
    assert.equal(await page.getByRole("button", { name: "Show the password" }).isVisible(), false);
    await page.getByRole("link", { name: "reviews" }).click();
    await isAt(page, `${GALLERY}?tab=reviews`);
  });
});

test("in production there is neither gallery nor list", async (t) => {
  const routes = router((r) => r.scope({ pipeThrough: guarded, development: true }, devTools()));
  const shop = await browserSite({ router: routes, production: true });
  t.after(() => shop.close());
  for (const path of [GALLERY, "/dev"]) assert.equal((await fetch(shop.url + path)).status, 404);
  const { page } = await site.visitor(t);
  await page.goto("/dev");
  await page.getByRole("link", { name: "Components" }).click();
  await live(page);
});
