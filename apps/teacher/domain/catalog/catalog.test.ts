import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { migrate } from "livegate/data";
import { type TemporaryDatabase, temporaryDatabase } from "livegate/testing";
import { seed } from "../../db/seeds.ts";
import { scopeFor } from "../accounts/scope.ts";
import { pubsub } from "../pubsub.ts";
import { repo } from "../repo.ts";
import type { Album, AlbumAttributes } from "./album.ts";
import { AlbumChange, albumsTopic, applyChange } from "./album-change.ts";
import type { AlbumQuery } from "./album-search.ts";
import * as Catalog from "./catalog.ts";

const MIGRATIONS = fileURLToPath(new URL("../../db/migrations", import.meta.url));

const blue: AlbumAttributes = { title: "Blue", artist: "Joni Mitchell", year: 1971, genre: "Folk", tracks: 10 };
const everything: AlbumQuery = { q: "", sort: "artist" };

// Has no row of their own: what is nobody's is changed without one.
const anybody = scopeFor({ id: 0, email: "anybody@example.com", confirmedAt: null, hasPassword: true });

describe("the catalog", () => {
  let database: TemporaryDatabase;
  let heard: AlbumChange[];
  let unsubscribe: () => void;

  beforeEach(async () => {
    database = await temporaryDatabase(process.env["DATABASE_URL"]);
    await migrate(await repo.start(database.url), MIGRATIONS);
    heard = [];
    unsubscribe = pubsub.subscribe(albumsTopic(), (message) => heard.push(AlbumChange.parse(message)));
  });

  afterEach(async () => {
    unsubscribe();
    await repo.stop();
    await database[Symbol.asyncDispose]();
  });

  async function added(attributes: Partial<AlbumAttributes> = {}): Promise<Album> {
    const result = await Catalog.createAlbum(null, { ...blue, ...attributes });
    assert.ok(result.ok);
    return result.value;
  }

  const titles = (albums: readonly Album[]): readonly string[] => albums.map(({ title }) => title);

  test("a new album can be read back, and the topic tells of it", async () => {
    const album = await added();
    assert.deepEqual(await Catalog.getAlbum(album.id), { id: album.id, ownerId: null, cover: null, ...blue });
    assert.deepEqual(heard, [{ type: "created", album }]);
  });

  test("an album that isn't there is null", async () => {
    assert.equal(await Catalog.getAlbum(404), null);
  });

  test("an artist can't have two albums of one title, and nobody is told", async () => {
    await added();
    const second = await Catalog.createAlbum(null, { ...blue, year: 2000 });
    assert.deepEqual(second, { ok: false, errors: { title: ["This artist’s album of that title is here already."] } });
    assert.ok((await Catalog.createAlbum(null, { ...blue, artist: "Simply Red" })).ok);
    assert.equal(heard.length, 2);
  });

  test("a change is stored, found under its new words, and told", async () => {
    const album = await added();
    const result = await Catalog.updateAlbum(anybody, album.id, { ...blue, title: "Hejira", year: 1976 });
    const expected = { ...album, title: "Hejira", year: 1976 };
    assert.deepEqual(result, { ok: true, value: expected });
    assert.deepEqual(await Catalog.listAlbums({ q: "hejira", sort: "title" }), [expected]);
    assert.deepEqual(await Catalog.listAlbums({ q: "blue", sort: "title" }), []);
    assert.deepEqual(heard.at(-1), { type: "updated", album: expected });
  });

  test("a change that would make a second album of one name is refused and changes nothing", async () => {
    await added();
    const other = await added({ title: "Hejira" });
    const result = await Catalog.updateAlbum(anybody, other.id, blue);
    assert.ok(!result.ok);
    assert.deepEqual(Object.keys(result.errors), ["title"]);
    assert.deepEqual(await Catalog.getAlbum(other.id), other);
  });

  test("a deleted album is gone, and its last state is told", async () => {
    const album = await added();
    assert.deepEqual(await Catalog.deleteAlbum(anybody, album.id), { ok: true, value: album });
    assert.equal(await Catalog.getAlbum(album.id), null);
    assert.deepEqual(heard.at(-1), { type: "deleted", album });
  });

  test("changing or deleting what is gone says so, and nobody is told", async () => {
    for (const result of [await Catalog.updateAlbum(anybody, 404, blue), await Catalog.deleteAlbum(anybody, 404)]) {
      assert.ok(!result.ok);
      assert.deepEqual(Object.keys(result.errors), ["id"]);
    }
    assert.deepEqual(heard, []);
  });

  test("wildcards in a search are letters like any other", async () => {
    await added({ title: "100%" });
    await added({ title: "snake_case" });
    await added({ title: "back\\slash" });
    const found = async (q: string) => titles(await Catalog.listAlbums({ q, sort: "title" }));
    assert.deepEqual(await found("%"), ["100%"]);
    assert.deepEqual(await found("_"), ["snake_case"]);
    assert.deepEqual(await found("\\"), ["back\\slash"]);
    assert.deepEqual(await found("'; drop table albums; --"), []);
  });

  test("the neighbours of an album are four around it, fewer only on a short shelf", async () => {
    const shelf: Album[] = [];
    for (const title of ["A", "B", "C"]) shelf.push(await added({ title, artist: title }));
    const around = async (at: number) => titles(await Catalog.listNeighbours(shelf[at]?.id ?? 0)).join("");
    assert.equal(await around(0), "BC");
    for (const title of ["D", "E", "F", "G"]) shelf.push(await added({ title, artist: title }));
    assert.deepEqual(await Promise.all([0, 3, 6].map(around)), ["BCDE", "BCEF", "CDEF"]);
  });

  test("the id of a deleted album isn't given to another", async () => {
    const album = await added();
    await Catalog.deleteAlbum(anybody, album.id);
    assert.notEqual((await added()).id, album.id);
  });

  test("the seeds fill an empty catalog, once", async () => {
    await seed();
    await seed();
    assert.equal(await Catalog.countAlbums(), 30);
    assert.ok((await Catalog.listGenres()).includes("Ambient"));
  });

  test("seeds leave a catalog alone that has an album", async () => {
    await added();
    await seed();
    assert.equal(await Catalog.countAlbums(), 1);
  });

  test("a list with a change applied is the list that the database would give", async () => {
    await seed();
    const queries: readonly AlbumQuery[] = [
      everything,
      { q: "blue", sort: "title" },
      { q: "rock", sort: "newest" },
      { q: "nick 19", sort: "year" },
    ];
    const lists = await Promise.all(queries.map(Catalog.listAlbums));
    const [first] = lists[0] ?? [];
    assert.ok(first);
    await added({ title: "Blue Train", artist: "John Coltrane" });
    await Catalog.updateAlbum(anybody, first.id, {
      ...Catalog.changeAlbum(first),
      title: "Rock and Blue",
      artist: "Zz",
    });
    await Catalog.deleteAlbum(anybody, (await Catalog.listAlbums(everything))[3]?.id ?? 0);
    for (const [index, query] of queries.entries()) {
      const changed = heard.reduce((albums, change) => applyChange(albums, change, query), lists[index] ?? []);
      assert.deepEqual(changed, await Catalog.listAlbums(query));
      const again = heard.slice(-1).reduce((albums, change) => applyChange(albums, change, query), changed);
      assert.deepEqual(again, changed);
    }
  });
});
