import assert from "node:assert/strict";
import { type TestContext, describe, it } from "node:test";
import type { TestApp, TestPage } from "livegate/testing";
import { LARGEST_COVER, getCover, putCover } from "#domain/catalog/album-cover";
import * as Catalog from "#domain/catalog/catalog";
import { repo } from "#domain/repo";
import { logIn, post, told } from "#test/accounts-site";
import { paths } from "#web/paths";
import { openTeacher, shelved, somebodyElse } from "../teacher-site.fixture.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const gif = Buffer.from("GIF89a and more of it");
const picture = { name: "blue.png", type: "image/png", content: png };
const hejira = { title: "Hejira", artist: "Joni Mitchell", year: 1976, genre: "Folk", tracks: 9 };

const plainly = { javascript: false } as const;

/** A form of Ada's, opened without JavaScript. */
async function openForm(t: TestContext, path: Parameters<TestApp["visit"]>[0], site?: TestApp): Promise<TestPage> {
  return (site ?? (await openTeacher(t))).visit(path, plainly);
}

const only = async () => {
  const [album, ...others] = await Catalog.listAlbums({ q: "", sort: "title" });
  assert.deepEqual(others, []);
  return album;
};

describe("an album's form without JavaScript", () => {
  it("adds an album with its picture, and leads back to the search that it stood over", async (t) => {
    const page = await openForm(t, paths.albumNew({ q: "joni" }));
    await page.form("#album").pick("cover", picture);
    await page.form("#album").submit({ album: hejira });
    assert.deepEqual([page.path, told(page)], ["/?q=joni", "“Hejira” is on the shelf."]);
    const album = await only();
    assert.ok(album && page.has(`#shelf img.cover[src*='${album.cover}']`));
    assert.equal((await getCover(album.id))?.type, "image/png");
    assert.deepEqual(page.texts("#shelf .badge"), ["yours"]);
  });

  it("changes an album from its page and from the shelf", async (t) => {
    const site = await openTeacher(t);
    const { id } = await shelved();
    const page = await openForm(t, paths.albumShowEdit({ id }), site);
    await page.form("#album").submit({ album: { tracks: 11 } });
    assert.deepEqual([page.path, told(page)], [`/albums/${id}`, "“Blue” has been changed."]);
    await page.goto(paths.albumEdit({ id }, { sort: "year" }));
    await page.form("#album").submit({ album: { genre: "Rock" } });
    assert.equal(page.path, "/?sort=year");
    const { tracks, genre } = (await Catalog.getAlbum(id)) ?? {};
    assert.deepEqual([tracks, genre], [11, "Rock"]);
  });

  it("comes back with what was typed and what is wrong with it, and the picture has to be chosen again", async (t) => {
    const page = await openForm(t, paths.albumNew({ sort: "newest" }));
    await page.form("#album").pick("cover", picture);
    await page.form("#album").submit({ album: { ...hejira, title: "", year: 1800 } });
    assert.deepEqual([page.status, page.text("h1"), await only()], [422, "Add an album", undefined]);
    assert.match(page.text("#album_title_messages"), /Every album has a title/);
    assert.match(page.text("#album_year_messages"), /Nothing was recorded before 1877/);
    assert.match(page.text("#cover-about"), /Choose the picture again/);
    const values = Object.fromEntries(page.form("#album").values);
    assert.deepEqual([values["album[artist]"], values["album[year]"]], ["Joni Mitchell", "1800"]);
    await page.form("#album").pick("cover", picture);
    await page.form("#album").submit({ album: { title: "Hejira", year: 1976 } });
    assert.equal(page.path, "/?sort=newest");
    assert.ok((await only())?.cover);
  });

  it("says what is wrong with a picture, and saves nothing of the album before that is settled", async (t) => {
    const site = await openTeacher(t);
    const { id } = await shelved();
    for (const [content, message] of [
      ["<script>alert(1)</script>", /This is no picture/],
      [Buffer.concat([png, Buffer.alloc(LARGEST_COVER)]), /larger than 2 MB/],
      ["", /This file is empty/],
    ] as const) {
      const page = await openForm(t, paths.albumShowEdit({ id }), site);
      await page.form("#album").pick("cover", { ...picture, content });
      await page.form("#album").submit({ album: { genre: "Jazz" } });
      assert.equal(page.status, 422);
      assert.match(page.text("#cover-about"), message);
      assert.equal(Object.fromEntries(page.form("#album").values)["album[genre]"], "Jazz");
    }
    assert.deepEqual([(await Catalog.getAlbum(id))?.genre, await getCover(id)], ["Folk", null]);
  });

  it("tells of an album that is on the shelf already", async (t) => {
    const site = await openTeacher(t);
    await shelved();
    const page = await openForm(t, paths.albumNew(), site);
    await page.form("#album").submit({ album: { ...hejira, title: "Blue" } });
    assert.match(page.text("#album_title_messages"), /here already/);
  });

  it("tells once that somebody has changed the album meanwhile, and then saves", async (t) => {
    const site = await openTeacher(t);
    const bob = await somebodyElse();
    const album = await shelved();
    const page = await openForm(t, paths.albumShowEdit({ id: album.id }), site);
    await Catalog.updateAlbum(bob, album.id, { ...album, tracks: 12 });
    await page.form("#album").submit({ album: { genre: "Rock" } });
    assert.equal(page.status, 422);
    assert.match(page.text("[role=status]"), /Somebody has just changed this album/);
    assert.equal((await Catalog.getAlbum(album.id))?.tracks, 12);
    await page.form("#album").submit();
    assert.equal(page.path, `/albums/${album.id}`);
    const { tracks, genre } = (await Catalog.getAlbum(album.id)) ?? {};
    assert.deepEqual([tracks, genre], [10, "Rock"]);
  });

  it("replaces a picture or takes it away; a new one wins over that", async (t) => {
    const site = await openTeacher(t);
    const { id } = await shelved();
    await putCover(await somebodyElse(), id, gif);
    const page = await openForm(t, paths.albumShowEdit({ id }), site);
    await page.form("#album").pick("cover", picture);
    await page.form("#album").submit({ album: { removeCover: true } });
    assert.equal((await getCover(id))?.type, "image/png");
    await page.goto(paths.albumShowEdit({ id }));
    await page.form("#album").submit({ album: { removeCover: true, year: 3 } });
    assert.ok(!page.has("#cover-field img.cover") && (await getCover(id)));
    await page.form("#album").submit({ album: { year: 1971 } });
    assert.deepEqual([page.path, page.has(".sleeve-open img.cover")], [`/albums/${id}`, false]);
    assert.deepEqual(await repo.db.selectFrom("album_covers").selectAll().execute(), []);
    await page.goto(paths.albumShowEdit({ id }));
    assert.ok(!page.has("[type=checkbox]"), "nothing is there to be taken away");
  });

  it("takes an album off the shelf, with its picture", async (t) => {
    const site = await openTeacher(t);
    const { id } = await shelved();
    await putCover(await somebodyElse(), id, gif);
    const page = await site.visit(paths.album({ id }), plainly);
    await page.form("details form").submit();
    assert.deepEqual([page.path, told(page), await only()], ["/", "“Blue” has been deleted.", undefined]);
    assert.deepEqual(await repo.db.selectFrom("album_covers").selectAll().execute(), []);
  });
});

