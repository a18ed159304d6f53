import assert from "node:assert/strict";
import { it } from "node:test";
import { describeOnEach, goodPassword, otherPassword } from "./auth-test-app.ts";

const email = "ada@example.com";

describeOnEach("registration", (authTestApp) => {
  it("makes a user who isn't confirmed yet, and mails a link that confirms", async () => {
    await using app = await authTestApp();
    const result = await app.accounts.register({ email: " ADA@example.com", password: goodPassword }, app.stranger());
    assert.ok(result.ok && result.value.user);
    const { id, ...told } = result.value.user;
    assert.deepEqual(told, { email, confirmed: false });
    assert.match(
      (await app.db.selectFrom("users").select("hashed_password").executeTakeFirstOrThrow()).hashed_password ?? "",
      /^\$argon2id\$/,
    );
    await app.accounts.deliverMails();
    assert.match(app.box.lastTo(email)?.text ?? "", /^confirm\n\nhttps:\/\/shop\.test\/confirm\/[\w-]{43}$/);
    assert.deepEqual(await app.audited(), ["register"]);
    assert.ok(id > 0);
  });

  it("says all that is wrong at once, and leaves nothing behind but a line of the audit", async () => {
    await using app = await authTestApp();
    const result = await app.accounts.register({ email: "ada", password: "short" }, app.stranger());
    assert.ok(!result.ok);
    assert.deepEqual(Object.keys(result.errors), ["email", "password"]);
    assert.deepEqual([result.status, await app.rows("users"), await app.rows("users_mails")], [422, 0, 0]);
    assert.deepEqual(await app.audited(), ["register: input"]);
  });

  it("takes nothing of a form but address and password", async () => {
    await using app = await authTestApp();
    const sent = {
      id: 99,
      confirmed_at: "2026-01-01",
      hashed_password: "x",
      access_epoch: 7,
      role: "admin",
      disabled_at: null,
    };
    const input = {
      ...sent,
      email,
      password: goodPassword,
      user: { role: "admin" },
      constructor: { prototype: { admin: true } },
    };
    const result = await app.accounts.register(input, app.stranger());
    assert.ok(result.ok);
    const row = await app.db.selectFrom("users").selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([row.id === 99, row.confirmed_at, row.access_epoch], [false, null, 0]);
    assert.equal("admin" in {}, false);
  });

  for (const input of [
    null,
    undefined,
    7,
    "x",
    [],
    { email: [email], password: [goodPassword] },
    { email: {}, password: {} },
  ]) {
    it(`answers ${JSON.stringify(input)} as a form with nothing in it`, async () => {
      await using app = await authTestApp();
      const result = await app.accounts.register(input, app.stranger());
      assert.ok(!result.ok);
      assert.deepEqual([result.status, Object.keys(result.errors)], [422, ["email", "password"]]);
    });
  }

  it("says that an address is taken, in whatever case, also to twenty at once", async () => {
    await using app = await authTestApp();
    const tries = Array.from({ length: 20 }, (_, index) =>
      app.accounts.register({ email: index % 2 ? email : "ADA@EXAMPLE.COM", password: goodPassword }, app.stranger()),
    );
    const results = await Promise.all(tries);
    assert.equal(results.filter(({ ok }) => ok).length, 1);
    const reasons = new Set(results.map((result) => (result.ok ? "ok" : result.reason)));
    assert.ok(
      [...reasons].every((reason) => ["ok", "taken", "throttled", "busy"].includes(reason)),
      [...reasons].join(),
    );
    assert.equal(await app.rows("users"), 1);
  });

  it("is slowed down by network", async () => {
    await using app = await authTestApp();
    const visitor = app.stranger();
    const statuses: unknown[] = [];
    for (let tries = 0; tries < 11; tries++) {
      const result = await app.accounts.register({ email: `u${tries}@example.com`, password: goodPassword }, visitor);
      statuses.push(result.ok || result.status);
    }
    assert.deepEqual(statuses, [...Array<boolean>(10).fill(true), 429]);
  });

  it("takes the app's own columns from the app", async () => {
    await using app = await authTestApp();
    const result = await app.accounts.register({ email, password: goodPassword }, app.stranger(), { access_epoch: 3 });
    assert.ok(result.ok);
    assert.equal((await app.db.selectFrom("users").select("access_epoch").executeTakeFirstOrThrow()).access_epoch, 3);
  });
});

describeOnEach("registration that is verified", (authTestApp) => {
  it("answers the same for every address; the mail tells what is the matter", async () => {
    await using app = await authTestApp({ registration: "verified" });
    await app.user("old@example.com");
    const answers = [];
    for (const address of ["new@example.com", "old@example.com", "new@example.com"]) {
      answers.push(await app.accounts.register({ email: address, password: goodPassword }, app.stranger()));
    }
    for (const answer of answers) assert.deepEqual(answer, { ok: true, value: { user: null } });
    await app.accounts.deliverMails();
    const subjects = app.box.mails.map(({ to, subject }) => `${to}: ${subject}`).toSorted();
    assert.deepEqual(subjects, [
      "new@example.com: confirm",
      "new@example.com: confirm",
      "old@example.com: registered already",
    ]);
  });

  it("lets nobody in before the mailbox is proven, in words that tell nothing", async () => {
    await using app = await authTestApp({ registration: "verified" });
    await app.accounts.register({ email, password: goodPassword }, app.stranger());
    const early = await app.accounts.logInWithPassword({ email, password: goodPassword }, app.stranger());
    const wrong = await app.accounts.logInWithPassword({ email, password: otherPassword }, app.stranger());
    assert.deepEqual(early, wrong);
    const confirmed = await app.accounts.confirm(await app.tokenTo(email), { password: goodPassword }, app.stranger());
    assert.ok(confirmed.ok && !confirmed.value.voided);
    assert.equal((await app.accounts.logInWithPassword({ email, password: goodPassword }, app.stranger())).ok, true);
  });
});
