import assert from "node:assert/strict";
import { test } from "node:test";
import { paths } from "#web/paths";
import { openTeacher, shelved } from "../../teacher-site.fixture.ts";

test("what comes to the shelf is counted, wherever its user goes", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.home());
  assert.equal(page.view("#new-albums").text(), "");
  await shelved({ title: "Hejira" });
  await site.settled();
  assert.equal(page.view("#new-albums").text(), "One album has come to the shelf since you came.");
  await page.navigate(paths.album({ id }));
  await shelved({ title: "Mingus" });
  await site.settled();
  assert.equal(page.view("#new-albums").text(), "2 albums have come to the shelf since you came.");
});

test("it is there for nobody who isn't logged in", async (t) => {
  const site = await openTeacher(t);
  const page = await site.client().visit(paths.logIn());
  assert.equal(page.has("#new-albums"), false);
});
