import assert from "node:assert/strict";
import { it } from "node:test";
import { describeOnEach, goodPassword, otherPassword } from "./auth-test-app.ts";
import { cheapHash } from "./cheap-hash.ts";
import { defaultPool } from "./hashing-pool.ts";
import { defaultHashCost, passwordHashing } from "./password-hashing.ts";
import { logInWithPassword } from "./password-log-in.ts";
import { accountKey } from "./visitor.ts";

const email = "ada@example.com";

describeOnEach("a log-in by password", (authTestApp) => {
  it("gives the user of the address, however it is written", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    for (const typed of [email, " ADA@Example.com "]) {
      const result = await app.accounts.logInWithPassword({ email: typed, password: goodPassword }, app.stranger());
      assert.deepEqual(result, { ok: true, value: { user } });
    }
  });

  it("works for as long as its user likes: nobody has to change a password for its age", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const old = "1999-01-01T00:00:00.000Z";
    await app.db.updateTable("users").set({ created_at: old, updated_at: old, confirmed_at: old }).execute();
    const result = await app.accounts.logInWithPassword({ email, password: goodPassword }, app.stranger());
    assert.deepEqual(result, { ok: true, value: { user: { ...user, confirmed: true } } });
  });

  it("is refused with one and the same answer, whatever is wrong, and written down once", async () => {
    await using app = await authTestApp();
    await app.user();
    await app.user("nopassword@example.com");
    await app.user("disabled@example.com");
    const { db } = app;
    await db
      .updateTable("users")
      .set({ hashed_password: null })
      .where("email", "=", "nopassword@example.com")
      .execute();
    await db
      .updateTable("users")
      .set({ disabled_at: "2026-01-01T00:00:00.000Z" })
      .where("email", "=", "disabled@example.com")
      .execute();
    const inputs: readonly unknown[] = [
      { email, password: otherPassword },
      { email: "nobody@example.com", password: goodPassword },
      { email: "nopassword@example.com", password: goodPassword },
      { email: "disabled@example.com", password: goodPassword },
      { email },
      { email, password: "" },
      { email, password: "x".repeat(1_000_000) },
      { email, password: [goodPassword] },
      { email, password: { toString: goodPassword } },
      { email: [email], password: goodPassword },
      { email: { $ne: "" }, password: goodPassword },
      { __proto__: { email, password: goodPassword }, password: null },
      { email: `${email}\0`, password: goodPassword },
      "text",
      7,
      null,
      undefined,
      [],
    ];
    const answers = new Set<string>();
    for (const input of inputs)
      answers.add(JSON.stringify(await app.accounts.logInWithPassword(input, app.stranger())));
    assert.deepEqual(
      [...answers].map((text) => JSON.parse(text) as unknown),
      [
        {
          ok: false,
          status: 422,
          reason: "credentials",
          errors: { "": ["The e-mail address or the password is wrong."] },
          retryAfter: null,
        },
      ],
    );
    assert.deepEqual(
      await app.audited(),
      inputs.map(() => "log_in_by_password: credentials"),
    );
  });

  it("tells whoever tries too often how long to wait, while a known device gets in", async () => {
    await using app = await authTestApp();
    await app.user();
    const guess = () => app.accounts.logInWithPassword({ email, password: otherPassword }, app.stranger());
    for (let tries = 0; tries < 10; tries++) await guess();
    const refused = await guess();
    assert.ok(!refused.ok);
    assert.deepEqual([refused.status, refused.retryAfter], [429, 60]);
    const device = app.stranger({ device: "d1", accounts: [accountKey(email)] });
    assert.equal((await app.accounts.logInWithPassword({ email, password: goodPassword }, device)).ok, true);
  });

  it("answers an address that nobody has in the same way when it is tried too often", async () => {
    await using app = await authTestApp();
    const statuses = [];
    for (let tries = 0; tries < 11; tries++) {
      const result = await app.accounts.logInWithPassword(
        { email: "nobody@example.com", password: "x" },
        app.stranger(),
      );
      statuses.push(result.ok || result.status);
    }
    assert.deepEqual(statuses, [...Array<number>(10).fill(422), 429]);
  });

  it("says at once that hashing is busy, and keeps places for devices that are known", async () => {
    await using app = await authTestApp();
    await app.user();
    const auth = { ...app.auth, hashing: passwordHashing(defaultHashCost, { size: 1, queue: 4 }) };
    const input = { email, password: goodPassword };
    const strangers = Array.from({ length: 9 }, () => logInWithPassword(auth, input, app.stranger()));
    const known = app.stranger({ device: "d1", accounts: [accountKey(email)] });
    const [owner, ...results] = await Promise.all([logInWithPassword(auth, input, known), ...strangers]);
    assert.equal(owner?.ok, true);
    const busy = results.filter((result) => !result.ok && result.status === 503 && result.retryAfter === 5);
    assert.ok(busy.length > 0 && busy.length < 9, `${busy.length} of 9 were refused`);
  });

  it("hashes a password anew whose hash was made with other parameters", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const hashing = passwordHashing({ ...cheapHash, timeCost: 2 }, defaultPool);
    const auth = { ...app.auth, hashing };
    const logIn = () => logInWithPassword(auth, { email, password: goodPassword }, app.stranger());
    assert.equal((await logIn()).ok, true);
    const { hashed_password: hashed } = await app.db
      .selectFrom("users")
      .select("hashed_password")
      .where("id", "=", user.id)
      .executeTakeFirstOrThrow();
    assert.match(hashed ?? "", /t=2/);
    assert.equal((await logIn()).ok, true);
  });
});
