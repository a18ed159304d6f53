import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "livegate/data";
import type { Page } from "playwright-core";
import { albumCard, fill, isAt, live, open, save, shows } from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";
import { type Member, ann, bob } from "./teacher-member.ts";

const { browser, teacher, visitMember } = await teacherInBrowser();

const user = (page: Page) => page.locator("#user-menu");

async function logIn(page: Page, { email, password }: Member): Promise<void> {
  await page.getByLabel("E-mail").first().fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

/** Whose an album is, by what the database says. */
async function ownerOf(title: string): Promise<string | null> {
  const db = await openDatabase<{
    albums: { title: string; owner_id: number | null };
    users: { id: number; email: string };
  }>(teacher.databaseUrl);
  const row = await db
    .selectFrom("albums")
    .leftJoin("users", "users.id", "albums.owner_id")
    .select("users.email")
    .where("title", "=", title)
    .executeTakeFirst();
  await db.destroy();
  return row?.email ?? null;
}

test("a log-in in one tab reaches the pages that the other showed a visitor", async (t) => {
  const ready = await visitMember({ as: ann });
  await ready.close();
  const context = await browser.newContext({ baseURL: teacher.url, reducedMotion: "reduce" });
  t.after(() => context.close());
  const [one, two] = [await context.newPage(), await context.newPage()];
  await open(one, "/users/log_in");
  await open(two, "/users/log_in");
  await logIn(one, ann);
  await isAt(one, "/");
  await isAt(two, "/");
  await live(two);
  for (const page of [one, two]) await shows(user(page), /ann@example\.com/);
});

test("a log-out in one tab closes the pages of the others, and a form that was half typed there does nothing", async (t) => {
  const { page: one, close } = await visitMember({ as: ann });
  t.after(close);
  const two = await one.context().newPage();
  await open(one, "/");
  await open(two, "/albums/new");
  await fill(two, { Title: "Half typed", Artist: "Nobody", Genre: "Jazz", Year: "1999", Tracks: "9" });
  await one.getByRole("button", { name: "Log out" }).click();
  await isAt(one, "/users/log_in");
  await isAt(two, "/users/log_in?return_to=%2Falbums%2Fnew");
  assert.equal(await ownerOf("Half typed"), null);
});

test("another account in one tab is the account of all, and nothing is done as the former one", async (t) => {
  const { page: one, close } = await visitMember({ as: ann });
  t.after(close);
  const other = await visitMember({ as: bob });
  t.after(other.close);
  const two = await one.context().newPage();
  await open(one, "/");
  await open(two, "/albums/new");
  await fill(two, { Title: "Typed as Ann", Artist: "Nobody", Genre: "Jazz", Year: "1999", Tracks: "9" });
  await one.getByRole("button", { name: "Log out" }).click();
  await isAt(one, "/users/log_in");
  await live(one);
  await logIn(one, bob);
  await isAt(one, "/");
  await live(one);
  await shows(user(one), /bob@example\.com/);
  await two.waitForURL((url) => !url.pathname.startsWith("/users/log_in"));
  await live(two);
  await shows(user(two), /bob@example\.com/);
  assert.equal(await ownerOf("Typed as Ann"), null);

  await open(two, "/albums/new");
  await fill(two, { Title: "Typed as Bob", Artist: "Nobody", Genre: "Jazz", Year: "1999", Tracks: "9" });
  await save(two);
  await albumCard(one, "Typed as Bob").waitFor();
  assert.equal(await ownerOf("Typed as Bob"), bob.email);
});

test("a tab that was without a connection while another account came does nothing as either", async (t) => {
  const { page: one, close } = await visitMember({ as: ann });
  t.after(close);
  const two = await one.context().newPage();
  await open(one, "/");
  await open(two, "/albums/new");
  await fill(two, { Title: "Typed offline", Artist: "Nobody", Genre: "Jazz", Year: "1999", Tracks: "9" });
  // Nothing of the log-out reaches it: its socket is cut, and no request of it comes through.
  await two.evaluate("liveSocket.disconnect()");
  await one.getByRole("button", { name: "Log out" }).click();
  await isAt(one, "/users/log_in");
  await live(one);
  await logIn(one, bob);
  await isAt(one, "/");
  assert.match(await user(two).innerText(), /ann@example\.com/);
  await two.evaluate("liveSocket.connect()");
  await live(two);
  await shows(user(two), /bob@example\.com/);
  assert.equal(await ownerOf("Typed offline"), null);
});
