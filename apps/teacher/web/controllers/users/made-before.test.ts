import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectGuarded, type TestClient, type TestPage } from "livegate/testing";
import {
  type AccountsSite,
  confirmedUser,
  logIn,
  mailedToken,
  openAccounts,
  otherPassword,
  password,
  post,
  registeredUser,
  stranger,
  told,
} from "#test/accounts-site";
import { Accounts } from "#domain/accounts/accounts";
import { scopeFor } from "#domain/accounts/scope";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { requireAuthenticatedUser, requireConfirmed } from "#web/user-auth";
import { shelved } from "../../teacher-site.fixture.ts";

const ada = "ada@example.com";

/** Somebody has registered Ada's address and added two albums; her own proof of it is by the link that is given. */
async function registeredByAnother(at: AccountsSite): Promise<string> {
  const scope = scopeFor(await registeredUser());
  await shelved({ title: "Blue" }, scope);
  await shelved({ title: "Hejira" }, scope);
  await shelved({ title: "Nobody's" });
  await Accounts.deliverMails();
  await Accounts.requestLogInLink({ email: ada }, stranger);
  return mailedToken(at);
}

async function loggedInByLink(at: AccountsSite, client: TestClient, javascript = true): Promise<TestPage> {
  const token = await registeredByAnother(at);
  const page = await client.visit(paths.logInByLink({ token }), { javascript });
  await page.form("#log-in-link").submit();
  return page;
}

const titles = async () => (await Catalog.listAlbums({ q: "", sort: "title" })).map(({ title }) => title);

for (const javascript of [true, false]) {
  describe(`what was added before the owner of an address came ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("is shown to them first, and stays if they say so", async () => {
      await using at = await openAccounts();
      const page = await loggedInByLink(at, at.site.client(), javascript);
      assert.equal(page.path, String(paths.madeBefore()));
      assert.deepEqual(page.texts("#made-before a"), ["Blue", "Hejira"]);
      await page.form("#keep-made-before").submit();
      assert.deepEqual([page.path, told(page)], ["/", "The albums stay yours."]);
      assert.deepEqual(await titles(), ["Blue", "Hejira", "Nobody's"]);
      await page.goto(paths.madeBefore());
      assert.match(page.text("main"), /nothing that waits/);
    });

    it("is deleted if they say so, and nothing else", async () => {
      await using at = await openAccounts();
      const page = await loggedInByLink(at, at.site.client(), javascript);
      await page.form("#delete-made-before").submit();
      assert.deepEqual([page.path, told(page)], ["/", "The albums are deleted."]);
      assert.deepEqual(await titles(), ["Nobody's"]);
    });
  });
}

describe("the page about it", () => {
  it("comes after each log-in until it is decided, whatever proved the address", async () => {
    await using at = await openAccounts();
    await registeredByAnother(at);
    await Accounts.requestPasswordReset({ email: ada }, stranger);
    const reset = await Accounts.resetPassword(await mailedToken(at), { password: otherPassword }, stranger);
    assert.ok(reset.ok && reset.value.voided);
    for (let visit = 0; visit < 2; visit++) {
      const page = await at.site.visit(paths.settings());
      await page
        .form("#log-in")
        .submit({ user: { email: ada, password: otherPassword } }, { submitter: "[value=password]" });
      assert.equal(page.path, String(paths.madeBefore()));
    }
  });

  it("doesn't come to somebody who proved that they had registered themselves", async () => {
    await using at = await openAccounts();
    await shelved({}, scopeFor(await registeredUser()));
    const proof = await Accounts.confirm(await mailedToken(at), { password }, stranger);
    assert.equal(proof.ok && proof.value.voided, false);
    const page = await (await at.site.client().signIn(logIn())).visit(paths.home());
    assert.deepEqual(page.texts("#shelf h2"), ["Blue"]);
  });

  it("doesn't come where there is nothing to decide", async () => {
    await using at = await openAccounts();
    await registeredUser();
    await Accounts.deliverMails();
    await Accounts.requestLogInLink({ email: ada }, stranger);
    const page = await at.site.visit(paths.logInByLink({ token: await mailedToken(at) }));
    await page.form("#log-in-link").submit();
    assert.equal(page.path, String(paths.home()));
  });

  it("is closed to visitors, and to those whose address isn't proved", async () => {
    await using at = await openAccounts();
    await expectGuarded(at.site.app, paths.madeBefore(), requireAuthenticatedUser);
    await registeredUser();
    await expectGuarded(at.site.app, paths.madeBefore(), requireConfirmed, { as: logIn() });
  });

  it("lets nobody decide whose address isn't proved, or about the albums of others", async () => {
    await using at = await openAccounts();
    const adas = scopeFor(await registeredUser());
    await shelved({}, adas);
    await confirmedUser(at, "bob@example.com");
    for (const email of [ada, "bob@example.com"]) {
      const client = await at.site.client().signIn(logIn(email));
      for (const method of ["put", "delete"]) {
        const { status } = await post(client, paths.madeBefore(), { _method: method });
        assert.equal(status, email === ada ? 302 : 303);
      }
    }
    assert.equal((await Catalog.listMadeBefore(adas)).length, 1);
  });
});
