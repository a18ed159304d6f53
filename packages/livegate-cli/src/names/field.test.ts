import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFields } from "./field.ts";

const told = (...texts: readonly string[]): string => {
  try {
    parseFields(texts);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

test("fields are read with what their types say", () => {
  const plain = { values: [], table: null, unique: false };
  assert.deepEqual(
    parseFields(["title", "isbn:string:unique", "genre:enum(folk, hip-hop)", "artist_id:references:artists"]),
    [
      { ...plain, name: "title", kind: "string" },
      { ...plain, name: "isbn", kind: "string", unique: true },
      { ...plain, name: "genre", kind: "enum", values: ["folk", "hip-hop"] },
      { ...plain, name: "artist_id", kind: "references", table: "artists" },
    ],
  );
});

test("what can't be a field is told with what can", () => {
  assert.match(told(), /Name one at least/);
  assert.match(told("Title:string"), /no name in small letters/);
  assert.match(told("a-b"), /no name/);
  assert.match(told("id:integer"), /"id" by itself/);
  assert.match(told("class:string"), /keeps that word/);
  assert.match(told("year:int"), /There are: string, text, integer/);
  assert.match(told("title:string", "title:text"), /"title" is there twice/);
  assert.match(told("live:boolean:unique"), /only these can be/);
  assert.match(told("title:string:long"), /says more than/);
});

test("an enum says its values, a reference its table", () => {
  for (const text of ["genre:enum", "genre:enum()", "genre:enum(a,a)", "genre:enum(a b)", 'genre:enum(")']) {
    assert.match(told(text), /genre:enum\(folk,jazz\)/, text);
  }
  assert.match(told("artist_id:references"), /artist_id:references:artists/);
  assert.match(told("artist_id:references:Artists"), /artist_id:references:artists/);
});
