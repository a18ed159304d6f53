import assert from "node:assert/strict";
import { test } from "node:test";
import * as Catalog from "#domain/catalog/catalog";
import { repo } from "#domain/repo";
import { paths } from "#web/paths";
import { openTeacher, shelved, somebodyElse } from "../../teacher-site.fixture.ts";

const shelve = async (from: number, to: number): Promise<void> => {
  for (let at = from; at <= to; at++) await shelved({ title: `Album ${at}` });
};
const names = (from: number, to: number): readonly string[] =>
  Array.from({ length: from - to + 1 }, (_, at) => `Album ${from - at}`);

test("albums come as somebody scrolls, a hundred or so at a time, in both directions", async (t) => {
  const site = await openTeacher(t);
  await shelve(1, 130);
  const page = await site.visit(paths.lately());
  const shown = (): readonly string[] => page.texts("#lately h2");
  const list = page.element("#lately");
  assert.deepEqual(shown(), names(130, 107));
  await list.scrollTo("bottom");
  assert.deepEqual(shown(), names(130, 83));
  for (let step = 0; step < 4; step++) await list.scrollTo("bottom");
  assert.deepEqual(shown(), names(96, 1));
  assert.equal(page.has("#first-ones"), true);
  await assert.rejects(list.scrollTo("bottom"), /has no phx-viewport-bottom/);
  await list.scrollTo("top");
  assert.deepEqual(shown(), names(120, 25));
  await list.scrollTo("top");
  assert.deepEqual(shown(), names(130, 35));
  await assert.rejects(list.scrollTo("top"), /has no phx-viewport-top/);
});

test("what others add, change and delete shows at once, and what is above waits", async (t) => {
  const site = await openTeacher(t);
  await shelve(1, 2);
  const page = await site.visit(paths.lately());
  const shown = (): readonly string[] => page.texts("#lately h2");
  const bob = await somebodyElse();
  const added = await shelved({ title: "Album 3" }, bob);
  await site.settled();
  assert.deepEqual(shown(), names(3, 1));
  await Catalog.updateAlbum(bob, added.id, { ...Catalog.changeAlbum(added), title: "Changed" });
  await site.settled();
  assert.deepEqual(shown(), ["Changed", "Album 2", "Album 1"]);
  await Catalog.deleteAlbum(bob, added.id);
  await site.settled();
  assert.deepEqual(shown(), names(2, 1));
  await shelve(3, 130);
  await site.settled();
  for (let step = 0; step < 2; step++) await page.element("#lately").scrollTo("bottom");
  const before = shown();
  assert.equal(page.element("#lately").attribute("phx-viewport-top"), "newer");
  await shelved({ title: "Album 131" });
  await site.settled();
  assert.deepEqual(shown(), before);
});

test("albums whose owner leaves go from the page", async (t) => {
  const site = await openTeacher(t);
  await shelved({ title: "Album 1" });
  const bob = await somebodyElse();
  await shelved({ title: "Album 2" }, bob);
  const page = await site.visit(paths.lately());
  await repo.db.transaction().execute((tx) => Catalog.deleteAlbumsOf(tx, bob.user));
  Catalog.announceOwnerLeft(bob.user);
  await site.settled();
  assert.deepEqual(page.texts("#lately h2"), ["Album 1"]);
});

test("it is for those who are logged in, and says so where nothing is there", async (t) => {
  const site = await openTeacher(t);
  assert.match((await site.visit(paths.lately())).text("#empty"), /Nothing has come yet/);
  assert.equal((await site.client().visit(paths.lately())).path, String(paths.logIn({ return_to: "/lately" })));
});
