import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "livegate/data";
import type { Locator, Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { dialog, eventually, hasFocus, isAt, live, open, shows } from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";
import { type Member, bob } from "./teacher-member.ts";

const { browser, teacher, visitMember } = await teacherInBrowser();

const { password } = bob;
const member = (name: string): Member => ({ email: `${name}@example.com`, password });
const items = (page: Page): Locator => page.locator("#sessions > li");
const endOther = (page: Page): Promise<void> => page.locator("#sessions > li:nth-child(2) button").click();
const answer = (page: Page, typed: string): Promise<void> => dialog(page).getByLabel("Current password").fill(typed);
const notDone = /^Nothing was done/;

/** Has everybody logged in long ago: it is the row that tells when somebody showed who they are. */
async function lapse(): Promise<void> {
  const db = await openDatabase<{ users_sessions: { factors: string } }>(teacher.databaseUrl);
  const factors = JSON.stringify([{ method: "password", at: "2026-01-01T00:00:00.000Z" }]);
  await db.updateTable("users_sessions").set({ factors }).execute();
  await db.destroy();
}

/** Somebody's page of sessions that was left open, with another browser of theirs on it. */
async function leftOpen(t: { after(fn: () => unknown): void }, name: string, options = {}) {
  const other = await visitMember({ as: member(name) });
  const here = await visitMember({ as: member(name), ...options });
  t.after(async () => Promise.all([other.close(), here.close()]));
  await open(other.page, "/");
  await open(here.page, "/users/sessions");
  await eventually(async () => assert.equal(await items(here.page).count(), 2));
  await lapse();
  return { page: here.page, other: other.page, complaints: here.complaints };
}

test("the sheet asks in the page, which stays as it is, and what was chosen goes on", async (t) => {
  const { page, other, complaints } = await leftOpen(t, "one");
  await page.evaluate("document.body.dataset.here = 'still'");
  await endOther(page);
  await hasFocus(dialog(page).getByLabel("Current password"));
  await shows(dialog(page), /one@example\.com/);
  assert.equal(await items(page).count(), 2);

  await answer(page, "vier große Pferde");
  await page.keyboard.press("Enter");
  await shows(dialog(page), /not your current password/);
  await answer(page, password);
  await page.keyboard.press("Enter");
  await eventually(async () => assert.equal(await items(page).count(), 1));
  assert.equal(await dialog(page).count(), 0);
  await isAt(other, "/users/log_in?return_to=%2F");
  assert.equal(await page.evaluate("document.body.dataset.here"), "still");
  await isAt(page, "/users/sessions");
  // The wrong password.
  assert.deepEqual(complaints, [
    "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)",
  ]);
});

test("whoever presses Enter twice, while the answer is late, sends the password once", async (t) => {
  const { page, complaints } = await leftOpen(t, "twice");
  const late = Promise.withResolvers<void>();
  let sent = 0;
  await page.route("**/users/reauthenticate", async (route) => {
    sent += 1;
    await late.promise;
    await route.continue();
  });
  await endOther(page);
  await answer(page, password);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  late.resolve();
  await eventually(async () => assert.equal(await items(page).count(), 1));
  assert.equal(sent, 1);
  assert.deepEqual(complaints, []);
});

test("a form goes on as a request with what was typed before the sheet came", async (t) => {
  const { page } = await leftOpen(t, "two");
  await open(page, "/users/settings");
  await page.getByLabel("New address").fill("two-new@example.com");
  await page.getByRole("button", { name: "Change the address" }).click();
  await answer(page, password);
  await dialog(page).getByRole("button", { name: "Go on" }).click();
  await shows(page.locator("#flash-info"), /link is on its way to the new address/);
});

test("Escape and Cancel leave all as it was", async (t) => {
  const { page } = await leftOpen(t, "three");
  for (const close of ["Escape", "Cancel"]) {
    await endOther(page);
    await dialog(page).waitFor();
    if (close === "Escape") await page.keyboard.press("Escape");
    else await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await eventually(async () => assert.equal(await dialog(page).count(), 0));
    await hasFocus(page.locator("#sessions > li:nth-child(2) button"));
    assert.equal(await items(page).count(), 2);
  }
});

test("whoever reloads or loses the server while the sheet asks is told that nothing was done", async (t) => {
  const { page } = await leftOpen(t, "four");
  await endOther(page);
  await dialog(page).waitFor();
  await page.reload();
  await live(page);
  await shows(page.locator("#flash-info"), notDone);
  assert.equal(await items(page).count(), 2);

  await open(page, "/users/sessions");
  await endOther(page);
  await dialog(page).waitFor();
  await teacher.kill();
  await teacher.start();
  await shows(page.locator("#flash-info"), notDone);
  assert.equal(await dialog(page).count(), 0);
  assert.equal(await items(page).count(), 2);
});

test("what one tab was asked for goes on in that tab alone", async (t) => {
  const { page, other } = await leftOpen(t, "five");
  const tab = await page.context().newPage();
  await open(tab, "/users/settings");
  await tab.getByLabel("New address").fill("five-new@example.com");
  await tab.getByRole("button", { name: "Change the address" }).click();
  await dialog(tab).waitFor();
  await endOther(page);
  await answer(page, password);
  await page.keyboard.press("Enter");
  await isAt(other, "/users/log_in?return_to=%2F");
  await dialog(tab).waitFor();
  assert.equal(await tab.locator("#flash-info").count(), 0);
  await answer(tab, password);
  await tab.keyboard.press("Enter");
  await shows(tab.locator("#flash-info"), /link is on its way/);
});

test("without JavaScript a page of its own asks, and leads back to the form", async (t) => {
  const { page, other } = await leftOpen(t, "six");
  const plain = await browser.newContext({
    baseURL: teacher.url,
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  t.after(() => plain.close());
  const tab = await plain.newPage();
  await tab.goto("/users/sessions");
  await endOther(tab);
  await isAt(tab, "/users/reauthenticate?return_to=%2Fusers%2Fsessions");
  await shows(tab.locator("#flash-info"), notDone);
  await tab.getByLabel("Current password").fill(password);
  await tab.getByRole("button", { name: "Go on" }).click();
  await isAt(tab, "/users/sessions");
  await endOther(tab);
  await shows(tab.locator("#flash-info"), "That browser is logged out.");
  await isAt(other, "/users/log_in?return_to=%2F");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the sheet is right for everybody, on a phone and on a desk: ${colorScheme}`, async (t) => {
    const { page } = await leftOpen(t, colorScheme, { colorScheme });
    await endOther(page);
    await dialog(page).waitFor();
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 360, height: 740 },
    ]) {
      await page.setViewportSize(viewport);
      await assertAccessible(page, "the sheet");
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, "nothing stands beside the screen");
      if (process.env["SHOTS"])
        await page.screenshot({ path: `${process.env["SHOTS"]}/sheet-${colorScheme}-${viewport.width}.png` });
    }
  });
}
