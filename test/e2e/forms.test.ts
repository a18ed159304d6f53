import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { type BrowserSite, browserSite } from "./browser-site.ts";
import { formRoutes } from "./forms-app.ts";
import { eventually, open, reconnected, shows } from "./teacher-browser.ts";

let site: BrowserSite;

before(async () => {
  site = await browserSite({ router: formRoutes });
});

after(() => site?.close());

const worlds = {
  "over the socket": (page: Page) => open(page, "/"),
  "without JavaScript": async (page: Page) => void (await page.goto("/")),
};

async function pageFor(t: TestContext, javaScriptEnabled: boolean): Promise<Page> {
  // A page that comes back with errors has a status that the console mentions.
  const { page } = await site.visitor(t, { javaScriptEnabled, mayComplain: /422/ });
  return page;
}

const button = (page: Page, name: string, nth = 0) => page.getByRole("button", { name, exact: true }).nth(nth);
const tracks = (page: Page): Promise<string[]> =>
  page
    .locator("#tracks input:not([type=hidden])")
    .evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value));
const tracksAre = (page: Page, expected: readonly string[]): Promise<void> =>
  eventually(async () => assert.deepEqual(await tracks(page), expected));
const saved = async (page: Page): Promise<unknown> => JSON.parse(await page.locator("#saved").innerText());

for (const [world, goTo] of Object.entries(worlds)) {
  describe(`a form ${world}`, () => {
    const isLive = world === "over the socket";

    test("gets rows, loses them and sorts them, and keeps what was typed in each", async (t) => {
      const page = await pageFor(t, isLive);
      await goTo(page);
      await button(page, "Add a track").click();
      await tracksAre(page, ["Carey", ""]);
      await page.getByLabel("Track 2").fill("River");
      await button(page, "Add a track").click();
      await tracksAre(page, ["Carey", "River", ""]);
      await page.getByLabel("Track 3").fill("Blue");
      await button(page, "Up", 1).click();
      await tracksAre(page, ["Carey", "Blue", "River"]);
      await button(page, "Remove", 0).click();
      await tracksAre(page, ["Blue", "River"]);
      assert.equal(await page.locator("#album_title-errors").innerText(), "", "nobody has sent the form yet");
    });

    test("shows every error when it is sent, also those of rows and groups, and keeps what is there", async (t) => {
      const page = await pageFor(t, isLive);
      await goTo(page);
      await button(page, "Add a track").click();
      await tracksAre(page, ["Carey", ""]);
      await page.getByRole("listbox", { name: "Moods" }).selectOption(["calm", "sad", "wild"]);
      await button(page, "Save").click();
      await shows(page.locator("#album_title-errors"), "Every album has a title.");
      await shows(page.locator("#album_condition-errors"), "Say how it looks.");
      await shows(page.locator("#album_formats-errors"), "Pick a format.");
      await shows(page.locator("#album_moods-errors"), "Two moods at most.");
      await shows(page.locator("#album_tracks_1_name-errors"), "This track has no name.");
      assert.deepEqual(
        await page
          .getByRole("listbox")
          .evaluate((list) => (list as unknown as { selectedOptions: { length: number } }).selectedOptions.length),
        3,
      );
      assert.equal(await page.title(), isLive ? "Site" : "Not saved");
    });

    test("gives what its boxes, lists and buttons say", async (t) => {
      const page = await pageFor(t, isLive);
      await goTo(page);
      await page.getByLabel("Title").fill("Blue");
      await page.getByLabel("live").check();
      await page.getByLabel("worn").check();
      await page.getByLabel("lp").check();
      await page.getByLabel("tape").check();
      await page.getByRole("listbox").selectOption(["sad"]);
      await page.getByLabel("Track 1").press("Enter");
      await page.getByRole("heading", { name: "Saved" }).waitFor();
      assert.deepEqual(await saved(page), {
        title: "Blue",
        released: "1971-06-22",
        live: true,
        condition: "worn",
        formats: ["lp", "tape"],
        moods: ["sad"],
        tracks: [{ name: "Carey" }],
      });
    });

    test("without a tick says no, and a list without its rows is empty", async (t) => {
      const page = await pageFor(t, isLive);
      await goTo(page);
      await page.getByLabel("Title").fill("Blue");
      await page.getByLabel("mint").check();
      await page.getByLabel("cd").check();
      await button(page, "Remove").click();
      await tracksAre(page, []);
      await button(page, "Save").click();
      await shows(page.locator("#album_tracks-errors"), "An album has tracks.");
      await button(page, "Add a track").click();
      await tracksAre(page, [""]);
      await page.getByLabel("Track 1").fill("Carey");
      await button(page, "Save").click();
      await page.getByRole("heading", { name: "Saved" }).waitFor();
      const album = (await saved(page)) as Record<string, unknown>;
      assert.deepEqual([album["live"], album["moods"], album["formats"]], [false, [], ["cd"]]);
    });
  });
}

