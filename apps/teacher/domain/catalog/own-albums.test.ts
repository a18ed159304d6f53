import assert from "node:assert/strict";
import { beforeEach, afterEach, describe, it } from "node:test";
import { type AccountsSite, openAccounts, password, registeredUser, stranger } from "#test/accounts-site";
import { Accounts } from "../accounts/accounts.ts";
import { type Scope, scopeFor } from "../accounts/scope.ts";
import type { User } from "../accounts/user.ts";
import { pubsub } from "../pubsub.ts";
import { repo } from "../repo.ts";
import type { Album, AlbumAttributes } from "./album.ts";
import { AlbumChange, albumsTopic, applyChange } from "./album-change.ts";
import * as Catalog from "./catalog.ts";

const blue: AlbumAttributes = { title: "Blue", artist: "Joni Mitchell", year: 1971, genre: "Folk", tracks: 10 };
const everything = { q: "", sort: "title" } as const;

describe("the catalog", () => {
  let at: AccountsSite;
  let ada: Scope;
  let bob: Scope;
  let heard: AlbumChange[];
  let unsubscribe: () => void;

  beforeEach(async () => {
    at = await openAccounts();
    ada = scopeFor(await registeredUser("ada@example.com"));
    bob = scopeFor(await registeredUser("bob@example.com"));
    heard = [];
    unsubscribe = pubsub.subscribe(albumsTopic(), (message) => heard.push(AlbumChange.parse(message)));
  });

  afterEach(async () => {
    unsubscribe();
    await at[Symbol.asyncDispose]();
  });

  async function added(scope: Scope | null, title = "Blue"): Promise<Album> {
    const result = await Catalog.createAlbum(scope, { ...blue, title });
    assert.ok(result.ok);
    return result.value;
  }

  const titles = async (): Promise<readonly string[]> =>
    (await Catalog.listAlbums(everything)).map(({ title }) => title);

  const proved = ({ user }: Scope): Scope => scopeFor({ ...user, confirmedAt: "2026-11-26T00:00:00.000Z" });

  describe("an album with an owner", () => {
    it("is of whoever added it", async () => {
      const album = await added(ada);
      assert.equal(album.ownerId, ada.user.id);
      assert.deepEqual([Catalog.isOwn(ada, album), Catalog.isOwn(bob, album)], [true, false]);
      assert.deepEqual([await Catalog.countOwnAlbums(ada), await Catalog.countOwnAlbums(bob)], [1, 0]);
    });

    it("is changed and deleted by its owner alone; nobody is told of what was refused", async () => {
      const album = await added(ada);
      heard.length = 0;
      const refused = [
        await Catalog.updateAlbum(bob, album.id, { ...blue, year: 2000 }),
        await Catalog.deleteAlbum(bob, album.id),
      ];
      for (const result of refused) assert.ok(!result.ok && result.errors.id);
      assert.deepEqual([await Catalog.getAlbum(album.id), heard], [album, []]);
      assert.ok((await Catalog.updateAlbum(ada, album.id, { ...blue, year: 2000 })).ok);
      assert.ok((await Catalog.deleteAlbum(ada, album.id)).ok);
    });

    it("stays its owner's when it is changed, whatever is written along", async () => {
      const album = await added(ada);
      const withMore = Object.assign({ owner_id: bob.user.id, ownerId: bob.user.id }, blue);
      await Catalog.updateAlbum(ada, album.id, withMore);
      assert.equal((await Catalog.getAlbum(album.id))?.ownerId, ada.user.id);
    });

    it("is nobody's when it was added by nobody, and changed by anybody", async () => {
      const album = await added(null);
      assert.equal(album.ownerId, null);
      assert.ok(Catalog.mayChange(ada, album) && Catalog.mayChange(bob, album));
      const changed = await Catalog.updateAlbum(bob, album.id, blue);
      assert.equal(changed.ok && changed.value.ownerId, null);
    });
  });

  describe("an account that is deleted", () => {
    const deleted = (user: User, typed = password) =>
      Accounts.deleteAccount(user, { current_password: typed }, stranger);

    it("takes its albums along, and leaves those of others and of nobody", async () => {
      for (const [scope, title] of [
        [ada, "A"],
        [ada, "B"],
        [bob, "C"],
        [null, "D"],
      ] as const)
        await added(scope, title);
      assert.ok((await deleted(ada.user)).ok);
      assert.deepEqual(await titles(), ["C", "D"]);
    });

    it("keeps them where the deletion is refused", async () => {
      await added(ada);
      assert.equal((await deleted(ada.user, "not the password")).ok, false);
      assert.deepEqual(await titles(), ["Blue"]);
    });

    it("can't go without them", async () => {
      await added(ada);
      await assert.rejects(repo.db.deleteFrom("users").where("id", "=", ada.user.id).execute());
    });

    it("takes them off lists that are open, once that is announced", async () => {
      for (const [scope, title] of [
        [ada, "A"],
        [bob, "C"],
        [null, "D"],
      ] as const)
        await added(scope, title);
      const before = await Catalog.listAlbums(everything);
      await deleted(ada.user);
      Catalog.announceOwnerLeft(ada.user);
      const last = heard.at(-1) ?? assert.fail("nothing was announced");
      assert.deepEqual(applyChange(before, last, everything), await Catalog.listAlbums(everything));
    });

    it("has no albums afterwards, not even of a page that is late", async () => {
      await deleted(ada.user);
      const late = await Catalog.createAlbum(ada, blue);
      assert.deepEqual(late, { ok: false, errors: { id: ["Your account has been deleted."] } });
    });
  });

  describe("albums of before the proof of an address", () => {
    it("are those that were added without it", async () => {
      const before = await added(ada, "Before");
      await added(proved(ada), "After");
      await added(bob, "Bob's");
      assert.deepEqual(await Catalog.listMadeBefore(ada), [before]);
    });

    it("are like any other once they are kept", async () => {
      await added(ada, "A");
      await added(bob, "B");
      assert.equal(await Catalog.keepMadeBefore(ada), 1);
      assert.deepEqual(await Catalog.listMadeBefore(ada), []);
      assert.deepEqual([await titles(), (await Catalog.listMadeBefore(bob)).length], [["A", "B"], 1]);
    });

    it("are deleted together, and nothing else; open pages are told of each", async () => {
      for (const [scope, title] of [
        [ada, "A"],
        [ada, "B"],
        [proved(ada), "C"],
        [bob, "D"],
        [null, "E"],
      ] as const)
        await added(scope, title);
      heard.length = 0;
      assert.equal(await Catalog.deleteMadeBefore(ada), 2);
      assert.deepEqual(await titles(), ["C", "D", "E"]);
      assert.deepEqual(
        heard.map(({ type }) => type),
        ["deleted", "deleted"],
      );
    });
  });
});