/** A form with a file, as it goes over the wire. */
const multipart = (token: string, fileName: string, bytes: Buffer, fields: Readonly<Record<string, unknown>> = {}) => {
  const field = ([name, value]: readonly [string, unknown]) =>
    `--XYZ\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`;
  const named = Object.entries(fields).map(([name, value]) => [`album[${name}]`, value] as const);
  const head = [["_csrf_token", token] as const, ...named].map(field).join("");
  const file = `--XYZ\r\nContent-Disposition: form-data; name="cover"; filename="${fileName}"\r\nContent-Type: image/png\r\n\r\n`;
  return Buffer.concat([Buffer.from(head + file), bytes, Buffer.from("\r\n--XYZ--\r\n")]);
};

/** Somebody's browser, and what sends a form with a file of theirs. */
async function sender(site: TestApp, as = logIn()) {
  const client = await site.client().signIn(as);
  const page = await (await client.request(paths.home())).text();
  const token = /name="csrf-token" content="([^"]+)"/.exec(page)?.[1] ?? "";
  const send = (path: unknown, body: Buffer): Promise<Response> =>
    client.request(String(path), {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=XYZ", origin: client.app.context.url.origin },
      body: new Uint8Array(body),
    });
  return { client, token, send };
}

describe("the requests of an album's form", () => {
  it("change nothing of somebody else's album, nor of one that isn't there", async (t) => {
    const site = await openTeacher(t);
    const theirs = await shelved({}, await somebodyElse());
    const { client, token, send } = await sender(site);
    for (const pathOf of [paths.albumEdit, paths.albumShowEdit]) {
      for (const fields of [hejira, { ...hejira, id: theirs.id }]) {
        assert.equal((await send(pathOf({ id: theirs.id }), multipart(token, "a.png", png, fields))).status, 403);
        assert.equal((await send(pathOf({ id: 404 }), multipart(token, "a.png", png, fields))).status, 404);
      }
      assert.equal((await send(pathOf({ id: "x" }), multipart(token, "a.png", png, hejira))).status, 404);
    }
    assert.equal((await post(client, paths.album({ id: theirs.id }), { _method: "delete" })).status, 403);
    assert.equal((await post(client, paths.album({ id: 404 }), { _method: "delete" })).status, 404);
    assert.deepEqual([await Catalog.getAlbum(theirs.id), await getCover(theirs.id)], [theirs, null]);
  });

  it("name the album by their path alone", async (t) => {
    const site = await openTeacher(t);
    const theirs = await shelved({}, await somebodyElse());
    const own = await shelved({ title: "Court and Spark" });
    const { token, send } = await sender(site);
    const body = multipart(token, "a.png", png, { ...hejira, id: theirs.id, ownerId: 1, owner_id: 1 });
    assert.equal((await send(paths.albumShowEdit({ id: own.id }), body)).status, 303);
    assert.deepEqual([await Catalog.getAlbum(theirs.id), await getCover(theirs.id)], [theirs, null]);
    const changed = await Catalog.getAlbum(own.id);
    assert.deepEqual([changed?.title, changed?.ownerId], ["Hejira", null]);
  });

  it("do nothing without the session's token or without a session", async (t) => {
    const site = await openTeacher(t);
    const { token, send } = await sender(site);
    for (const forged of ["", "forged"])
      assert.equal((await send(paths.albumNew(), multipart(forged, "a.png", png, hejira))).status, 403);
    const visitor = await sender(site, async () => {});
    const answer = await visitor.send(paths.albumNew(), multipart(token, "a.png", png, hejira));
    assert.equal(answer.status, 403);
    assert.equal(await only(), undefined);
  });

  it("take a picture by its bytes, whatever its name says, and a name is never a path", async (t) => {
    const site = await openTeacher(t);
    const { token, send } = await sender(site);
    const names = ["../../etc/passwd.png", "/etc/passwd.png", "..\\\\x.png", "a\0.png", `${"a".repeat(4_000)}.png`];
    for (const [at, name] of names.entries()) {
      const fields = { ...hejira, title: `Hejira ${at}` };
      assert.equal((await send(paths.albumNew(), multipart(token, name, png, fields))).status, 303, name.slice(0, 30));
    }
    for (const [name, bytes] of [
      ["a.exe", png],
      ["a.svg", Buffer.from("<svg onload=alert(1)>")],
      ["a.png", Buffer.from("<svg onload=alert(1)>")],
      ["..", png],
    ] as const) {
      const sent = await send(paths.albumNew(), multipart(token, name, bytes, { ...hejira, title: "Never" }));
      assert.equal(sent.status, 422, name);
      assert.match(await sent.text(), /This is no picture/);
    }
    const albums = await Catalog.listAlbums({ q: "", sort: "title" });
    assert.deepEqual(
      albums.map(({ title, cover }) => [title, cover !== null]),
      names.map((_, at) => [`Hejira ${at}`, true]),
    );
  });

  it("that is none with files, or broken, is answered as such", async (t) => {
    const site = await openTeacher(t);
    const { client, token, send } = await sender(site);
    assert.equal((await post(client, paths.albumNew(), { "album[title]": "Hejira" })).status, 422);
    assert.equal((await send(paths.albumNew(), multipart(token, "a.png", png, hejira).subarray(0, -20))).status, 400);
    assert.equal(await only(), undefined);
  });
});
