import assert from "node:assert/strict";
import { test } from "node:test";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { logIn, registeredUser } from "#test/accounts-site";
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
  await page.element("button[data-confirm]").click();
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

test("who else looks at an album is there, and whether they edit it, until they go", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  await registeredUser("bob@example.com");
  const page = await site.visit(paths.album({ id }));
  assert.equal(page.text("#readers"), "");
  const bob = await site.visit(paths.album({ id }), { as: logIn("bob@example.com") });
  assert.deepEqual([page.text("#readers p"), bob.text("#readers p")], ["bob is here too", "ada is here too"]);
  assert.deepEqual(page.texts("#readers li"), ["B"]);
  await bob.element("#edit-album").click();
  assert.equal(page.text("#readers p"), "bob is editing");
  await bob.close();
  assert.equal(page.text("#readers"), "");
});

test("whoever has two tabs open is there once, and doesn't see themselves", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  await registeredUser("bob@example.com");
  const bob = await site.client().signIn(logIn("bob@example.com"));
  const page = await site.visit(paths.album({ id }));
  const tabs = [await bob.visit(paths.album({ id })), await bob.visit(paths.album({ id }))];
  assert.deepEqual([page.texts("#readers li"), tabs[0]?.texts("#readers li")], [["B"], ["A"]]);
  await tabs[0]?.close();
  assert.equal(page.text("#readers p"), "bob is here too");
  await tabs[1]?.close();
  assert.equal(page.text("#readers"), "");
});
