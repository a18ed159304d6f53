import assert from "node:assert/strict";
import { it } from "node:test";
import { type AuthTestApp, describeOnEach, goodPassword, otherPassword } from "./auth-test-app.ts";
import { findSession, startSession } from "./user-sessions.ts";

const MINUTE = 60_000;
const email = "ada@example.com";

/** A user without a password, as one is whose mailbox proof voided it. */
async function withoutPassword(app: AuthTestApp) {
  const user = await app.user();
  await app.db.updateTable("users").set({ hashed_password: null }).execute();
  return user;
}

/** Asks for a code and reads it in the mail. */
async function codeFor(app: AuthTestApp, user: { readonly id: number }): Promise<string> {
  assert.deepEqual(await app.accounts.requestCode(user, app.stranger()), { ok: true, value: null });
  await app.accounts.deliverMails();
  return app.box.lastTo(email)?.text ?? "";
}

const logsIn = async (app: AuthTestApp, password: string): Promise<boolean> =>
  (await app.accounts.logInWithPassword({ email, password }, app.stranger())).ok;

describeOnEach("a change of password", (authTestApp) => {
  it("ends all sessions but the one that asked, and links under way; the owner is told", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const start = () =>
      startSession(app.auth, user.id, { visitor: app.stranger(), method: "password", remember: true });
    const [own, other] = [await start(), await start()];
    await app.accounts.requestPasswordReset({ email }, app.stranger());
    const reset = await app.tokenTo(email);
    const visitor = app.stranger({ session: (await findSession(app.auth, own.token))?.session ?? null });
    const input = { current_password: goodPassword, password: otherPassword };
    assert.deepEqual(await app.accounts.changePassword(user, input, visitor), { ok: true, value: { user } });
    assert.ok(await findSession(app.auth, own.token));
    assert.equal(await findSession(app.auth, other.token), null);
    assert.equal((await app.accounts.peek("reset_password", reset)).ok, false);
    assert.deepEqual([await logsIn(app, goodPassword), await logsIn(app, otherPassword)], [false, true]);
    await app.accounts.deliverMails();
    assert.match(app.box.lastTo(email)?.text ?? "", new RegExp(visitor.network));
  });

  it("needs the current password and a new one that breaks no rule", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const refused = async (input: unknown) => {
      const result = await app.accounts.changePassword(user, input, app.stranger());
      return result.ok ? [] : Object.keys(result.errors);
    };
    assert.deepEqual(await refused({ password: otherPassword }), ["current_password"]);
    assert.deepEqual(await refused({ password: otherPassword, current_password: otherPassword }), ["current_password"]);
    assert.deepEqual(await refused({ password: "short", current_password: goodPassword }), ["password"]);
    assert.deepEqual(await refused({ password: email, current_password: goodPassword }), ["password"]);
    assert.deepEqual(await refused(null), ["password"]);
    assert.equal(await logsIn(app, goodPassword), true);
  });

  it("of an account without one takes the code that was mailed", async () => {
    await using app = await authTestApp();
    const user = await withoutPassword(app);
    const input = { code: await codeFor(app, user), password: otherPassword };
    assert.equal((await app.accounts.changePassword(user, input, app.stranger())).ok, true);
    assert.equal(await logsIn(app, otherPassword), true);
  });
});

describeOnEach("a mailed code", (authTestApp) => {
  const change = (app: AuthTestApp, user: { readonly id: number }, code: unknown) =>
    app.accounts.changePassword(user, { code, password: otherPassword }, app.stranger());

  it("has eight characters that nobody confuses, and is kept like a password", async () => {
    await using app = await authTestApp();
    const code = await codeFor(app, await withoutPassword(app));
    assert.match(code, /^[2-9A-HJ-NP-Z]{8}$/);
    const { token_hash: hash } = await app.db.selectFrom("users_tokens").select("token_hash").executeTakeFirstOrThrow();
    assert.match(hash, /^\$argon2id\$/);
  });

  it("may be typed in small letters and in groups", async () => {
    await using app = await authTestApp();
    const user = await withoutPassword(app);
    const code = await codeFor(app, user);
    assert.equal((await change(app, user, ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).ok, true);
  });

  it("works once, for one of twenty at once", async () => {
    await using app = await authTestApp();
    const user = await withoutPassword(app);
    const code = await codeFor(app, user);
    app.auth.throttles.take = async () => 0;
    const results = await Promise.all(Array.from({ length: 20 }, () => change(app, user, code)));
    assert.equal(results.filter(({ ok }) => ok).length, 1);
  });

  it("is no good after ten minutes, after a newer one, and after five wrong guesses", async () => {
    await using app = await authTestApp();
    const user = await withoutPassword(app);
    app.auth.throttles.take = async () => 0;
    const late = await codeFor(app, user);
    app.clock.advance(10 * MINUTE);
    assert.equal((await change(app, user, late)).ok, false);
    const [former, guessed] = [await codeFor(app, user), await codeFor(app, user)];
    assert.equal((await change(app, user, former)).ok, false);
    for (const wrong of ["22222222", "", null, { code: guessed }])
      assert.equal((await change(app, user, wrong)).ok, false);
    assert.equal((await change(app, user, guessed)).ok, false);
  });

  it("of somebody else is no good", async () => {
    await using app = await authTestApp();
    const user = await withoutPassword(app);
    const code = await codeFor(app, user);
    const eve = await app.user("eve@example.com");
    await app.db.updateTable("users").set({ hashed_password: null }).execute();
    assert.equal((await change(app, eve, code)).ok, false);
  });
});
