import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openDatabase } from "livegate/data";
import type { Tables } from "../../apps/teacher/domain/repo.ts";
import { albumCard, dialog, eventually, fill, isAt, live, open, save, shows, titles } from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";

const { teacher, visitMember } = await teacherInBrowser();

const gif = Buffer.from("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=", "base64");
const typed = { Title: "Astral Weeks", Artist: "Van Morrison", Year: "1968", Tracks: "8" };

test("a half-typed form survives the server's death, and is saved by its successor", async () => {
  const { page, close } = await visitMember();
  await open(page, "/albums/new");
  await fill(page, typed);
  await teacher.kill();
  await page.locator(".phx-error, .phx-client-error").first().waitFor();
  await page.getByText("The connection is lost.").waitFor();
  await page.getByLabel("Genre").fill("Folk");
  await teacher.start();
  await live(page);
  await page.getByText("The connection is lost.").waitFor({ state: "hidden" });

  for (const [label, value] of Object.entries({ ...typed, Genre: "Folk" })) {
    assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), value);
  }
  await save(page);
  await albumCard(page, "Astral Weeks").waitFor();
  await close();
});

test("a form that is filled in without a network says so, and is as it was when there is one", async () => {
  const { page, close } = await visitMember();
  await open(page, "/albums/new");
  await fill(page, { ...typed, Title: "Veedon Fleece" });
  await page.context().setOffline(true);
  await page.getByText("The connection is lost.").waitFor();
  await fill(page, { Year: "1974", Genre: "Folk" });
  await save(page);
  await page.context().setOffline(false);
  await page.getByText("The connection is lost.").waitFor({ state: "hidden" });
  for (const [label, value] of Object.entries({ ...typed, Title: "Veedon Fleece", Year: "1974", Genre: "Folk" })) {
    assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), value);
  }
  await save(page);
  await albumCard(page, "Veedon Fleece").waitFor();
  await close();
});

test("a second press of Save is none", async () => {
  const { page, close } = await visitMember();
  await open(page, "/albums/new");
  await fill(page, { ...typed, Title: "Moondance", Genre: "Folk" });
  await page.getByRole("button", { name: "Save" }).dblclick();
  await shows(page.locator("#flash-info"), "“Moondance” is on the shelf.");
  await open(page, "/?q=moondance");
  assert.deepEqual(await titles(page), ["Moondance"]);
  page.once("dialog", (question) => void question.accept());
  await albumCard(page, "Moondance").hover();
  await page.getByRole("button", { name: "Delete Moondance" }).click();
  await albumCard(page, "Moondance").waitFor({ state: "detached" });
  await close();
});

test("whatever was acknowledged is there after the server's death", async () => {
  const { page, close } = await visitMember();
  const saved: string[] = [];
  for (let round = 1; round <= 3; round++) {
    for (let number = 1; number <= 3; number++) {
      const title = `Volume ${round}.${number}`;
      await open(page, "/albums/new");
      await fill(page, { ...typed, Title: title, Artist: "The Killed", Genre: "Noise" });
      await save(page);
      await shows(page.locator("#flash-info"), `“${title}” is on the shelf.`);
      saved.push(title);
    }
    await teacher.kill();
    await teacher.start();
  }
  await open(page, "/?q=the+killed&sort=title");
  assert.deepEqual(await titles(page), saved);
  await close();
});

test("back to the page of an album that was deleted tells that there is none, and forward leads out again", async () => {
  const { page, close } = await visitMember();
  await open(page, "/");
  await page.getByRole("link", { name: "Low", exact: true }).click();
  await shows(page.getByRole("heading", { level: 1 }), "Low");
  page.once("dialog", (question) => void question.accept());
  await page.getByRole("button", { name: "Delete" }).click();
  await isAt(page, "/");
  await page.goBack();
  await shows(page.getByRole("heading", { level: 1 }), "There is no such page");
  await page.goForward();
  await shows(page.getByRole("heading", { level: 1 }), "Albums");
  await close();
});

test("somebody whose album is gone when the server is back is told, and led to the shelf", async () => {
  const { page, close } = await visitMember();
  await open(page, "/?q=pink+moon");
  await albumCard(page, "Pink Moon").hover();
  await page.getByRole("link", { name: "Edit Pink Moon" }).click();
  await dialog(page).waitFor();
  await teacher.kill();
  const database = await openDatabase<Tables>(teacher.databaseUrl);
  await database.deleteFrom("albums").where("title", "=", "Pink Moon").execute();
  await database.destroy();
  await teacher.start();
  await dialog(page).waitFor({ state: "detached" });
  await shows(page.locator("#flash-error"), "That album has been deleted by somebody else.");
  await close();
});

describe("without JavaScript", () => {
  test("everything can be read, searched and ordered", async () => {
    const { page, close } = await visitMember({ javaScriptEnabled: false });
    await page.goto("/");
    assert.ok((await titles(page)).length >= 30);
    await page.getByRole("searchbox").fill("bach");
    await page.getByRole("searchbox").press("Enter");
    await eventually(async () => assert.deepEqual(await titles(page), ["Bach: The Goldberg Variations"]));
    await page.getByRole("link", { name: "Bach: The Goldberg Variations", exact: true }).click();
    await shows(page.getByRole("heading", { level: 1 }), "Bach: The Goldberg Variations");
    await page.getByRole("link", { name: "All albums" }).click();
    await page.getByRole("link", { name: "Year" }).click();
    await eventually(async () => assert.equal((await titles(page)).at(-1), "To Pimp a Butterfly"));
    await close();
  });

  test("nothing is offered that can't be done", async () => {
    const { page, close } = await visitMember({ javaScriptEnabled: false });
    await page.goto("/");
    assert.equal(await page.getByRole("button", { name: "Delete" }).first().isVisible(), false);
    assert.equal(await page.getByText("The connection is lost.").isVisible(), false);
    await page.getByRole("link", { name: "Add album" }).click();
    assert.equal(await page.getByText("or drop one here").isVisible(), false);
    await page.getByRole("link", { name: "Close" }).first().click();
    await dialog(page).waitFor({ state: "detached" });
    await close();
  });

  test("an album is added with its picture, changed, stripped of it and deleted", async () => {
    const { page, close } = await visitMember({ javaScriptEnabled: false });
    const chooser = page.locator("input[type=file]");
    await page.goto("/");
    await page.getByRole("link", { name: "Add album" }).click();
    await fill(page, { ...typed, Title: "Moondance", Year: "1769", Genre: "Folk" });
    await chooser.setInputFiles({ name: "moon.gif", mimeType: "image/gif", buffer: gif });
    await save(page);
    await shows(page.locator("#album_year_messages"), "Nothing was recorded before 1877.");
    await shows(page.locator("#cover-about"), /Choose the picture again/);
    assert.equal(await page.getByLabel("Title").inputValue(), "Moondance");
    await fill(page, { Year: "1970" });
    await chooser.setInputFiles({ name: "moon.gif", mimeType: "image/gif", buffer: gif });
    await save(page);
    await shows(page.locator("#flash-info"), "“Moondance” is on the shelf.");

    await albumCard(page, "Moondance").getByRole("link", { name: "Moondance", exact: true }).click();
    const picture = page.locator(".sleeve-open img.cover");
    await picture.waitFor();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("Take the picture away").check();
    await fill(page, { Tracks: "10" });
    await save(page);
    await shows(page.locator("dl"), /Tracks\s+10/);
    await picture.waitFor({ state: "detached" });

    await page.getByText("Delete …").click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await shows(page.locator("#flash-info"), "“Moondance” has been deleted.");
    await close();
  });
});
