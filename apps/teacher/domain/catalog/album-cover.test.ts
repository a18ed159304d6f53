import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openAccounts, registeredUser } from "#test/accounts-site";
import { type Scope, scopeFor } from "../accounts/scope.ts";
import { repo } from "../repo.ts";
import type { Album } from "./album.ts";
import { LARGEST_COVER, getCover, putCover, removeCover } from "./album-cover.ts";
import * as Catalog from "./catalog.ts";

const gif = Buffer.from("GIF89a and more of it");
const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

async function openCatalog(t: TestContext): Promise<{ readonly bob: Scope; readonly eve: Scope }> {
  const at = await openAccounts();
  t.after(() => at[Symbol.asyncDispose]());
  const [bob, eve] = [await registeredUser("bob@example.com"), await registeredUser("eve@example.com")];
  return { bob: scopeFor(bob), eve: scopeFor(eve) };
}

const keptBytes = async () =>
  (await repo.db.selectFrom("album_covers").select("bytes").execute()).map(({ bytes }) => Buffer.from(bytes));

async function shelved(owner: Scope | null): Promise<Album> {
  const blue = { title: "Blue", artist: "Joni Mitchell", year: 1971, genre: "Folk", tracks: 10 };
  const created = await Catalog.createAlbum(owner, blue);
  assert.ok(created.ok);
  return created.value;
}

test("a picture is kept with the type that its bytes tell, and another one takes its place", async (t) => {
  const { bob } = await openCatalog(t);
  const { id } = await shelved(null);
  const first = await putCover(bob, id, gif);
  assert.match(first?.cover ?? "", /^[\w-]{16}$/);
  assert.deepEqual(await getCover(id), { name: first?.cover, type: "image/gif", bytes: new Uint8Array(gif) });
  const second = await putCover(bob, id, png);
  assert.notEqual(second?.cover, first?.cover);
  assert.equal((await getCover(id))?.type, "image/png");
  assert.equal((await Catalog.getAlbum(id))?.cover, second?.cover);
  assert.deepEqual(await keptBytes(), [png]);
});

test("a picture is taken away, and nothing of it stays", async (t) => {
  const { bob, eve } = await openCatalog(t);
  const { id } = await shelved(bob);
  const put = await putCover(bob, id, gif);
  assert.equal(await removeCover(eve, id), null);
  assert.equal(await removeCover(bob, 404), null);
  assert.deepEqual(await Catalog.getAlbum(id), put);
  assert.equal((await removeCover(bob, id))?.cover, null);
  assert.deepEqual([await getCover(id), await keptBytes()], [null, []]);
  assert.equal((await removeCover(bob, id))?.id, id, "there was none");
});

test("what is no picture, or too large, or for somebody else's album, changes nothing", async (t) => {
  const { bob, eve } = await openCatalog(t);
  const { id } = await shelved(bob);
  assert.equal(await putCover(bob, id, Buffer.from("<svg onload=alert(1)>")), null);
  assert.equal(await putCover(bob, id, Buffer.concat([gif, Buffer.alloc(LARGEST_COVER)])), null);
  assert.equal(await putCover(eve, id, gif), null);
  assert.equal(await putCover(bob, 404, gif), null);
  assert.deepEqual([await getCover(id), (await Catalog.getAlbum(id))?.cover], [null, null]);
});

test("a picture goes with its album", async (t) => {
  const { bob } = await openCatalog(t);
  const { id } = await shelved(bob);
  await putCover(bob, id, gif);
  await Catalog.deleteAlbum(bob, id);
  assert.deepEqual(await keptBytes(), []);
});
