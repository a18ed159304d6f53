import assert from "node:assert/strict";
import { test } from "node:test";
import { fillTemplate } from "./template.ts";

const names = { Schema: "Album", schema: "album", "schema-file": "album" };

test("names stand for placeholders anywhere, also within words", () => {
  assert.equal(
    fillTemplate('import { __Schema__Schema } from "./__schema-file__.ts"; const new__Schema__ = "__schema__";', {
      names,
    }),
    'import { AlbumSchema } from "./album.ts"; const newAlbum = "album";',
  );
});

test("a line with a placeholder for lines becomes those, at its indentation", () => {
  const lines = { columns: ["title: text,", "year: whole,", ""], none: [] };
  assert.equal(
    fillTemplate("a({\n    __columns__: 0,\n  __none__;\n});", { names, lines }),
    "a({\n    title: text,\n    year: whole,\n\n});",
  );
});

test("lines that stand for a placeholder in brackets open them", () => {
  const lines = { columns: ["1,", "2,"] };
  assert.equal(fillTemplate("  a: [__columns__],", { names, lines }), "  a: [\n    1,\n    2,\n  ],");
});

test("conditions keep the one part or the other, within one another too", () => {
  const template =
    "// @if uuid\nuuid\n// @if live\nboth\n// @end\n// @else\nnumber\n// @end\n// @if !live\nplain\n// @end\nall";
  const fill = (uuid: boolean, live: boolean) => fillTemplate(template, { names, flags: { uuid, live } }).split("\n");
  assert.deepEqual(fill(true, true), ["uuid", "both", "all"]);
  assert.deepEqual(fill(true, false), ["uuid", "plain", "all"]);
  assert.deepEqual(fill(false, true), ["number", "all"]);
});

test("what a template asks for and isn't there is a mistake that is named", () => {
  assert.throws(() => fillTemplate("__other__", { names }), /placeholder __other__/);
  assert.throws(() => fillTemplate("// @if other\n// @end", { names }), /condition "other"/);
  assert.throws(() => fillTemplate("// @if a\n", { names, flags: { a: true } }), /no @end/);
});

test("a value is put in as it is", () => {
  assert.equal(fillTemplate("__schema__", { names: { schema: "$& __schema__" } }), "$& __schema__");
});
