import assert from "node:assert/strict";
import { test } from "node:test";
import { addedAlbum } from "#domain/catalog/album.fixture";
import * as Catalog from "#domain/catalog/catalog";
import { openSite, openTestDatabase } from "#test/site";
import { paths } from "#web/paths";

const filledIn = {
  title: "other title",
  artist: "other artist",
  year: 43,
  genre: "other genre",
  tracks: 43,
};

test("the list shows what there is, and says so where there is nothing", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using empty = await site.visit(paths.home());
  assert.match(empty.text("main"), /There are no albums yet/);
  const { id } = await addedAlbum();
  await using page = await site.visit(paths.home());
  assert.ok(page.has(`#albums-table-${id}`));
});

test("one is added in the dialog, and everybody who is looking sees it", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using other = await site.visit(paths.home());
  await using page = await site.visit(paths.home());
  await page.element("#new-album").click();
  assert.equal(page.path, String(paths.albumNew()));
  await page.form("#album-form").submit({ album: filledIn });
  assert.equal(page.path, String(paths.home()));
  assert.match(page.text(), /Album saved/);
  const [added] = await Catalog.listAlbums();
  assert.ok(added);
  assert.ok(other.has(`#albums-table-${added.id}`));
});

test("a form with nothing in it is shown again with what is missing", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using page = await site.visit(paths.albumNew());
  await page.form("#album-form").submit({});
  assert.equal(page.path, String(paths.albumNew()));
  assert.ok(page.has("[aria-invalid=true]"));
  assert.deepEqual(await Catalog.listAlbums(), []);
});

test("one is changed from the list and from its own page", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  const { id } = await addedAlbum();
  for (const [edit, after] of [
    [paths.albumEdit({ id }), paths.home()],
    [paths.albumShowEdit({ id }), paths.album({ id })],
  ]) {
    await using page = await site.visit(String(edit));
    await page.form("#album-form").submit({ album: filledIn });
    assert.equal(page.path, String(after));
    assert.match(page.text(), /Album saved/);
  }
});

test("one is deleted from the list, after a question", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  const { id } = await addedAlbum();
  await using page = await site.visit(paths.home());
  const button = page.element(`#albums-table-${id} button`, { text: "Delete" });
  assert.match(button.attribute("data-confirm") ?? "", /Delete it/);
  await button.click();
  assert.ok(!page.has(`#albums-table-${id}`));
  assert.equal(await Catalog.getAlbum(id), null);
});

test("a page whose album somebody else deletes leads back to the list", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  const { id } = await addedAlbum();
  await using page = await site.visit(paths.album({ id }));
  await Catalog.deleteAlbum(id);
  await site.settled();
  assert.equal(page.path, String(paths.home()));
  assert.match(page.text(), /deleted by somebody else/);
});

test("what isn't there, and what is no id, is not found", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  for (const id of ["404", "0", "abc", "1e0"]) {
    await using page = await site.visit(paths.album({ id }));
    assert.equal(page.status, 404, id);
  }
});
