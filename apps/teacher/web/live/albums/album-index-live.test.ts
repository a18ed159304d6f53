import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestPage } from "livegate/testing";
import * as Catalog from "#domain/catalog/catalog";
import { logIn, openAccounts, registeredUser } from "#test/accounts-site";
import { paths } from "#web/paths";
import { repo } from "#domain/repo";
import { openTeacher, shelved, somebodyElse } from "../../teacher-site.fixture.ts";

const titles = (page: TestPage): readonly string[] => page.texts("#shelf h2");
const notice = (page: TestPage): string => page.text("[id^=flash-] p");

const homogenic = { title: "Homogenic", artist: "Björk", year: 1997, genre: "Electronic", tracks: 10 };

test("an empty shelf says so, with the way to its first album", async (t) => {
  const page = await (await openTeacher(t)).visit(paths.home());
  assert.match(page.text("#empty"), /The shelf is empty/);
  assert.equal(page.title, "Albums · Teacher");
  await page.element("#add-album").click();
  assert.deepEqual([page.arrival, page.path, page.title], ["patch", "/albums/new", "Add an album · Teacher"]);
});

test("an album is added, and everybody who is looking sees it", async (t) => {
  const site = await openTeacher(t);
  const [page, other] = [await site.visit(paths.albumNew()), await site.visit(paths.home())];
  await page.form("#album").submit({ album: homogenic });
  assert.deepEqual([page.path, notice(page), titles(page)], ["/", "“Homogenic” is on the shelf.", ["Homogenic"]]);
  assert.deepEqual(titles(other), ["Homogenic"]);
});

test("errors show for the inputs that somebody has been in, and all of them after a submit", async (t) => {
  const page = await (await openTeacher(t)).visit(paths.albumNew());
  const form = page.form("#album");
  const errors = () => page.texts("#album p[aria-live]").filter(Boolean);
  await form.change({ album: { year: 1800 } });
  assert.deepEqual(errors(), ["Nothing was recorded before 1877."]);
  await form.submit();
  assert.equal(errors().length, 5);
});

test("a second album of one name is refused, and nothing that was typed is lost", async (t) => {
  const site = await openTeacher(t);
  const { title, artist } = await shelved();
  const page = await site.visit(paths.albumNew());
  await page.form("#album").submit({ album: { ...homogenic, title, artist } });
  assert.match(page.text("#album_title_messages"), /is here already/);
  assert.deepEqual(Object.fromEntries(page.form("#album").values)["album[genre]"], "Electronic");
});

test("the dialog is closed by Escape, by its button and beside it", async (t) => {
  const page = await (await openTeacher(t)).visit(paths.home());
  for (const close of [
    () => page.keydown("Escape"),
    () => page.element("#album-dialog a[aria-label=Close]").click(),
    () => page.element("#album-dialog a", { text: "Cancel" }).click(),
  ]) {
    await page.element("#add-album").click();
    assert.ok(page.has("#album-dialog"));
    await close();
    assert.deepEqual([page.has("#album-dialog"), page.path], [false, "/"]);
  }
});

test("nothing behind an open dialog can be used", async (t) => {
  const page = await (await openTeacher(t)).visit(paths.albumNew());
  await assert.rejects(page.element("#add-album").click(), /inert/);
});

test("an album is edited from the shelf", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.home());
  await page.element(`#album-${id} a[title=Edit]`).click();
  assert.equal(page.title, "Edit Blue · Teacher");
  await page.form("#album").submit({ album: { title: "Hejira", year: 1976 } });
  assert.deepEqual([titles(page), notice(page)], [["Hejira"], "“Hejira” has been changed."]);
});

test("who edits an album that somebody else changes is told", async (t) => {
  const site = await openTeacher(t);
  const album = await shelved();
  const page = await site.visit(paths.albumEdit({ id: album.id }));
  await Catalog.updateAlbum(await somebodyElse(), album.id, { ...homogenic });
  await site.settled();
  assert.match(page.text("#album [role=status]"), /Somebody has just changed this album/);
});

