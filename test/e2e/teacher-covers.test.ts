import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import {
  type Visitor,
  albumCard,
  dialog,
  eventually,
  fill,
  isAt,
  live,
  open,
  save,
  shows,
  slowDown,
} from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";
import { bob } from "./teacher-member.ts";

const { teacher, visitMember } = await teacherInBrowser();

/** A picture as the browser itself makes one, so that it can be shown. */
const paint = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const context = canvas.getContext("2d");
    const colours = context.createLinearGradient(0, 0, 320, 240);
    colours.addColorStop(0, "#264653");
    colours.addColorStop(1, "#e76f51");
    context.fillStyle = colours;
    context.fillRect(0, 0, 320, 240);
    return canvas.toDataURL("image/png");
  })()`);

const widthOf = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.naturalWidth`);

test("a cover is chosen, seen before it is sent, and then on every shelf; another one is dropped", async () => {
  const [ann, other] = [await visitMember(), await visitMember({ as: bob })];
  await open(other.page, "/albums/1");
  await open(ann.page, "/albums/1");
  const png = await paint(ann.page);
  await ann.page.getByRole("link", { name: "Edit" }).click();
  await dialog(ann.page).waitFor();
  await ann.page.getByLabel("Choose a picture").setInputFiles({
    name: "hounds.png",
    mimeType: "image/png",
    buffer: Buffer.from(png.split(",")[1] ?? "", "base64"),
  });
  await eventually(async () => assert.equal(await widthOf(ann.page, ".cover-field-picture img"), 320));
  await shows(ann.page.locator("#cover-about"), /hounds\.png\s+0\.1 MB/);
  await save(ann.page);
  await isAt(ann.page, "/albums/1");
  for (const { page } of [ann, other]) {
    await eventually(async () => assert.equal(await widthOf(page, ".sleeve-open img.cover"), 320));
  }
  const first = await ann.page.locator(".sleeve-open img.cover").getAttribute("src");

  await ann.page.getByRole("link", { name: "Edit" }).click();
  await dialog(ann.page).waitFor();
  await ann.page.evaluate(`(() => {
    const text = atob(${JSON.stringify(png)}.split(",")[1]) + "another end";
    const file = new File([Uint8Array.from(text, (char) => char.charCodeAt(0))], "dropped.png", { type: "image/png" });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    const zone = document.querySelector("#cover-field");
    for (const name of ["dragenter", "drop"])
      zone.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer }));
  })()`);
  await shows(ann.page.locator("#cover-about"), /dropped\.png/);
  await save(ann.page);
  await eventually(async () =>
    assert.notEqual(await ann.page.locator(".sleeve-open img.cover").getAttribute("src"), first),
  );
  await open(ann.page, "/");
  await eventually(async () => assert.equal(await widthOf(ann.page, "#album-1 img.cover"), 320));
  for (const each of [ann, other]) {
    await each.close();
    assert.deepEqual(each.complaints, [], "the consoles are quiet");
  }
});

const album = { Title: "Astral Weeks", Artist: "Van Morrison", Year: "1968", Tracks: "8", Genre: "Folk" };

/** Saves a new album whose picture is on its way for half a minute. */
async function sending(): Promise<Visitor> {
  const ann = await visitMember();
  await open(ann.page, "/albums/new");
  await fill(ann.page, album);
  const buffer = Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(1_900_000)]);
  await ann.page.getByLabel("Choose a picture").setInputFiles({ name: "weeks.gif", mimeType: "image/gif", buffer });
  await shows(ann.page.locator("#cover-about"), /weeks\.gif/);
  await slowDown(ann.page, 60_000);
  await save(ann.page);
  await ann.page.getByRole("progressbar").waitFor();
  return ann;
}

test("a picture that is being sent can be taken away: the album is saved without it", async () => {
  const { page, close } = await sending();
  await page.getByRole("button", { name: "Take weeks.gif away" }).click();
  await shows(page.locator("#flash-info"), "“Astral Weeks” is on the shelf.");
  await albumCard(page, "Astral Weeks").locator("svg.cover").waitFor();
  page.once("dialog", (question) => void question.accept());
  await albumCard(page, "Astral Weeks").getByRole("button", { name: "Delete" }).click();
  await albumCard(page, "Astral Weeks").waitFor({ state: "detached" });
  await close();
});

test("a dialog that is closed while a picture is being sent saves nothing", async () => {
  const { page, close } = await sending();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Newest" }).click();
  await isAt(page, "/?sort=newest");
  assert.equal(await albumCard(page, "Astral Weeks").count(), 0);
  await close();
});

test("a server that dies while a picture is being sent takes nothing that was typed, and the page asks for the picture again", async () => {
  const { page, close } = await sending();
  await teacher.kill();
  await page.getByText("The connection is lost.").waitFor();
  await teacher.start();
  await live(page);
  await shows(page.locator("#cover-about"), /choose “weeks\.gif” again/);
  for (const [label, value] of Object.entries(album)) {
    assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), value);
  }
  await page.getByLabel("Choose a picture").setInputFiles({
    name: "weeks.gif",
    mimeType: "image/gif",
    buffer: Buffer.from("GIF89a and more of it"),
  });
  await shows(page.locator("#cover-about"), /weeks\.gif/);
  await save(page);
  await albumCard(page, "Astral Weeks").locator("img.cover").waitFor();
  await close();
});

test("who logs out in another tab while a picture is being sent saves nothing", async () => {
  const { page, close } = await sending();
  const other = await page.context().newPage();
  await open(other, "/");
  await other.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  const { page: again, close: closeAgain } = await visitMember();
  await open(again, "/?q=astral+weeks");
  await shows(again.locator("#albums"), /1 album found/);
  await close();
  await closeAgain();
});
