import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { dialog, eventually, isAt, launchBrowser, open, save, shows } from "./teacher-browser.ts";
import { bob, visitAsMember } from "./teacher-member.ts";
import { type TeacherServer, startTeacher } from "./teacher-server.ts";

let browser: Browser;
let teacher: TeacherServer;

before(async () => {
  browser = await launchBrowser();
  teacher = await startTeacher();
});

after(async () => {
  await browser?.close();
  await teacher?.close();
});

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
  const [ann, other] = [
    await visitAsMember(browser, teacher.url),
    await visitAsMember(browser, teacher.url, { as: bob }),
  ];
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
