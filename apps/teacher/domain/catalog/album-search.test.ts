import assert from "node:assert/strict";
import { test } from "node:test";
import type { Album } from "./album.ts";
import { type AlbumSort, inOrder, matches, searchWords } from "./album-search.ts";

const album = (id: number, artist: string, title: string, year: number): Album => ({
  id,
  ownerId: null,
  cover: null,
  artist,
  title,
  year,
  genre: "Rock",
  tracks: 10,
});

const albums = [
  album(1, "The Beatles", "Abbey Road", 1969),
  album(2, "Björk", "Homogenic", 1997),
  album(3, "Sigur Rós", "Ágætis byrjun", 1999),
  album(4, "The Beatles", "Revolver", 1966),
  album(5, "David Bowie", "“Heroes”", 1977),
];

const order = (sort: AlbumSort): readonly number[] => inOrder(albums, sort).map(({ id }) => id);

test("a search ignores case and accents, in the words and in the album", () => {
  assert.deepEqual(searchWords("  BJÖRK  hömogenic "), ["bjork", "homogenic"]);
  assert.ok(matches(album(2, "Björk", "Homogenic", 1997), "bjork"));
  assert.ok(matches(album(2, "Bjork", "Homogenic", 1997), "BJÖRK"));
});

test("every word has to be found, in any order and any field", () => {
  const [abbeyRoad] = albums;
  assert.ok(abbeyRoad);
  assert.ok(matches(abbeyRoad, "road beatles rock"));
  assert.ok(!matches(abbeyRoad, "beatles revolver"));
  assert.ok(matches(abbeyRoad, ""));
});

test("a word doesn't reach over the border of two fields", () => {
  assert.ok(!matches(album(1, "Blur", "Park", 1994), "parkblur"));
});

test("artists are in the order of a record shop, their albums by year", () => {
  assert.deepEqual(order("artist"), [4, 1, 2, 5, 3]);
});

test("titles are sorted as people read them, quotes and accents aside", () => {
  assert.deepEqual(order("title"), [1, 3, 5, 2, 4]);
});

test("years go up, and the newest entry stands first", () => {
  assert.deepEqual(order("year"), [4, 1, 5, 2, 3]);
  assert.deepEqual(order("newest"), [5, 4, 3, 2, 1]);
});
