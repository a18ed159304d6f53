import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AccountsSite, confirmedUser, later, logIn, openAccounts, password } from "#test/accounts-site";
import { paths } from "#web/paths";

const GATHERED = 250;

/** Lets the news of pages come. */
async function gathered(at: AccountsSite): Promise<void> {
  await at.site.settled();
  at.clock.advance(GATHERED);
  await at.site.settled();
}

describe("the live page of sessions", () => {
  it("shows new log-ins and their pages by themselves, and they go as they came", async () => {
    await using at = await openAccounts();
    await confirmedUser(at);
    await using page = await (await at.site.client().signIn(logIn())).visit(paths.sessions());
    assert.match(page.text("main"), /nowhere else/);
    const other = await at.site.client().signIn(logIn());
    await at.site.settled();
    assert.equal(page.texts("#sessions > li").length, 2);
    await using elsewhere = await other.visit(paths.settings());
    await gathered(at);
    assert.match(page.texts("#sessions > li")[1] ?? "", /1 page open now/);
    await page.form("#sessions > li:nth-child(2) form").submit();
    await at.site.settled();
    assert.equal(page.texts("#sessions > li").length, 1);
    assert.match(elsewhere.path, /^\/users\/log_in/);
  });

  it("asks who is there on a page that was left open, and then ends what was chosen", async () => {
    await using at = await openAccounts();
    await confirmedUser(at);
    const other = await at.site.client().signIn(logIn());
    await using page = await (await at.site.client().signIn(logIn())).visit(paths.sessions());
    await using elsewhere = await other.visit(paths.settings());
    await later(at, 11 * 60_000);
    await page.form("#sessions > li:nth-child(2) form").submit();
    assert.equal(page.texts("#sessions > li").length, 2);
    await page.form("#reauthentication-form").submit({ user: { current_password: password } });
    await at.site.settled();
    assert.deepEqual([page.path, page.texts("#sessions > li").length], [String(paths.sessions()), 1]);
    assert.match(elsewhere.path, /log_in/);
  });

  it("keeps its buttons while it changes, in the stock client", async () => {
    await using at = await openAccounts();
    await confirmedUser(at);
    const here = await at.site.client().signIn(logIn());
    const other = await at.site.client().signIn(logIn());
    await using page = await here.browse(paths.sessions());
    await using first = await other.visit(paths.settings());
    await gathered(at);
    await using second = await other.visit(paths.settings());
    await gathered(at);
    assert.deepEqual([first.path, second.path], [String(paths.settings()), String(paths.settings())]);
    assert.match(page.texts("#sessions > li")[1] ?? "", /2 pages open now[^]*Log out/);
  });
});