test("who comes back to a half-typed form is told what was changed while the connection was lost", async (t) => {
  const site = await openTeacher(t);
  const album = await shelved();
  const page = await site.visit(paths.albumEdit({ id: album.id }));
  await page.form("#album").change({ album: { tracks: 11 } });
  await page.reconnect();
  assert.ok(!page.has("#album [role=status]"), "nothing was");
  // As if it hadn't been told.
  await repo.db.updateTable("albums").set({ year: 1999 }).where("id", "=", album.id).execute();
  await page.reconnect();
  assert.match(page.text("#album [role=status]"), /Somebody has just changed this album/);
  await page.form("#album").submit();
  const { tracks, year } = (await Catalog.getAlbum(album.id)) ?? {};
  assert.deepEqual([tracks, year], [11, 1971]);
});

test("an album is deleted, here and on every other page", async (t) => {
  const site = await openTeacher(t);
  const album = await shelved();
  const [page, other] = [await site.visit(paths.home()), await site.visit(paths.albumEdit({ id: album.id }))];
  await page.element(`#album-${album.id} button[title=Delete]`).click();
  assert.deepEqual([titles(page), notice(page)], [[], "“Blue” has been deleted."]);
  assert.deepEqual([other.path, notice(other)], ["/", "That album has been deleted by somebody else."]);
});

test("a search narrows the shelf and stands in the address; clearing it is one click", async (t) => {
  const site = await openTeacher(t);
  await shelved();
  await shelved(homogenic);
  const page = await site.visit(paths.home());
  await page.form("#search").change({ q: "bjork" });
  assert.deepEqual([page.path, titles(page)], ["/?q=bjork", ["Homogenic"]]);
  assert.match(page.text("header p[aria-live]"), /1 album found for “bjork”/);
  await page.form("#search").change({ q: "nobody" });
  assert.match(page.text("#empty"), /Nothing here by that name/);
  await page.element("a", { text: "Show all albums" }).click();
  assert.deepEqual([page.path, titles(page)], ["/", ["Homogenic", "Blue"]]);
});

test("an order is chosen by a link that is marked as the current one", async (t) => {
  const site = await openTeacher(t);
  await shelved();
  await shelved(homogenic);
  const page = await site.visit(paths.home());
  await page.element("nav[aria-label=Order] a", { text: "Title" }).click();
  assert.deepEqual([page.path, titles(page)], ["/?sort=title", ["Blue", "Homogenic"]]);
  assert.equal(page.text("[aria-current=true]"), "Title");
});

test("an album that appears takes its place in the order, by one row on the wire", async (t) => {
  const site = await openTeacher(t);
  for (const at of Array.from({ length: 20 }).keys()) await shelved({ title: `Album ${at}` });
  const page = await site.visit(paths.home());
  await shelved({ ...homogenic, title: "Album 10½" });
  await site.settled();
  assert.equal(titles(page).length, 21);
  const { bytes } = page.lastDiff ?? assert.fail("nothing was sent");
  assert.ok(bytes < 6_000, `${bytes} bytes`);
});

test("without JavaScript the search is a form and the orders are links", async (t) => {
  const site = await openTeacher(t);
  await shelved();
  const page = await site.visit(paths.home(), { javascript: false });
  await page.form("#search").submit({ q: "blue" });
  assert.deepEqual([page.arrival, titles(page)], ["request", ["Blue"]]);
  await page.element("a", { text: "Year" }).click();
  assert.match(page.path, /sort=year/);
});

test("a form that is half typed survives a lost connection and a deploy", async () => {
  await using at = await openAccounts({ as: logIn() });
  await registeredUser();
  const page = await at.site.visit(paths.albumNew());
  await page.form("#album").change({ album: { title: "Kid A" } });
  await page.reconnect();
  assert.equal(page.element("#album_title").value, "Kid A");
  await at.deploy();
  assert.equal(page.element("#album_title").value, "Kid A");
});

test("an event that the page doesn't have does nothing", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.home());
  assert.deepEqual(await page.push("delete", { id: [id] }), { refused: "invalid_payload", reply: null });
  assert.deepEqual(await page.push("deleteAll"), { refused: "unknown_event", reply: null });
  assert.deepEqual(titles(page), ["Blue"]);
});

test("in a browser the focus goes into the dialog, stays there, and comes back", async (t) => {
  const page = await (await openTeacher(t)).browse(paths.home());
  await page.click("#add-album");
  assert.ok(page.has("#album-dialog :focus"));
  for (let presses = 0; presses < 12; presses++) await page.press("Tab");
  assert.ok(page.has("#album-dialog :focus"));
  await page.press("Escape");
  await page.advance(300);
  assert.ok(page.has("#add-album:focus"));
});
