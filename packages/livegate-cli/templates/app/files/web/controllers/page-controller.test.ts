import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite, openTestDatabase } from "#test/site";
import { paths } from "#web/paths";

test("the first page is there, in the look of all pages", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using page = await site.visit(paths.home());
  assert.equal(page.status, 200);
  assert.match(page.text("h1"), /It runs/);
  assert.match(page.text("header"), /__App__/);
});

test("what isn't there is told in the same look", async () => {
  await using database = await openTestDatabase();
  await using site = openSite(database);
  await using page = await site.visit("/nowhere");
  assert.equal(page.status, 404);
  assert.match(page.text("header"), /__App__/);
});
