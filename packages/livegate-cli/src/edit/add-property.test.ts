import assert from "node:assert/strict";
import { test } from "node:test";
import { addProperty } from "./add-property.ts";
import { edited, refusal } from "./edited.fixture.ts";

const albums = addProperty({ call: "definePaths", name: "albums", value: '"/albums"' });

test("a property is added to the object of a call, in the author's quotes", () => {
  assert.equal(edited('definePaths({ home: "/" });', albums), 'definePaths({ home: "/", albums: "/albums" });');
  assert.equal(edited("definePaths({ home: '/' });", albums), "definePaths({ home: '/', albums: '/albums' });");
  assert.equal(edited("definePaths({});", albums), 'definePaths({ albums: "/albums" });');
  assert.equal(edited("definePaths();", albums), 'definePaths({ albums: "/albums" });');
});

test("what is there in other quotes, with a comment or with another key is there", () => {
  for (const source of ["{ albums: '/albums' }", '{ albums: /* all */ "/albums" }', '{ "albums": "/albums" }']) {
    assert.equal(edited(`definePaths(${source});`, albums), `definePaths(${source});`);
  }
});

test("another value is the author's, and so is what calls it twice or with something else", () => {
  assert.match(refusal('definePaths({ albums: "/records" });', albums), /its albums is "\/records" already/);
  for (const source of [
    "",
    "definePaths(all);",
    "definePaths({}); definePaths({});",
    "definePaths(); definePaths();",
  ]) {
    assert.match(refusal(source, albums), /doesn't call definePaths/);
  }
});
