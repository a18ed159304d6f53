// @only live
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type AccountsSite,
  confirmed__Schema__,
  later,
  logIn,
  openAccounts,
  password,
} from "#test/__context-file__-site";
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
    await confirmed__Schema__(at);
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
    assert.match(elsewhere.path, /^\/__folder__\/log_in/);
  });

  it("asks who is there on a page that was left open, and then ends what was chosen", async () => {
    await using at = await openAccounts();
    await confirmed__Schema__(at);
    const other = await at.site.client().signIn(logIn());
    await using page = await (await at.site.client().signIn(logIn())).visit(paths.sessions());
    await using elsewhere = await other.visit(paths.settings());
    await later(at, 11 * 60_000);
    await page.form("#sessions > li:nth-child(2) form").submit();
    assert.equal(page.texts("#sessions > li").length, 2);
    await page.form("#reauthentication-form").submit({ __schema__: { current_password: password } });
    await at.site.settled();
    assert.deepEqual([page.path, page.texts("#sessions > li").length], [String(paths.sessions()), 1]);
    assert.match(elsewhere.path, /log_in/);
  });
});
