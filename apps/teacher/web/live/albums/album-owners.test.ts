import assert from "node:assert/strict";
import { test } from "node:test";
import type { Album } from "#domain/catalog/album";
import * as Catalog from "#domain/catalog/catalog";
import { repo } from "#domain/repo";
import { logIn, told } from "#test/accounts-site";
import { paths } from "#web/paths";
import { openTeacher, shelved, somebodyElse } from "../../teacher-site.fixture.ts";

const hejira = { title: "Hejira", artist: "Joni Mitchell", year: 1976, genre: "Folk", tracks: 9 };
const asBob = logIn("bob@example.com");

/** An album becomes somebody else's behind an open page's back. */
const givenTo = (ownerId: number, { id }: Album) =>
  repo.db.updateTable("albums").set({ owner_id: ownerId }).where("id", "=", id).execute();

test("who adds an album owns it: it is marked for them, and others see nothing to press", async (t) => {
  const site = await openTeacher(t);
  await somebodyElse();
  const [page, other] = [await site.visit(paths.albumNew()), await site.visit(paths.home(), { as: asBob })];
  await page.form("#album").submit({ album: hejira });
  assert.equal(page.text("#shelf li .badge"), "yours");
  assert.ok(page.has("#shelf a[title=Edit]") && page.has("#shelf button[title=Delete]"));
  assert.deepEqual(other.texts("#shelf h2"), ["Hejira"]);
  for (const missing of [".badge", "a[title=Edit]", "button[title=Delete]"]) {
    assert.ok(!other.has(`#shelf ${missing}`), missing);
  }
});

test("the page of an album says whose it is without naming them", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved({}, await somebodyElse());
  const [page, owners] = [await site.visit(paths.album({ id })), await site.visit(paths.album({ id }), { as: asBob })];
  assert.match(page.text("#album-page"), /Somebody else’s album/);
  assert.ok(!page.has("#edit-album") && !page.text("main").includes("bob@"));
  assert.equal(owners.text("#album-page .badge"), "yours");
  assert.ok(owners.has("#edit-album"));
});

test("nobody opens the form of somebody else's album: not by address, not over the socket", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved({}, await somebodyElse());
  for (const path of [paths.albumEdit({ id }), paths.albumShowEdit({ id })]) {
    assert.equal((await site.visit(path)).status, 403, String(path));
    const page = await site.visit(paths.home());
    await page.navigate(path);
    assert.deepEqual([page.status, page.has("#album")], [403, false], String(path));
    assert.equal((await site.visit(path, { as: asBob })).status, 200);
  }
});

test("a patch to the form of an album that has become somebody else's leads back", async (t) => {
  const site = await openTeacher(t);
  const album = await shelved();
  const page = await site.visit(paths.home());
  await givenTo((await somebodyElse()).user.id, album);
  await page.element("a[title=Edit]").click();
  assert.deepEqual([page.path, told(page), page.has("#album")], ["/", "That album is somebody else’s.", false]);
});

test("an event with another's album changes nothing, from the shelf or from a page", async (t) => {
  const site = await openTeacher(t);
  const theirs = await shelved({}, await somebodyElse());
  const own = await shelved({ title: "Hejira" });
  const refused = { refused: "not_allowed", reply: null };
  for (const path of [paths.home(), paths.album({ id: own.id }), paths.album({ id: theirs.id })]) {
    const page = await site.visit(path);
    assert.deepEqual(await page.push("delete", { id: theirs.id }), refused, String(path));
    assert.deepEqual(await page.push("delete", { id: String(theirs.id) }), refused, String(path));
    assert.deepEqual(await page.push("delete", { id: 404 }), { refused: "not_found", reply: null });
  }
  assert.deepEqual(await Catalog.getAlbum(theirs.id), theirs);
});

test("an open form doesn't save what has become somebody else's", async (t) => {
  const site = await openTeacher(t);
  const album = await shelved();
  const page = await site.visit(paths.albumEdit({ id: album.id }));
  const bob = await somebodyElse();
  await givenTo(bob.user.id, album);
  await page.form("#album").submit({ album: { title: "Mine now" } });
  assert.deepEqual(page.refusals, ["not_allowed"]);
  assert.deepEqual(await Catalog.getAlbum(album.id), { ...album, ownerId: bob.user.id });
});

test("the albums of an account leave open pages with it", async (t) => {
  const site = await openTeacher(t);
  const bob = await somebodyElse();
  const { id } = await shelved({}, bob);
  await shelved({ title: "Hejira" });
  const [shelf, about] = [await site.visit(paths.home()), await site.visit(paths.album({ id }))];
  await using settings = await site.visit(paths.deleteAccount(), { as: asBob });
  assert.match(settings.text("main"), /Your album is deleted with it\./);
  await shelved({ title: "Court and Spark" }, bob);
  await site.settled();
  assert.match(settings.text("main"), /Your 2 albums are deleted with it\./);
  await settings.form("#delete-account").submit();
  assert.match(told(settings), /is deleted/);
  await site.settled();
  assert.deepEqual(shelf.texts("#shelf h2"), ["Hejira"]);
  assert.deepEqual([about.path, told(about)], ["/", "“Blue” has been deleted by somebody else."]);
});

test("an account without albums is told of none", async (t) => {
  const site = await openTeacher(t);
  await shelved();
  assert.ok(!(await site.visit(paths.deleteAccount())).text("main").includes("with it"));
});
