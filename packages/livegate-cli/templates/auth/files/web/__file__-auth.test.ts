import assert from "node:assert/strict";
import { describe, it } from "node:test";
// @if live
import { expectGuarded } from "livegate/testing";
// @end
import { type AccountsSite, confirmed__Schema__, logIn, openAccounts, post, told } from "#test/__context-file__-site";
// @if live
import { __Context__ } from "#domain/__context-file__/__context-file__";
// @end
import { paths } from "./paths.ts";
// @if live
import { requireAuthenticated__Schema__ } from "./__file__-auth.ts";
// @end

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const guarded = { "the settings": paths.settings(), "account deletion": paths.deleteAccount() };
const forVisitors = { registration: paths.register(), "log-in": paths.logIn() };

async function loggedIn(at: AccountsSite, typed: Parameters<typeof logIn>[1] = {}) {
  await confirmed__Schema__(at);
  return at.site.client().signIn(logIn("ada@example.com", typed));
}

/** Where somebody is who opens the settings: there, or on the way to log in. */
async function isIn(client: { request(path: string): Promise<Response> }): Promise<boolean> {
  return (await client.request(String(paths.settings()))).status === 200;
}

describe("a page for users", () => {
  for (const [name, path] of Object.entries(guarded)) {
    // @if live
    it(`is closed to visitors over HTTP, to a join and to live navigation: ${name}`, async () => {
      await using at = await openAccounts();
      await expectGuarded(at.site.app, path, requireAuthenticated__Schema__);
    });
    // @end

    it(`sends a visitor to the log-in page, with a message and the way back: ${name}`, async () => {
      await using at = await openAccounts();
      await using page = await at.site.visit(path);
      assert.equal(page.path, String(paths.logIn({ return_to: String(path) })));
      assert.equal(told(page), "You must log in to continue.");
    });

    it(`opens to a user: ${name}`, async () => {
      await using at = await openAccounts();
      await using page = await (await loggedIn(at)).visit(path);
      // @if live
      assert.ok(page.isLive);
      // @end
      assert.equal(page.path, String(path));
    });

    it(`doesn't open by a cookie of before the log-out: ${name}`, async () => {
      await using at = await openAccounts();
      const client = await loggedIn(at);
      const { header } = client.cookies;
      await post(client, paths.logOut(), { _method: "delete" });
      const answer = await at.site.client().request(String(path), { headers: { cookie: header ?? "" } });
      assert.equal(answer.status, 302);
    });
  }

  it("isn't the way back of what isn't a GET", async () => {
    await using at = await openAccounts();
    const answer = await post(at.site.client(), paths.settings(), { _method: "put", change: "password" });
    assert.deepEqual([answer.status, answer.headers.get("location")], [302, String(paths.logIn())]);
  });
});

describe("a page for visitors", () => {
  for (const [name, path] of Object.entries(forVisitors)) {
    it(`is open to visitors: ${name}`, async () => {
      await using at = await openAccounts();
      await using page = await at.site.visit(path);
      // @if live
      assert.ok(page.isLive);
      // @end
      assert.equal(page.status, 200);
    });

    it(`sends users to the first page: ${name}`, async () => {
      await using at = await openAccounts();
      const client = await loggedIn(at);
      const answer = await client.request(String(path));
      assert.deepEqual([answer.status, answer.headers.get("location")], [302, String(paths.home())]);
    });
  }
});

