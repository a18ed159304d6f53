import assert from "node:assert/strict";
import { it } from "node:test";
import { administration } from "./administration.ts";
import { type AuthTestApp, describeOnEach } from "./auth-test-app.ts";
import { startSession } from "./user-sessions.ts";

const HOUR = 3_600_000;

const emails = async ({ accounts }: AuthTestApp, query = {}) =>
  (await administration(accounts).users(query)).items.map(({ email }) => email);

describeOnEach("administration", (authTestApp) => {
  it("lists users by address, a part of them at a time, with how many there are", async () => {
    await using app = await authTestApp();
    for (const name of ["eve", "ada", "bob", "dan", "cyd"]) await app.user(`${name}@example.com`);
    assert.deepEqual(await emails(app, { perPage: 2 }), ["ada@example.com", "bob@example.com"]);
    assert.deepEqual(await emails(app, { perPage: 2, page: 3 }), ["eve@example.com"]);
    assert.deepEqual(await emails(app, { perPage: 2, page: 4 }), []);
    assert.equal((await administration(app.accounts).users({ perPage: 2 })).total, 5);
  });

  it("searches for a part of an address, in which no sign stands for another", async () => {
    await using app = await authTestApp();
    for (const name of ["ada", "a_a", "a%a", "a\\a"]) await app.user(`${name}@example.com`);
    assert.deepEqual(await emails(app, { search: " ADA@" }), ["ada@example.com"]);
    assert.deepEqual(await emails(app, { search: "a_a" }), ["a_a@example.com"]);
    assert.deepEqual(await emails(app, { search: "a%a" }), ["a%a@example.com"]);
    assert.deepEqual(await emails(app, { search: "a\\a" }), ["a\\a@example.com"]);
    assert.deepEqual(await emails(app, { search: "' or 1=1 --" }), []);
  });

  it("finds a user by address or id, and nobody by anything else", async () => {
    await using app = await authTestApp();
    const { id } = await app.user("ada@example.com", false);
    const { user } = administration(app.accounts);
    const found = await user("Ada@Example.com ");
    assert.deepEqual(
      [found?.email, found?.confirmedAt, found?.hasPassword, found?.sessions],
      ["ada@example.com", null, true, 0],
    );
    assert.equal((await user(String(id)))?.email, "ada@example.com");
    for (const other of ["", "0", "1e0", "ada", "eve@example.com", "' or 1=1 --", "999999999999999999999"]) {
      assert.equal(await user(other), null, other);
    }
  });

  it("lists the sessions of one user or of all, without those that have expired, and with no secret", async () => {
    await using app = await authTestApp();
    const [ada, bob] = [await app.user("ada@example.com"), await app.user("bob@example.com")];
    const start = (userId: number, remember: boolean) =>
      startSession(app.auth, userId, { visitor: app.stranger(), method: "password", remember });
    await start(ada.id, false);
    app.clock.advance(23 * HOUR);
    const { id, token } = await start(ada.id, true);
    await start(bob.id, false);
    const { sessions, session, users } = administration(app.accounts);
    assert.equal((await sessions()).total, 3);
    app.clock.advance(2 * HOUR);
    const { items, total } = await sessions({ userId: ada.id });
    assert.deepEqual([total, items.map((each) => each.id), items[0]?.remembered], [1, [id], true]);
    assert.equal((await users({ search: "ada" })).items[0]?.sessions, 1);
    assert.equal((await session(id))?.email, "ada@example.com");
    assert.equal(await session("nothing"), null);
    assert.ok(!JSON.stringify(await sessions()).includes(token));
    assert.equal(items[0]?.expiresAt, new Date(app.clock.now() + 14 * 24 * HOUR - 2 * HOUR).toISOString());
    assert.deepEqual(
      Object.keys(items[0] ?? {}).filter((name) => /token|hash|factor/.test(name)),
      [],
    );
  });

  it("lists no session that nobody has used for too long", async () => {
    await using app = await authTestApp({ lifetimes: { idle: HOUR, activity: 300_000 } });
    const { id: userId } = await app.user();
    const { id } = await startSession(app.auth, userId, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    const { sessions, session, users } = administration(app.accounts);
    app.clock.advance(HOUR + 300_000 - 1);
    const { items } = await sessions();
    assert.equal(items[0]?.expiresAt, new Date(app.clock.now() + 1).toISOString());
    assert.deepEqual([(await users()).items[0]?.sessions, (await session(id))?.id], [1, id]);
    app.clock.advance(1);
    assert.deepEqual([(await sessions()).items, (await sessions({ userId })).total], [[], 0]);
    assert.deepEqual([(await users()).items[0]?.sessions, await session(id)], [0, null]);
  });
});
