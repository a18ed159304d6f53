import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST_COVER, getCover, putCover } from "#domain/catalog/album-cover";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { openTeacher, shelved, somebodyElse } from "../../teacher-site.fixture.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const picture = { name: "blue.png", type: "image/png", content: png };
const aja = { title: "Aja", artist: "Steely Dan", year: 1977, genre: "Rock", tracks: 7 };

test("a new album gets the picture that was chosen, and every shelf shows it", async (t) => {
  const site = await openTeacher(t);
  const [page, other] = [await site.visit(paths.albumNew()), await site.visit(paths.home())];
  await page.form("#album").pick("cover", picture);
  assert.match(page.text("#cover-field"), /blue\.png 0\.1 MB/);
  await page.form("#album").submit({ album: aja });
  assert.deepEqual(page.texts("#shelf h2"), ["Aja"]);
  for (const shelf of [page, other]) assert.ok(shelf.has("#shelf img.cover[src*='/cover?v=']"));
});

test("a picture is served as what it is, to be run by nobody and kept by the browser that may see it", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.album({ id }));
  await page.element("#edit-album").click();
  await page.form("#album").pick("cover", picture);
  await page.form("#album").submit();
  const { cover } = (await Catalog.getAlbum(id)) ?? {};
  const answer = await site.visit(paths.cover({ id }, { v: cover ?? "" }));
  const header = (name: string) => answer.headers.get(name);
  assert.deepEqual(
    [answer.status, header("content-type"), header("x-content-type-options")],
    [200, "image/png", "nosniff"],
  );
  assert.equal(header("content-security-policy"), "default-src 'none'; sandbox");
  assert.equal(header("cache-control"), "private, max-age=31536000, immutable");
  for (const v of ["another", null]) {
    assert.equal((await site.visit(paths.cover({ id }, { v }))).headers.get("cache-control"), "private, no-cache");
  }
  const visitor = await site.visit(paths.cover({ id }, { v: cover ?? "" }), { as: null });
  assert.match(visitor.path, /^\/users\/log_in/);
});

test("an album without a picture has none to be sent", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  assert.equal((await site.visit(paths.cover({ id }))).status, 404);
  assert.equal((await site.visit("/albums/x/cover")).status, 404);
});

test("what is no picture is said so, and the album is saved once it was taken away", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.albumShowEdit({ id }));
  const form = page.form("#album");
  await form.pick("cover", { name: "a.png", type: "image/png", content: "<script>alert(1)</script>" });
  await form.submit();
  assert.match(page.text("#cover-about"), /This is no picture/);
  await page.element("#cover-field button").click();
  await form.pick("cover", { ...picture, content: new Uint8Array(LARGEST_COVER + 1) });
  assert.match(page.text("#cover-about"), /larger than 2 MB/);
  await page.element("#cover-field button").click();
  await form.submit({ album: { genre: "Jazz" } });
  assert.deepEqual([(await Catalog.getAlbum(id))?.genre, await getCover(id)], ["Jazz", null]);
});

test("a picture waits for the rest of the form to be right", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const page = await site.visit(paths.albumShowEdit({ id }));
  await page.form("#album").pick("cover", picture);
  await page.form("#album").submit({ album: { year: 1800 } });
  assert.equal(await getCover(id), null);
  await page.form("#album").submit({ album: { year: 1972 } });
  assert.equal((await getCover(id))?.type, "image/png");
});

test("a picture is replaced, or taken away when the form is saved, and every page shows it", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  const first = await putCover(await somebodyElse(), id, Buffer.from("GIF89a and more of it"));
  const [page, other] = [await site.visit(paths.albumShowEdit({ id })), await site.visit(paths.album({ id }))];
  assert.ok(page.has(`#cover-field img.cover[src*='${first?.cover}']`));
  await page.form("#album").change({ album: { removeCover: true } });
  assert.ok(!page.has("#cover-field img.cover") && other.has(".sleeve-open img.cover"), "nothing is gone before Save");
  await page.form("#album").pick("cover", picture);
  assert.ok(!page.has("#album [type=checkbox]"), "a new picture takes the place of the old one anyway");
  await page.form("#album").submit();
  const { cover } = (await Catalog.getAlbum(id)) ?? {};
  assert.ok(other.has(`.sleeve-open img.cover[src*='${cover}']`) && cover !== first?.cover);

  await page.element("#edit-album").click();
  await page.form("#album").submit({ album: { removeCover: true } });
  assert.deepEqual([(await Catalog.getAlbum(id))?.cover, await getCover(id)], [null, null]);
  for (const shown of [page, other]) assert.ok(!shown.has(".sleeve-open img.cover") && shown.has(".sleeve-open svg"));
  await page.element("#edit-album").click();
  assert.ok(!page.has("#album [type=checkbox]"), "nothing is there to be taken away");
});

test("what was ticked stays so when the connection comes back", async (t) => {
  const site = await openTeacher(t);
  const { id } = await shelved();
  await putCover(await somebodyElse(), id, png);
  const page = await site.visit(paths.albumShowEdit({ id }));
  await page.form("#album").change({ album: { removeCover: true } });
  await page.reconnect();
  assert.ok(!page.has("#cover-field img.cover"));
  await page.form("#album").submit();
  assert.equal(await getCover(id), null);
});

test("a picture that went with the connection is told of, until another one is chosen", async (t) => {
  const site = await openTeacher(t);
  const page = await site.visit(paths.albumNew());
  await page.form("#album").pick("cover", picture);
  await page.form("#album").change({ album: aja });
  await page.reconnect();
  assert.match(page.text("#cover-about"), /The connection was lost: choose “blue\.png” again\./);
  await page.form("#album").change({ album: { tracks: 8 } });
  await page.reconnect();
  assert.match(page.text("#cover-about"), /The connection was lost/);
  await page.form("#album").pick("cover", { ...picture, name: "aja.png" });
  assert.doesNotMatch(page.text("#cover-about"), /lost/);
  await page.form("#album").submit();
  assert.ok(page.has("#shelf img.cover"));
});
