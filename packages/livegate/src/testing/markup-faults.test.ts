import assert from "node:assert/strict";
import { test } from "node:test";
import { paths, shop } from "./shop.fixture.ts";
import { testApp } from "./test-app.ts";

const seeded = {
  "duplicate-id": /\(duplicate-id\)\. The id "twin" occurs 2 times[^]*<p id="twin"> and <p id="twin">/,
  "form-without-id": /\(form-without-id\)[^]*<form phx-change="change">/,
  "hook-without-id": /\(hook-without-id\)[^]*<div phx-hook="Chart">/,
  "portal-without-target": /\(portal-without-target\)[^]*<template id="lost" data-phx-portal="#nowhere">/,
  "update-without-id": /\(update-without-id\)[^]*<div phx-update="ignore">/,
};

for (const [kind, message] of Object.entries(seeded)) {
  test(`a page with the fault ${kind} fails the test, unless it is allowed`, async () => {
    const { app } = shop();
    await using site = testApp(app);
    await assert.rejects(site.visit(paths.faulty({ kind })), (error: Error & { code: string }) => {
      assert.match(error.message, message);
      return error.code === "LG_TEST_MARKUP";
    });
    await using lenient = testApp(app, { allow: (fault) => fault.kind === kind });
    assert.equal((await lenient.visit(paths.faulty({ kind }))).isLive, true);
  });
}

test("rows that only moved and were sent again fail the test: their list has no keys", async () => {
  const { app } = shop();
  await using site = testApp(app);
  const page = await site.visit(paths.faulty());
  await assert.rejects(page.element("button").click(), /\(rows-without-keys\)[^]*each\(items[^]*<li>two<\/li>/);
  await using lenient = testApp(app, { allow: ({ kind }) => kind === "rows-without-keys" });
  const other = await lenient.visit(paths.faulty());
  await other.element("button").click();
  assert.deepEqual(
    [other.texts("ul li"), other.texts("ol li")],
    [
      ["two", "three"],
      ["two", "three"],
    ],
  );
});

test("a page without faults has none", async () => {
  await using site = testApp(shop().app);
  for (const path of [paths.home(), paths.form(), paths.songs(), paths.about()]) await site.visit(path);
});
