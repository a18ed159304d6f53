import assert from "node:assert/strict";
import { test } from "node:test";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { openTeacher, shelved, somebodyElse } from "../../teacher-site.fixture.ts";

test("an album has a page of its own, reached from the shelf without a request", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.home());
  await page.element("#shelf a", { text: "Blue" }).click();
  assert.deepEqual(
    [page.arrival, page.path, page.title],
    ["navigate", `/albums/${id}`, "Blue by Joni Mitchell · Teacher"],
  );
  assert.match(page.text("dl"), /Year 1971 Tracks 10 Genre Folk/);
});

test("an album that isn't there is not found, and what is no id isn't either", async (t) => {
  const site = await openTeacher(t);
  assert.equal((await site.visit(paths.album({ id: 404 }))).status, 404);
  assert.equal((await site.visit("/albums/one")).status, 404);
});

test("it is edited in a dialog over its page", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.album({ id }));
  await page.element("#edit-album").click();
  await page.form("#album").submit({ album: { genre: "Jazz" } });
  assert.deepEqual([page.path, page.has("#album-dialog")], [`/albums/${id}`, false]);
  assert.match(page.text("dl"), /Genre Jazz/);
});

test("it is deleted, and leads back to the shelf with a word about it", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.album({ id }));
  await page.element("button", { text: "Delete" }).click();
  assert.deepEqual([page.path, page.flash], ["/", { info: "“Blue” has been deleted." }]);
});

test("who looks at an album sees what others do with it", async (t) => {
  const site = await openTeacher(t);
  const album = await shelved();
  const page = await site.visit(paths.album({ id: album.id }));
  await shelved({ title: "Hejira" });
  const bob = await somebodyElse();
  await Catalog.updateAlbum(bob, album.id, { ...Catalog.changeAlbum(album), year: 1972 });
  await site.settled();
  assert.match(page.text("dl"), /Year 1972/);
  assert.deepEqual(page.texts("#neighbours h2"), ["Hejira"]);
  await Catalog.deleteAlbum(bob, album.id);
  await site.settled();
  assert.deepEqual([page.path, page.flash["error"]], ["/", "“Blue” has been deleted by somebody else."]);
});
