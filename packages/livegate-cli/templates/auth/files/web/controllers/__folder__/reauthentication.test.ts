import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type AccountsSite,
  audited,
  confirmed__Schema__,
  later,
  logIn,
  openAccounts,
  otherPassword,
  password,
  // @if live
  post,
  // @end
  told,
} from "#test/__context-file__-site";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { repo } from "#domain/repo";
import { paths } from "#web/paths";

async function memberAt(at: AccountsSite) {
  await confirmed__Schema__(at);
  return at.site.client().signIn(logIn());
}

const asking = (returnTo: string) => paths.reauthenticate({ return_to: returnTo });

for (const javascript of [true, false]) {
  describe(`showing who is there ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("takes the password, and leads back to where somebody wanted to go", async () => {
      await using at = await openAccounts();
      await using page = await (await memberAt(at)).visit(asking("/__folder__/delete"), { javascript });
      await page.form("#reauthentication").submit({ __schema__: { current_password: otherPassword } });
      assert.match(page.text("#reauthentication_current_password_messages"), /not your current password/);
      await page.form("#reauthentication").submit({ __schema__: { current_password: password } });
      assert.equal(page.path, String(paths.deleteAccount()));
      assert.deepEqual(
        (await audited()).filter((line) => line.startsWith("reauthenticate")),
        ["reauthenticate: password", "reauthenticate"],
      );
    });

    it("leads to no other site", async () => {
      await using at = await openAccounts();
      await using page = await (await memberAt(at)).visit(asking("//evil.example/"), { javascript });
      await page.form("#reauthentication").submit({ __schema__: { current_password: password } });
      assert.equal(page.path, String(paths.settings()));
    });

    it("takes a mailed code where there is no password", async () => {
      await using at = await openAccounts();
      const client = await memberAt(at);
      await repo.db.updateTable("__table__").set({ hashed_password: null }).execute();
      await using page = await client.visit(asking("/__folder__/delete"), { javascript });
      await page.form("#reauthentication").submit({}, { submitter: "[value=mail]" });
      assert.match(told(page), /code is on its way/);
      await __Context__.deliverMails();
      const code = /\b[2-9A-Z]{8}\b/.exec(at.box.lastTo("ada@example.com")?.text ?? "")?.[0] ?? "";
      await page.form("#reauthentication").submit({ __schema__: { code: "AAAAAAAA" } });
      assert.match(page.text("#reauthentication_code_messages"), /invalid or has expired/);
      await page.form("#reauthentication").submit({ __schema__: { code } });
      assert.equal(page.path, String(paths.deleteAccount()));
    });
  });
}

const MINUTE = 60_000;
const wanted = "ada@example.org";
// @if live
const sheet = "#reauthentication-form";
// @end
const emails = async () => (await repo.db.selectFrom("__table__").select("email").execute()).map(({ email }) => email);

describe("a form that asks who is there, without JavaScript", () => {
  const settings = async (at: AccountsSite) => {
    const page = await (await memberAt(at)).visit(paths.settings(), { javascript: false });
    await later(at, 11 * MINUTE);
    return page;
  };

  it("leads to the question and back to its own page, where nothing has been done yet", async () => {
    await using at = await openAccounts();
    await using page = await settings(at);
    await page.form("#change-email").submit({ __schema__: { email: wanted } });
    assert.match(told(page), /Nothing was done/);
    await page.form("#reauthentication").submit({ __schema__: { current_password: password } });
    assert.equal(page.path, String(paths.settings()));
    await __Context__.deliverMails();
    assert.equal(at.box.lastTo(wanted), undefined);
    await page.form("#change-email").submit({ __schema__: { email: wanted } });
    assert.match(told(page), /link is on its way to the new address/);
  });

  it("deletes no account before the answer", async () => {
    await using at = await openAccounts();
    await using page = await (await memberAt(at)).visit(paths.deleteAccount(), { javascript: false });
    await later(at, 11 * MINUTE);
    await page.form("#delete-account").submit();
    assert.deepEqual(await emails(), ["ada@example.com"]);
    await page.form("#reauthentication").submit({ __schema__: { current_password: password } });
    await page.form("#delete-account").submit();
    assert.deepEqual(await emails(), []);
  });
});
// @if live

describe("a sheet in an open page", () => {
  async function staleSettings(at: AccountsSite) {
    const client = await memberAt(at);
    const page = await client.visit(paths.settings());
    await later(at, 11 * MINUTE);
    return { client, page };
  }

  it("asks, says what is wrong, and the change goes on with what was typed before", async () => {
    await using at = await openAccounts();
    const { page } = await staleSettings(at);
    await page.form("#change-email").submit({ __schema__: { email: wanted } });
    assert.match(page.text("#reauthentication-sheet"), /show that you are ada@example\.com/);
    await page.form(sheet).submit({ __schema__: { current_password: otherPassword } });
    assert.match(page.text(`${sheet}_current_password_messages`), /not your current password/);
    await __Context__.deliverMails();
    assert.equal(at.box.lastTo(wanted), undefined);
    await page.form(sheet).submit({ __schema__: { current_password: password } });
    assert.match(told(page), /link is on its way to the new address/);
    await __Context__.deliverMails();
    assert.ok(at.box.lastTo(wanted));
    assert.deepEqual(
      (await audited()).filter((line) => line.startsWith("reauthenticate")),
      ["reauthenticate: password", "reauthenticate"],
    );
  });

  it("asks for a mailed code where there is no password", async () => {
    await using at = await openAccounts();
    const client = await memberAt(at);
    await repo.db.updateTable("__table__").set({ hashed_password: null }).execute();
    await using page = await client.visit(paths.deleteAccount());
    await later(at, 11 * MINUTE);
    await page.form("#delete-account").submit();
    await page.form("#reauthentication-mail").submit();
    assert.match(page.text("#reauthentication-sheet [role=status]"), /code is on its way/);
    await __Context__.deliverMails();
    const code = /\b[2-9A-Z]{8}\b/.exec(at.box.lastTo("ada@example.com")?.text ?? "")?.[0] ?? "";
    await page.form(sheet).submit({ __schema__: { code } });
    assert.deepEqual(await emails(), []);
  });

  it("that is closed leaves all as it was", async () => {
    await using at = await openAccounts();
    const { page } = await staleSettings(at);
    await page.form("#change-email").submit({ __schema__: { email: wanted } });
    await page.element("#reauthentication-sheet button", { text: "Cancel" }).click();
    assert.equal(page.has("#reauthentication-sheet"), false);
    await __Context__.deliverMails();
    assert.equal(at.box.lastTo(wanted), undefined);
  });

  it("is told to have come to nothing by the page that is loaded next, and after a lost connection", async () => {
    await using at = await openAccounts();
    const { client, page } = await staleSettings(at);
    await page.form("#change-email").submit({ __schema__: { email: wanted } });
    await page.reconnect();
    assert.equal(page.has("#reauthentication-sheet"), false);
    assert.match(told(page), /Nothing was done/);
    await using other = await client.visit(paths.settings());
    await other.form("#change-email").submit({ __schema__: { email: wanted } });
    await other.goto(paths.settings());
    assert.match(told(other), /Nothing was done/);
    await __Context__.deliverMails();
    assert.equal(at.box.lastTo(wanted), undefined);
  });

  it("is gone where somebody else logs in meanwhile in this browser, and nothing is done", async () => {
    await using at = await openAccounts();
    await confirmed__Schema__(at, "eve@example.com");
    const { client, page } = await staleSettings(at);
    await page.form("#change-email").submit({ __schema__: { email: wanted } });
    await post(client, paths.logOut(), { _method: "delete" });
    await later(at, 2_000);
    assert.ok(page.path.startsWith(String(paths.logIn())), page.path);
    assert.match(told(page), /Nothing was done/);
    await client.signIn(logIn("eve@example.com"));
    assert.equal(page.has("#reauthentication-sheet"), false);
    await __Context__.deliverMails();
    assert.equal(at.box.lastTo(wanted), undefined);
  });

  it("makes strangers' guesses wait as a log-in does", async () => {
    await using at = await openAccounts();
    const { page } = await staleSettings(at);
    await page.form("#change-email").submit({ __schema__: { email: wanted } });
    for (let n = 0; n < 10; n++) await page.form(sheet).submit({ __schema__: { current_password: otherPassword } });
    await page.form(sheet).submit({ __schema__: { current_password: password } });
    assert.match(page.text(`${sheet} [role=alert]`), /Too many tries/);
  });
});
// @end

describe("whoever isn't logged in", () => {
  it("is sent to log in, and shows nothing by that", async () => {
    await using at = await openAccounts();
    await using page = await at.site.visit(asking("/__folder__/delete"));
    assert.ok(page.path.startsWith(String(paths.logIn())), page.path);
  });
});
