import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AccountsSite, confirmed__Schema__, later, logIn, openAccounts, post } from "#test/__context-file__-site";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { paths } from "#web/paths";

/** Two browsers of a user's, and the session of each. */
async function twoBrowsers(at: AccountsSite) {
  const user = await confirmed__Schema__(at);
  const here = await at.site.client().signIn(logIn());
  const [first] = await __Context__.sessionsOf(user.id);
  const there = await at.site.client().signIn(logIn());
  const other = (await __Context__.sessionsOf(user.id)).find(({ id }) => id !== first?.id);
  return { user, here, there, otherId: other?.id ?? "" };
}

async function isIn(client: { request(path: string): Promise<Response> }): Promise<boolean> {
  return (await client.request(String(paths.settings()))).status === 200;
}

for (const javascript of [true, false]) {
  describe(`the page of sessions ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("shows where the user is logged in, and ends one session", async () => {
      await using at = await openAccounts();
      const { here, there, otherId } = await twoBrowsers(at);
      await using page = await here.visit(paths.sessions(), { javascript });
      assert.equal(page.texts("#sessions > li").length, 2);
      await page.form(`#session-${otherId} form`).submit();
      assert.deepEqual([page.path, page.texts("#sessions > li").length], [String(paths.sessions()), 1]);
      assert.deepEqual([await isIn(here), await isIn(there)], [true, false]);
    });

    it("ends all others together", async () => {
      await using at = await openAccounts();
      const { here, there } = await twoBrowsers(at);
      const third = await at.site.client().signIn(logIn());
      await using page = await here.visit(paths.sessions(), { javascript });
      await page.form("#end-others").submit();
      assert.deepEqual([await isIn(here), await isIn(there), await isIn(third)], [true, false, false]);
      assert.match(page.text("main"), /nowhere else/);
    });

    it("ends none for somebody who sits down at a page that was left open", async () => {
      await using at = await openAccounts();
      const { here, there } = await twoBrowsers(at);
      const third = await at.site.client().signIn(logIn());
      await using page = await here.visit(paths.sessions(), { javascript });
      await later(at, 600_000);
      await page.form("#end-others").submit();
      assert.deepEqual([await isIn(here), await isIn(there), await isIn(third)], [true, true, true]);
    });
  });
}

describe("a form of sessions", () => {
  it("ends nobody else's", async () => {
    await using at = await openAccounts();
    const { there, otherId } = await twoBrowsers(at);
    await confirmed__Schema__(at, "eve@example.com");
    const eve = await at.site.client().signIn(logIn("eve@example.com"));
    const answer = await post(eve, paths.endSession({ id: otherId }), { _method: "delete" });
    assert.deepEqual([answer.status, await isIn(there)], [303, true]);
    await post(eve, paths.sessions(), { _method: "delete" });
    assert.deepEqual([await isIn(there), await isIn(eve)], [true, true]);
  });
});