describe("a session", () => {
  it("lasts a day without “keep me logged in”, and ends with the browser", async () => {
    await using at = await openAccounts();
    const client = await loggedIn(at);
    at.clock.advance(DAY - MINUTE);
    assert.equal(await isIn(client), true);
    at.clock.advance(2 * MINUTE);
    assert.equal(await isIn(client), false);
  });

  it("lasts two weeks with it, and longer while it is used", async () => {
    await using at = await openAccounts();
    const client = await loggedIn(at, { remember_me: true });
    for (let week = 0; week < 8; week++) {
      at.clock.advance(7 * DAY + MINUTE);
      assert.equal(await isIn(client), true, `after week ${week + 1}`);
    }
    at.clock.advance(5 * DAY);
    assert.equal(await isIn(client), false, "after sixty days, however much it was used");
  });

  it("ends after two weeks in which it wasn't used", async () => {
    await using at = await openAccounts();
    const client = await loggedIn(at, { remember_me: true });
    at.clock.advance(14 * DAY + MINUTE);
    assert.equal(await isIn(client), false);
  });

  it("is another one after each log-in: cookies from before are a visitor's", async () => {
    await using at = await openAccounts();
    await confirmed__Schema__(at);
    const client = at.site.client();
    await client.visit(paths.logIn());
    const planted = client.cookies.header ?? "";
    await client.signIn(logIn());
    const attacker = await at.site.client().request(String(paths.settings()), { headers: { cookie: planted } });
    assert.deepEqual([await isIn(client), attacker.status], [true, 302]);
  });

  // @if live
  it("ends everywhere when the accounts say so, in open pages too", async () => {
    await using at = await openAccounts();
    const user = await confirmed__Schema__(at);
    const [here, there] = [await at.site.client().signIn(logIn()), await at.site.client().signIn(logIn())];
    await using page = await here.visit(paths.settings());
    await __Context__.endSessions(user.id);
    await at.site.settled();
    assert.deepEqual([await isIn(here), await isIn(there)], [false, false]);
    assert.match(page.path, /^\/__folder__\/log_in/);
  });
  // @end

  // @if live
  it("doesn't let an event through after its end", async () => {
    await using at = await openAccounts();
    const user = await confirmed__Schema__(at);
    await using page = await (await at.site.client().signIn(logIn())).visit(paths.settings());
    await __Context__.endSessions(user.id);
    await at.site.settled();
    await assert.rejects(page.form("#change-email").change({ __schema__: { email: "x@example.com" } }));
  });
  // @end
});

describe("logging out", () => {
  // @if live
  it("ends the session's pages in every tab, and leaves other browsers alone", async () => {
    await using at = await openAccounts();
    const client = await loggedIn(at);
    const other = await at.site.client().signIn(logIn());
    await using first = await client.visit(paths.settings());
    await using second = await client.visit(paths.deleteAccount());
    await using elsewhere = await other.visit(paths.settings());
    await post(client, paths.logOut(), { _method: "delete" });
    await at.site.settled();
    assert.match(first.path, /^\/__folder__\/log_in/);
    assert.match(second.path, /^\/__folder__\/log_in/);
    assert.equal(elsewhere.path, String(paths.settings()));
  });
  // @end

  it("is nothing to worry about for somebody who isn't logged in", async () => {
    await using at = await openAccounts();
    assert.equal((await post(at.site.client(), paths.logOut(), { _method: "delete" })).status, 303);
  });

  it("is never done by looking at its page", async () => {
    await using at = await openAccounts();
    const client = await loggedIn(at);
    await using page = await client.visit(paths.logOut());
    assert.equal(await isIn(client), true);
    await page.form("#log-out").submit();
    assert.equal(await isIn(client), false);
  });

  it("takes the token of this very session", async () => {
    await using at = await openAccounts();
    const client = await loggedIn(at);
    const answer = await client.request(String(paths.logOut()), {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "_method=delete",
    });
    assert.deepEqual([answer.status, await isIn(client)], [403, true]);
  });
});

describe("the way back", () => {
  it("leads to the page that was asked for, with its query", async () => {
    await using at = await openAccounts();
    await confirmed__Schema__(at);
    const client = at.site.client();
    await using page = await client.visit(`${String(paths.settings())}?tab=x`);
    await page.form("#log-in").submit({ __schema__: { email: "ada@example.com", password: "correct horse battery" } });
    assert.equal(page.path, `${String(paths.settings())}?tab=x`);
  });

  const elsewhere = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "/nowhere-at-all",
    "/__folder__/session/refresh",
  ];
  for (const path of elsewhere) {
    it(`leads nowhere else: ${JSON.stringify(path)}`, async () => {
      await using at = await openAccounts();
      await confirmed__Schema__(at);
      const body = {
        "__schema__[email]": "ada@example.com",
        "__schema__[password]": "correct horse battery",
        by: "password",
      };
      const answer = await post(at.site.client(), paths.logIn(), { ...body, return_to: path }, { from: paths.logIn() });
      assert.deepEqual([answer.status, answer.headers.get("location")], [303, String(paths.home())]);
    });
  }
});
