import assert from "node:assert/strict";
import { test } from "node:test";
import { added__Schema__ } from "#domain/__context-file__/__file__.fixture";
import * as __Context__ from "#domain/__context-file__/__context-file__";
import { openSite, openTestDatabase } from "#test/site";
import { paths } from "#web/paths";

const filledIn = {
  __typedValues__: "",
};

test("the list shows what there is, and says so where there is nothing", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using empty = await site.visit(paths.__schemas__());
  assert.match(empty.text("main"), /There are no __labels__ yet/);
  const { id } = await added__Schema__();
  await using page = await site.visit(paths.__schemas__());
  assert.ok(page.has(`#__folder__-table-${id}`));
});

test("one is added in the dialog, and everybody who is looking sees it", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using other = await site.visit(paths.__schemas__());
  await using page = await site.visit(paths.__schemas__());
  await page.element("#new-__file__").click();
  assert.equal(page.path, String(paths.__schema__New()));
  await page.form("#__file__-form").submit({ __schema__: filledIn });
  assert.equal(page.path, String(paths.__schemas__()));
  assert.match(page.text(), /__Label__ saved/);
  const [added] = await __Context__.list__Schemas__();
  assert.ok(added);
  assert.ok(other.has(`#__folder__-table-${added.id}`));
});

// @if required
test("a form with nothing in it is shown again with what is missing", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using page = await site.visit(paths.__schema__New());
  await page.form("#__file__-form").submit({});
  assert.equal(page.path, String(paths.__schema__New()));
  assert.ok(page.has("[aria-invalid=true]"));
  assert.deepEqual(await __Context__.list__Schemas__(), []);
});

// @end
test("one is changed from the list and from its own page", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  const { id } = await added__Schema__();
  for (const [edit, after] of [
    [paths.__schema__Edit({ id }), paths.__schemas__()],
    [paths.__schema__ShowEdit({ id }), paths.__schema__({ id })],
  ]) {
    await using page = await site.visit(String(edit));
    await page.form("#__file__-form").submit({ __schema__: filledIn });
    assert.equal(page.path, String(after));
    assert.match(page.text(), /__Label__ saved/);
  }
});

test("one is deleted from the list, after a question", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  const { id } = await added__Schema__();
  await using page = await site.visit(paths.__schemas__());
  const button = page.element(`#__folder__-table-${id} button`, { text: "Delete" });
  assert.match(button.attribute("data-confirm") ?? "", /Delete it/);
  await button.click();
  assert.ok(!page.has(`#__folder__-table-${id}`));
  assert.equal(await __Context__.get__Schema__(id), null);
});

test("a page whose __label__ somebody else deletes leads back to the list", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  const { id } = await added__Schema__();
  await using page = await site.visit(paths.__schema__({ id }));
  await __Context__.delete__Schema__(id);
  await site.settled();
  assert.equal(page.path, String(paths.__schemas__()));
  assert.match(page.text(), /deleted by somebody else/);
});

test("what isn't there, and what is no id, is not found", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  for (const id of ["404", "0", "abc", "1e0"]) {
    await using page = await site.visit(paths.__schema__({ id }));
    assert.equal(page.status, 404, id);
  }
});
