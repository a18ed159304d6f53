import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import {
  type Visitor,
  albumCard,
  dialog,
  eventually,
  fill,
  hasFocus,
  isAt,
  open,
  save,
  shows,
  titles,
  visit,
} from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";

const { browser, teacher, visitMember } = await teacherInBrowser();
const member = await visitMember();
/** Of Ann, who has logged in once: ten times in a row would be too often. */
const storageState = await member.page.context().storageState();
await member.close();

describe("in the browser", () => {
  let visitor: Visitor;
  let page: Page;

  beforeEach(async () => {
    visitor = await visit(browser, teacher.url, { storageState });
    page = visitor.page;
  });

  afterEach(async () => {
    await visitor.close();
    assert.deepEqual(visitor.complaints, [], "the console is quiet");
  });

  const newAlbum = { Title: "Hejira", Artist: "Joni Mitchell", Year: "1976", Tracks: "9", Genre: "Folk" };

  async function add(title: string): Promise<void> {
    await open(page, "/albums/new");
    await fill(page, { ...newAlbum, Title: title });
    await save(page);
    await albumCard(page, title).waitFor();
  }

  test("an album is listed, added, shown, changed and deleted without a page load", async () => {
    await open(page, "/");
    assert.equal((await titles(page)).length, 30);
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

    await page.getByRole("link", { name: "Add album" }).click();
    await fill(page, newAlbum);
    await save(page);
    await isAt(page, "/");
    await shows(page.locator("#flash-info"), "“Hejira” is on the shelf.");
    await shows(page.getByText("on the shelf", { exact: false }).first(), "31 albums on the shelf");

    await albumCard(page, "Hejira").getByRole("link", { name: "Hejira", exact: true }).click();
    await shows(page.getByRole("heading", { level: 1 }), "Hejira");
    await eventually(async () => assert.equal(await page.title(), "Hejira by Joni Mitchell · Teacher"));

    await page.getByRole("link", { name: "Edit" }).click();
    await isAt(page, new URL(`${page.url().replace(/\/show\/edit$/, "")}/show/edit`).pathname);
    await fill(page, { Title: "Hejira (live)", Tracks: "10" });
    await save(page);
    await shows(page.getByRole("heading", { level: 1 }), "Hejira (live)");
    await shows(page.locator("dl"), /Tracks\s+10/);

    page.once("dialog", (question) => void question.accept());
    await page.getByRole("button", { name: "Delete" }).click();
    await isAt(page, "/");
    await shows(page.locator("#flash-info"), "“Hejira (live)” has been deleted.");
    assert.equal((await titles(page)).length, 30);
    assert.equal(await page.evaluate(() => "sameDocument" in globalThis), true);
  });

  test("only what was touched is found fault with while somebody types, everything after a submit", async () => {
    await open(page, "/albums/new");
    const message = (field: string) => page.locator(`#album_${field}_messages`);
    await page.getByLabel("Year").pressSequentially("1876");
    await shows(message("year"), "Nothing was recorded before 1877.");
    await shows(message("title"), "");
    await page.getByLabel("Year").fill("1976");
    await shows(message("year"), "");
    await save(page);
    await shows(message("title"), "Every album has a title.");
    await shows(message("tracks"), "A number of tracks, such as 9.");
    assert.equal(await page.getByLabel("Title").getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByLabel("Year").inputValue(), "1976");
  });

  test("an album that is there already is refused beside its title, and nothing typed is lost", async () => {
    await open(page, "/albums/new");
    await fill(page, { ...newAlbum, Title: "Blue" });
    await save(page);
    await shows(page.locator("#album_title_messages"), "This artist’s album of that title is here already.");
    assert.equal(await page.getByLabel("Artist").inputValue(), "Joni Mitchell");
    await fill(page, { Title: "Blue (demo)" });
    await save(page);
    await albumCard(page, "Blue (demo)").waitFor();
  });

  test("a deletion is asked about: no keeps the album, yes takes it away", async () => {
    await add("Don Juan's Reckless Daughter");
    const card = albumCard(page, "Don Juan's Reckless Daughter");
    const questions: string[] = [];
    page.once("dialog", (question) => {
      questions.push(question.message());
      void question.dismiss();
    });
    await card.getByRole("button", { name: "Delete" }).click();
    assert.deepEqual(questions, ["Delete “Don Juan's Reckless Daughter” by Joni Mitchell? It can’t be brought back."]);
    // The server answers in order, so a deletion that was sent would show by now.
    await page.getByRole("link", { name: "Newest" }).click();
    await isAt(page, "/?sort=newest");
    assert.equal((await titles(page))[0], "Don Juan's Reckless Daughter");
    page.once("dialog", (question) => void question.accept());
    await card.getByRole("button", { name: "Delete" }).click();
    await card.waitFor({ state: "detached" });
  });

  test("search and order stand in the address, and the history leads through them", async () => {
    await open(page, "/");
    const search = page.getByRole("searchbox");
    await search.pressSequentially("bjork");
    await isAt(page, "/?q=bjork");
    await eventually(async () => assert.deepEqual(await titles(page), ["Homogenic"]));
    assert.equal(await search.inputValue(), "bjork");
    await hasFocus(search);

    await search.fill("jazz 1959");
    await shows(page.getByText("found for"), "Nothing found for “jazz 1959”");
    await search.fill("jazz");
    await isAt(page, "/?q=jazz");
    await page.getByRole("link", { name: "Year" }).click();
    await isAt(page, "/?q=jazz&sort=year");
    await eventually(async () => assert.equal((await titles(page)).at(-1), "The Köln Concert"));

    await page.goBack();
    await isAt(page, "/?q=jazz");
    await eventually(async () => assert.equal((await titles(page))[0], "Mingus Ah Um"));
    await page.goBack();
    await isAt(page, "/");
    await eventually(async () => assert.ok((await titles(page)).length >= 30));
    await page.goForward();
    await isAt(page, "/?q=jazz");
    await eventually(async () => assert.equal((await titles(page)).length, 5));
  });

  test("a dialog keeps search and order, and leads back to them", async () => {
    await open(page, "/?q=rock&sort=newest");
    await page.getByRole("link", { name: "Add album" }).click();
    await isAt(page, "/albums/new?q=rock&sort=newest");
    await page.getByRole("link", { name: "Cancel" }).click();
    await isAt(page, "/?q=rock&sort=newest");
    await dialog(page).waitFor({ state: "detached" });
    const card = albumCard(page, "Abbey Road");
    await card.hover();
    await card.getByRole("link", { name: "Edit Abbey Road" }).click();
    await dialog(page).waitFor();
    await page.goBack();
    await dialog(page).waitFor({ state: "detached" });
  });

  test("a search without hits says so and leads out", async () => {
    await open(page, "/?q=zebra%25");
    await shows(page.locator("#empty"), /Nothing here by that name\s+No title, artist or genre has “zebra%”/);
    await page.getByRole("link", { name: "Show all albums" }).click();
    await isAt(page, "/");
    await page.locator("#shelf li").first().waitFor();
  });

  test("the keyboard alone is enough to add an album", async () => {
    await open(page, "/");
    const addLink = page.getByRole("link", { name: "Add album" });
    await tabTo("Add album");
    await page.keyboard.press("Enter");
    await hasFocus(page.getByLabel("Title"));

    // The focus goes round inside the dialog.
    await page.keyboard.press("Shift+Tab");
    await hasFocus(page.getByRole("link", { name: "Close" }).first());
    await page.keyboard.press("Tab");
    await hasFocus(page.getByLabel("Title"));

    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    await hasFocus(addLink);

    await page.keyboard.press("Enter");
    await hasFocus(page.getByLabel("Title"));
    for (const text of ["Court and Spark", "Joni Mitchell", "1974", "11", "Folk"]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await tabTo("Save");
    await page.keyboard.press("Enter");
    await albumCard(page, "Court and Spark").waitFor();
    await dialog(page).waitFor({ state: "detached" });
    await hasFocus(addLink);
  });

  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press("Tab");
      if ((await page.locator(":focus").textContent())?.trim() === name) return;
    }
    assert.fail(`"${name}" isn't reached within 20 presses of Tab`);
  }

  test("what came lately goes on as it is scrolled, to the first album and back", async () => {
    await open(page, "/");
    const all = (await titles(page)).length;
    await open(page, "/lately");
    const cards = page.locator("#lately > li");
    assert.equal(await cards.count(), 24);
    await page.mouse.move(300, 300);
    await eventually(async () => {
      await page.mouse.wheel(0, -50);
      await page.mouse.wheel(0, 2000);
      assert.equal(await cards.count(), all);
    });
    await page.locator("#first-ones").waitFor();
    await cards.first().getByRole("link").click();
    await page.locator("#album-page").waitFor();
  });

  test("an address that leads nowhere is a page that says so", async () => {
    for (const path of ["/albums/424242", "/albums/424242/edit", "/albums/nonsense", "/nowhere"]) {
      const response = await page.goto(path);
      assert.ok([400, 404].includes(response?.status() ?? 0), `${path} is answered with ${response?.status()}`);
    }
    // The browser itself notes these statuses.
    visitor.complaints.length = 0;
  });

  test("plain pages stand in the same frame", async () => {
    await open(page, "/");
    await page.getByRole("link", { name: "About" }).click();
    await shows(page.getByRole("heading", { level: 1 }), "About");
    await page.getByRole("link", { name: "Teacher" }).click();
    await page.locator("#shelf li").first().waitFor();
  });
});
