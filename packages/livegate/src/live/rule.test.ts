import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { provide } from "./guard.ts";
import { applyRule, rule } from "./rule.ts";

interface Album {
  readonly id: number;
  readonly ownerId: number;
}

const currentUser = provide("currentUser", () => ({ currentUser: { id: 1 } }));
const context = { currentUser: { id: 1 } };

/** A rule over these albums that counts how often it loads. */
function ownAlbum(albums: readonly Album[]) {
  const asked: number[] = [];
  const own = rule({
    needs: [currentUser],
    load: (_context, input: { readonly id: number }): Album | null => {
      asked.push(input.id);
      return albums.find(({ id }) => id === input.id) ?? null;
    },
    allow: ({ currentUser: user }, album) => album.ownerId === user.id,
  });
  return { own, asked };
}

describe("rule", () => {
  const mine: Album = { id: 7, ownerId: 1 };
  const theirs: Album = { id: 8, ownerId: 2 };

  it("hands over the record that it loaded where it is allowed", async () => {
    const { own } = ownAlbum([mine]);
    assert.deepEqual(await applyRule(own, context, { id: 7 }), { ok: true, record: mine });
  });

  it("says no where the record isn't the caller's", async () => {
    const { own } = ownAlbum([theirs]);
    assert.deepEqual(await applyRule(own, context, { id: 8 }), { ok: false, reason: "not_allowed" });
  });

  it("says not found for null and undefined, and never asks whether that is allowed", async () => {
    for (const nothing of [null, undefined]) {
      const never = rule({
        needs: [],
        load: () => nothing as null,
        allow: () => assert.fail("asked about nothing"),
      });
      assert.deepEqual(await applyRule(never, {}, {}), { ok: false, reason: "not_found" });
    }
  });

  it("allows a record that is falsy but there", async () => {
    const zero = rule({ needs: [], load: () => 0, allow: () => true });
    assert.deepEqual(await applyRule(zero, {}, {}), { ok: true, record: 0 });
  });

  it("loads anew for each event, so that a change since then counts", async () => {
    const albums: Album[] = [mine];
    const { own, asked } = ownAlbum(albums);
    await applyRule(own, context, { id: 7 });
    albums[0] = { ...mine, ownerId: 2 };
    assert.deepEqual(await applyRule(own, context, { id: 7 }), { ok: false, reason: "not_allowed" });
    assert.deepEqual(asked, [7, 7]);
  });

  it("waits for an asynchronous load", async () => {
    const later = rule({ needs: [], load: async () => mine, allow: () => true });
    assert.deepEqual(await applyRule(later, {}, {}), { ok: true, record: mine });
  });

  it("answers a template with the same function", () => {
    const { own } = ownAlbum([]);
    assert.deepEqual([own.allows(context, mine), own.allows(context, theirs)], [true, false]);
    assert.deepEqual(own.needs, [currentUser]);
  });

  it("hands on what load throws", async () => {
    const broken = rule({ needs: [], load: () => Promise.reject(new Error("gone")), allow: () => true });
    await assert.rejects(applyRule(broken, {}, {}), /gone/);
  });
});
