import assert from "node:assert/strict";
import { test } from "node:test";
import { addExtends, addMember } from "./add-member.ts";
import { edited, refusal } from "./edited.fixture.ts";

const albums = addMember({ of: "Tables", name: "albums", type: "AlbumTable" });

test("a member is ended as the one before it is", () => {
  for (const [before, after] of [
    ["{\n  notes: NoteTable;\n}", "{\n  notes: NoteTable;\n  albums: AlbumTable;\n}"],
    ["{\n\tnotes: NoteTable,\n}", "{\n\tnotes: NoteTable,\n\talbums: AlbumTable,\n}"],
    ["{\n  notes: NoteTable\n}", "{\n  notes: NoteTable\n  albums: AlbumTable\n}"],
    ["{ notes: NoteTable }", "{ notes: NoteTable; albums: AlbumTable }"],
    ["{\n  // none yet\n}", "{\n  // none yet\n  albums: AlbumTable;\n}"],
    ["{}", "{\n  albums: AlbumTable;\n}"],
  ]) {
    assert.equal(edited(`export interface Tables ${before}`, albums), `export interface Tables ${after}`);
    assert.equal(edited(`type Tables = ${before};`, albums), `type Tables = ${after};`);
  }
});

test("a member of another type is the author's", () => {
  assert.match(refusal("interface Tables { albums: Other }", albums), /its Tables has "albums:Other" already/);
});

test("what is no interface and no object is refused", () => {
  for (const source of ["", "type Tables = A & B;", "class Tables {}"])
    assert.match(refusal(source, albums), /no interface Tables/);
});

test("an interface takes over another one, beside those that it has", () => {
  const accounts = addExtends("Tables", "AccountTables");
  assert.equal(edited("interface Tables { a: 1 }", accounts), "interface Tables extends AccountTables { a: 1 }");
  assert.equal(edited("interface Tables extends A {}", accounts), "interface Tables extends A, AccountTables {}");
  assert.match(refusal("type Tables = {};", accounts), /no interface Tables/);
});
