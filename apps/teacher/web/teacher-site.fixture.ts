import type { TestContext } from "node:test";
import type { TestApp } from "livegate/testing";
import { type Scope, scopeFor } from "#domain/accounts/scope";
import type { Album, AlbumAttributes } from "#domain/catalog/album";
import * as Catalog from "#domain/catalog/catalog";
import { logIn, openAccounts, registeredUser } from "#test/accounts-site";

/** Teacher on an empty database of its own, for one test: its pages are Ada's. */
export async function openTeacher(t: TestContext): Promise<TestApp> {
  const at = await openAccounts({ as: logIn() });
  t.after(() => at[Symbol.asyncDispose]());
  await registeredUser();
  return at.site;
}

const blue: AlbumAttributes = { title: "Blue", artist: "Joni Mitchell", year: 1971, genre: "Folk", tracks: 10 };

/** Somebody else than Ada, who has an account of their own. */
export const somebodyElse = async (email = "bob@example.com"): Promise<Scope> => scopeFor(await registeredUser(email));

/** Puts an album on the shelf: Blue, but for what is said, and nobody's. */
export async function shelved(attributes: Partial<AlbumAttributes> = {}, owner: Scope | null = null): Promise<Album> {
  const created = await Catalog.createAlbum(owner, { ...blue, ...attributes });
  if (!created.ok) throw new Error(JSON.stringify(created.errors));
  return created.value;
}
