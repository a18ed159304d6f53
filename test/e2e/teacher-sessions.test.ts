import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "livegate/data";
import type { Locator, Page } from "playwright-core";
import type { Tables } from "../../apps/teacher/domain/repo.ts";
import { assertAccessible } from "./axe.ts";
import { eventually, hasFocus, isAt, open, shows } from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";
import { type Member, bob } from "./teacher-member.ts";

const { teacher, visitMember } = await teacherInBrowser();

const phone = {
  userAgent: "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
  viewport: { width: 360, height: 740 },
};
const items = (page: Page): Locator => page.locator("#sessions > li");
const item = (page: Page, name: string): Locator => items(page).filter({ hasText: name });
const member = (name: string): Member => ({ email: `${name}@example.com`, password: bob.password });

test("a log-in elsewhere appears by itself, with its pages; ended here, its open page is at the log-in page within a second", async (t) => {
  const desk = await visitMember({ as: member("one") });
  t.after(desk.close);
  await open(desk.page, "/users/sessions");
  await shows(desk.page.getByRole("status").first(), "You are logged in here, and nowhere else.");
  await shows(item(desk.page, "this one"), /Chrome on Linux[^]*1 page open now/);

  const other = await visitMember({ as: member("one"), ...phone });
  t.after(other.close);
  await item(desk.page, "Firefox on Android").waitFor();
  await open(other.page, "/");
  await shows(item(desk.page, "Firefox on Android"), /1 page open now/);
  await open(await other.page.context().newPage(), "/albums/1");
  await shows(item(desk.page, "Firefox on Android"), /2 pages open now/);

  await desk.page.getByRole("button", { name: "Log out Firefox on Android" }).click();
  const begin = Date.now();
  await isAt(other.page, "/users/log_in?return_to=%2F");
  assert.ok(Date.now() - begin < 1_000, `${Date.now() - begin} ms`);
  await eventually(async () => assert.equal(await items(desk.page).count(), 1));
  await hasFocus(desk.page.locator("#sessions-title"));
  assert.deepEqual(desk.complaints, []);
});

test("all others end together, and each sees that its session has ended", async (t) => {
  const windows = [];
  for (let n = 0; n < 3; n++) {
    const visitor = await visitMember({ as: member("two") });
    t.after(visitor.close);
    await open(visitor.page, "/users/sessions");
    windows.push(visitor.page);
  }
  const [first, ...others] = windows as [Page, ...Page[]];
  await eventually(async () => assert.equal(await items(first).count(), 3));
  await first.getByRole("button", { name: "Log out all 2 others" }).press("Enter");
  for (const page of others) await isAt(page, "/users/log_in?return_to=%2Fusers%2Fsessions");
  await eventually(async () => assert.equal(await items(first).count(), 1));
});

test("a session that is due while its page is open gets a new token by a request of that page, and no tab notices", async (t) => {
  const desk = await visitMember({ as: member("four") });
  t.after(desk.close);
  const db = await openDatabase<Pick<Tables, "users_sessions">>(teacher.databaseUrl);
  t.after(() => db.destroy());
  const old = new Date(Date.now() - 8 * 24 * 60 * 60_000).toISOString();
  const { id } = await db
    .selectFrom("users_sessions")
    .select("id")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  await open(desk.page, "/users/sessions");
  const other = await desk.page.context().newPage();
  await open(other, "/");
  const token = async () => (await desk.page.context().cookies()).find(({ name }) => name === "auth")?.value;
  const former = await token();
  assert.notEqual(former, undefined);
  await db.updateTable("users_sessions").set({ created_at: old, remember: 1 }).where("id", "=", id).execute();
  const asked = desk.page.context().waitForEvent("response", (response) => response.url().endsWith("/session/refresh"));
  // Over the socket: with a page that is fetched the new token would come by itself.
  await other.locator("#shelf .shelf-link").first().click();
  assert.equal((await asked).status(), 204);
  await eventually(async () => assert.notEqual(await token(), former));
  const row = await db.selectFrom("users_sessions").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  assert.notEqual(row.rotated_at, null);
  await other.goBack();
  await other.getByRole("searchbox").fill("Blue");
  await isAt(other, "/?q=Blue");
  await shows(item(desk.page, "this one"), /2 pages open now/);
  assert.deepEqual(desk.complaints, []);
});

test("without JavaScript the same is done by forms", async (t) => {
  const plain = await visitMember({ as: member("three"), javaScriptEnabled: false });
  t.after(plain.close);
  const other = await visitMember({ as: member("three"), ...phone });
  t.after(other.close);
  await open(other.page, "/");
  await plain.page.goto("/users/sessions");
  await shows(item(plain.page, "Firefox on Android"), /1 page open now/);
  await plain.page.getByRole("button", { name: "Log out Firefox on Android" }).click();
  await isAt(plain.page, "/users/sessions");
  await shows(plain.page.locator("#flash-info"), "That browser is logged out.");
  assert.equal(await items(plain.page).count(), 1);
  await isAt(other.page, "/users/log_in?return_to=%2F");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the page is right for everybody, on a phone and on a desk: ${colorScheme}`, async (t) => {
    const as = member(colorScheme);
    const visitors = [await visitMember({ as, colorScheme }), await visitMember({ as, colorScheme, ...phone })];
    for (const { page, close } of visitors) {
      t.after(close);
      await open(page, "/users/sessions");
      await eventually(async () => assert.equal(await items(page).count(), 2));
      await assertAccessible(page, "/users/sessions");
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, "nothing stands beside the screen");
    }
  });
}
