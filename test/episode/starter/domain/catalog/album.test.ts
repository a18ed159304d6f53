import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openTestDatabase } from "#test/site";
import { pubsub } from "../pubsub.ts";
import { AlbumChange, albumsTopic } from "./album-change.ts";
import { createAlbum, deleteAlbum, getAlbum, listAlbums, updateAlbum } from "./album-store.ts";
import { addedAlbum, albumAttributes } from "./album.fixture.ts";
import { AlbumId, AlbumSchema } from "./album.ts";

/** The changes that the topic tells during a test. */
function changesHeard(t: TestContext): readonly AlbumChange[] {
  const heard: AlbumChange[] = [];
  t.after(pubsub.subscribe(albumsTopic(), (message) => heard.push(AlbumChange.parse(message))));
  return heard;
}

test("one album can be read back, and the topic tells of it", async (t) => {
  await using _ = await openTestDatabase();
  const heard = changesHeard(t);
  const attributes = albumAttributes();
  const result = await createAlbum(attributes);
  assert.ok(result.ok);
  const { id } = result.value;
  assert.deepEqual(await getAlbum(id), { id, ...attributes });
  assert.deepEqual(heard, [{ type: "created", id }]);
});

test("the list has all albums, the newest first", async () => {
  await using _ = await openTestDatabase();
  const first = await addedAlbum();
  const second = await addedAlbum();
  assert.deepEqual(await listAlbums(), [second, first]);
});

test("a change is stored and told", async (t) => {
  await using _ = await openTestDatabase();
  const { id } = await addedAlbum();
  const heard = changesHeard(t);
  const changed = albumAttributes({
    title: "other title",
    artist: "other artist",
    year: 43,
    genre: "other genre",
    tracks: 43,
  });
  assert.deepEqual(await updateAlbum(id, changed), { ok: true, value: { id, ...changed } });
  assert.deepEqual(await getAlbum(id), { id, ...changed });
  assert.deepEqual(heard, [{ type: "updated", id }]);
});

test("a deleted one is gone, and that is told", async (t) => {
  await using _ = await openTestDatabase();
  const { id } = await addedAlbum();
  const heard = changesHeard(t);
  assert.ok((await deleteAlbum(id)).ok);
  assert.equal(await getAlbum(id), null);
  assert.deepEqual(heard, [{ type: "deleted", id }]);
});

test("changing or deleting what is gone says so, and nobody is told", async (t) => {
  await using _ = await openTestDatabase();
  const heard = changesHeard(t);
  for (const result of [await updateAlbum(404, albumAttributes()), await deleteAlbum(404)]) {
    assert.ok(!result.ok);
    assert.deepEqual(Object.keys(result.errors), ["id"]);
  }
  assert.deepEqual(heard, []);
});

test("what is missing is asked for, each field by itself", () => {
  const result = AlbumSchema.safeParse({});
  const fields = new Set(result.error?.issues.map(({ path }) => path.join(".")));
  assert.deepEqual([...fields], ["title", "artist", "year", "genre", "tracks"]);
});

test("what a form sends is taken", () => {
  const result = AlbumSchema.safeParse({
    title: "other title",
    artist: "other artist",
    year: "43",
    genre: "other genre",
    tracks: "43",
  });
  assert.equal(result.error, undefined);
});

test("an id is a whole number above zero, in digits or as such", () => {
  assert.deepEqual([AlbumId.parse("7"), AlbumId.parse(7)], [7, 7]);
  for (const other of ["", "0", "-1", "01", "1.0", "1e0", "0x1", " 1", 0, 1.5, true, null, [1], undefined]) {
    assert.equal(AlbumId.safeParse(other).success, false, JSON.stringify(other));
  }
});
