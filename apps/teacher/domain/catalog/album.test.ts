import assert from "node:assert/strict";
import { test } from "node:test";
import { AlbumId, AlbumSchema, lastYear } from "./album.ts";

const good = { title: "Blue", artist: "Joni Mitchell", year: "1971", genre: "Folk", tracks: "10" };

const errorsOf = (input: object): readonly string[] =>
  (AlbumSchema.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

test("an album's numbers may come as text from a form", () => {
  assert.deepEqual(AlbumSchema.parse(good), { ...good, year: 1971, tracks: 10 });
});

test("spaces around words are dropped", () => {
  assert.equal(AlbumSchema.parse({ ...good, title: "  Blue " }).title, "Blue");
});

test("what is missing is asked for, each field in its own words", () => {
  assert.deepEqual(errorsOf({}), [
    "title: Every album has a title.",
    "artist: Who recorded it?",
    "year: A year in digits, such as 1959.",
    "genre: Pick a genre, or make one up.",
    "tracks: A number of tracks, such as 9.",
  ]);
  assert.deepEqual(errorsOf({ ...good, title: "   " }), ["title: Every album has a title."]);
});

test("years go from the first recording to next year", () => {
  assert.deepEqual(errorsOf({ ...good, year: "1877" }), []);
  assert.deepEqual(errorsOf({ ...good, year: "1876" }), ["year: Nothing was recorded before 1877."]);
  assert.deepEqual(errorsOf({ ...good, year: lastYear() }), []);
  assert.deepEqual(errorsOf({ ...good, year: lastYear() + 1 }), [`year: ${lastYear()} at the latest.`]);
  assert.deepEqual(errorsOf({ ...good, year: "197x" }), ["year: A year in digits, such as 1959."]);
  assert.deepEqual(errorsOf({ ...good, year: "1971.5" }), ["year: A year in digits, such as 1959."]);
});

test("an album has from 1 to 200 whole tracks", () => {
  assert.deepEqual(errorsOf({ ...good, tracks: "200" }), []);
  assert.deepEqual(errorsOf({ ...good, tracks: "0" }), ["tracks: At least one track."]);
  assert.deepEqual(errorsOf({ ...good, tracks: "201" }), ["tracks: 200 tracks at most."]);
  assert.deepEqual(errorsOf({ ...good, tracks: "2.5" }), ["tracks: Whole tracks only."]);
});

test("texts have a greatest length", () => {
  assert.deepEqual(errorsOf({ ...good, title: "x".repeat(201) }), ["title: Keep it within 200 characters."]);
  assert.deepEqual(errorsOf({ ...good, genre: "x".repeat(61) }), ["genre: Keep it within 60 characters."]);
});

test("an id is a whole number above zero, in digits or as such", () => {
  assert.deepEqual([AlbumId.parse("7"), AlbumId.parse(7)], [7, 7]);
  const others = ["", "0", "-1", "+1", "01", "1.0", "1e0", "0x1", " 1", "1 ", "१", "9007199254740993", 0, 1.5, -1];
  for (const other of [...others, Number.NaN, true, null, [1], { valueOf: 1 }, undefined]) {
    assert.equal(AlbumId.safeParse(other).success, false, JSON.stringify(other));
  }
});