describe("a live form", () => {
  test("leaves inputs in peace that nobody has been in, in new rows too", async (t) => {
    const page = await pageFor(t, true);
    await open(page, "/");
    await button(page, "Add a track").click();
    await tracksAre(page, ["Carey", ""]);
    await page.getByLabel("Title").fill("B");
    await page.getByLabel("Title").fill("");
    await shows(page.locator("#album_title-errors"), "Every album has a title.");
    assert.equal(await page.locator("#album_tracks_1_name-errors").innerText(), "");
    await page.getByLabel("Track 2").fill("x");
    await page.getByLabel("Track 2").fill("");
    await shows(page.locator("#album_tracks_1_name-errors"), "This track has no name.");
  });

  describe("whose answers are late", () => {
    async function lateForm(t: TestContext): Promise<Page> {
      const page = await pageFor(t, true);
      await open(page, "/");
      await page.getByLabel("Title").fill("Blue");
      await page.getByLabel("mint").check();
      await page.getByLabel("cd").check();
      for (const [at, name] of ["River", "My Old Man"].entries()) {
        await button(page, "Add a track").click();
        await page.getByLabel(`Track ${at + 2}`).fill(name);
      }
      await tracksAre(page, ["Carey", "River", "My Old Man"]);
      await page.locator("form:not([data-phx-ref-lock])").waitFor();
      await page.evaluate("sessionStorage.setItem('phx:live-socket:latency-sim', '300')");
      return page;
    }

    test("is saved without the row that was taken away just before", async (t) => {
      const page = await lateForm(t);
      await button(page, "Remove", 0).click();
      await button(page, "Save").click();
      await page.getByRole("heading", { name: "Saved" }).waitFor();
      const { tracks: names } = (await saved(page)) as { readonly tracks: unknown };
      assert.deepEqual(names, [{ name: "River" }, { name: "My Old Man" }]);
    });

    test("doesn't get the row back that was taken away when the next one is", async (t) => {
      const page = await lateForm(t);
      await button(page, "Remove", 0).click();
      await button(page, "Remove", 1).click();
      await page.locator("form:not([data-phx-ref-lock])").waitFor();
      await tracksAre(page, ["River", "My Old Man"]);
      await button(page, "Remove", 1).click();
      await tracksAre(page, ["River"]);
    });
  });

  test("has its rows and what is in them after a lost connection, and no row more", async (t) => {
    const page = await pageFor(t, true);
    await open(page, "/");
    await button(page, "Add a track").click();
    await tracksAre(page, ["Carey", ""]);
    await page.getByLabel("Track 2").fill("River");
    await page.getByLabel("tape").check();
    await eventually(async () =>
      assert.equal(await page.locator("#album_tracks_1_name").getAttribute("value"), "River"),
    );
    await reconnected(page, site.dropConnections);
    await tracksAre(page, ["Carey", "River"]);
    assert.equal(await page.getByLabel("tape").isChecked(), true);
  });

  test("says by an event of its own that it was restored, with what nobody has touched marked", async (t) => {
    const page = await pageFor(t, true);
    await open(page, "/draft");
    await page.locator("#text").fill("half a sentence");
    await shows(page.locator("#story"), "typed");
    await reconnected(page, site.dropConnections);
    await shows(page.locator("#story"), "restored true false");
    assert.equal(await page.locator("#text").inputValue(), "half a sentence");
  });

  test("goes on as a request once it is right", async (t) => {
    const page = await pageFor(t, true);
    await open(page, "/log_in");
    await button(page, "Log in").click();
    await shows(page.locator("#user_name-errors"), "Who are you?");
    await page.locator("#name").fill("Ada");
    await button(page, "Log in").click();
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
  });
});
