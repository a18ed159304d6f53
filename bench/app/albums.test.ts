import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedAlbums, albums, changed, renamed } from "./albums.ts";

test("there are as many albums as asked for, with ids from 1", () => {
  const list = albums(100);
  assert.deepEqual(
    list.map(({ id }) => id),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  assert.equal(new Set(list.map(({ title }) => title)).size, 100);
});

test("a change makes one new album in a new list and leaves the others as they are", () => {
  const list = albums(3);
  const next = changed(list, 2, renamed);
  assert.notEqual(next, list);
  assert.notEqual(next[1], list[1]);
  assert.equal(next[0], list[0]);
  assert.equal(next[2], list[2]);
});

test("an unknown id changes nothing", () => {
  const list = albums(3);
  assert.equal(changed(list, 4, renamed), list);
});

test("each renaming gives another title of bounded length", () => {
  let album = albums(1)[0]!;
  for (let i = 0; i < 2000; i++) {
    const next = renamed(album);
    assert.notEqual(next.title, album.title);
    assert.ok(next.title.length < 25);
    album = next;
  }
});

test("all readers of the shared list see a renaming", () => {
  const shared = new SharedAlbums(albums(2));
  const before = shared.list[0]!.title;
  shared.rename(1);
  assert.notEqual(shared.list[0]!.title, before);
});
