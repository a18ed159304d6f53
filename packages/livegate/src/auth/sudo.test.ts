import assert from "node:assert/strict";
import { it } from "node:test";
import { Session } from "../plug/session.ts";
import { type AuthTestApp, describeOnEach, goodPassword, otherPassword } from "./auth-test-app.ts";
import { type Factor, findSession, rotateSession, startSession } from "./user-sessions.ts";

const MINUTE = 60_000;

describeOnEach("sudo", (authTestApp) => {
  async function loggedIn() {
    const app = await authTestApp();
    const user = await app.user();
    const session = { visitor: app.stranger(), method: "password", remember: true } as const;
    const { id, token } = await startSession(app.auth, user.id, session);
    return { ...app, user, id, token, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
  }

  /** What a guard finds out about the browser that brings a token. */
  async function hasSudo({ accounts }: Pick<AuthTestApp, "accounts">, token: string): Promise<boolean> {
    const session = new Session(undefined, token);
    await accounts.currentUser(session);
    return accounts.hasSudo(session);
  }

  const factor = ({ clock }: Pick<AuthTestApp, "clock">): Factor => ({
    method: "password",
    at: new Date(clock.now()).toISOString(),
  });

  it("comes with log-in and lasts ten minutes, whatever is done meanwhile", async () => {
    await using app = await loggedIn();
    assert.equal(await hasSudo(app, app.token), true);
    app.clock.advance(10 * MINUTE - 1);
    assert.equal(await hasSudo(app, app.token), true);
    app.clock.advance(1);
    assert.equal(await hasSudo(app, app.token), false);
    assert.ok(await findSession(app.auth, app.token));
  });

  it("is nobody's who isn't logged in", async () => {
    await using app = await loggedIn();
    assert.equal(app.accounts.hasSudo(new Session()), false);
    assert.equal(await hasSudo(app, "A".repeat(43)), false);
  });

  it("is back with a new factor for the new token, and never for the former one", async () => {
    await using app = await loggedIn();
    app.clock.advance(11 * MINUTE);
    const renewed = await rotateSession(app.auth, app.token, factor(app));
    assert.equal(await hasSudo(app, renewed?.token ?? ""), true);
    assert.ok(await findSession(app.auth, app.token), "the former token is good for a moment");
    assert.equal(await hasSudo(app, app.token), false);
    app.clock.advance(10_000);
    assert.equal(await findSession(app.auth, app.token), null);
  });

  it("counts on the socket that showed it, in the session that showed it", async () => {
    await using app = await loggedIn();
    app.clock.advance(11 * MINUTE);
    const session = new Session(undefined, app.token);
    await app.accounts.currentUser(session);
    session.sudo = { userSessionId: "another", at: app.clock.now() };
    assert.equal(app.accounts.hasSudo(session), false);
    session.sudo = { userSessionId: app.id, at: app.clock.now() };
    assert.equal(app.accounts.hasSudo(session), true);
    app.clock.advance(10 * MINUTE);
    assert.equal(app.accounts.hasSudo(session), false);
  });

  it("keeps how the session began, and of each other way the last time", async () => {
    await using app = await loggedIn();
    const began = factor(app);
    let { token } = app;
    for (let n = 0; n < 3; n++) {
      app.clock.advance(11 * MINUTE);
      token = (await rotateSession(app.auth, token, factor(app)))?.token ?? "";
    }
    const { factors } = await app.db.selectFrom("users_sessions").select("factors").executeTakeFirstOrThrow();
    assert.deepEqual(JSON.parse(factors), [began, factor(app)]);
  });

  it("takes the current password and nothing else, and writes down each try", async () => {
    await using app = await loggedIn();
    const visitor = app.stranger();
    for (const wrong of [null, {}, { current_password: otherPassword }, { code: goodPassword }]) {
      assert.equal((await app.accounts.reauthenticate(app.user, wrong, visitor)).ok, false, JSON.stringify(wrong));
    }
    const proven = await app.accounts.reauthenticate(app.user, { current_password: goodPassword }, visitor);
    assert.deepEqual(proven, { ok: true, value: { userId: app.user.id, method: "password" } });
    const lines = (await app.audited()).filter((line) => line.startsWith("reauthenticate"));
    assert.deepEqual(lines.toSorted(), ["reauthenticate", ...Array(4).fill("reauthenticate: password")]);
  });

  it("takes the mailed code of an account that has no password, once", async () => {
    await using app = await loggedIn();
    await app.db.updateTable("users").set({ hashed_password: null }).execute();
    assert.ok((await app.accounts.requestCode(app.user, app.stranger())).ok);
    await app.accounts.deliverMails();
    const code = app.box.lastTo(app.user.email)?.text ?? "";
    const tries = [{ current_password: goodPassword }, { code: "AAAAAAAA" }, { code }, { code }];
    const results = [];
    for (const input of tries) results.push((await app.accounts.reauthenticate(app.user, input, app.stranger())).ok);
    assert.deepEqual(results, [false, false, true, false]);
  });

  it("is throttled like a log-in: by account, from whatever network", async () => {
    await using app = await loggedIn();
    const statuses = [];
    for (let n = 0; n < 12; n++) {
      const result = await app.accounts.reauthenticate(app.user, { current_password: otherPassword }, app.stranger());
      statuses.push(result.ok ? 200 : result.status);
    }
    assert.deepEqual(statuses, [...Array(10).fill(422), 429, 429]);
    const right = await app.accounts.reauthenticate(app.user, { current_password: goodPassword }, app.stranger());
    assert.equal(!right.ok && right.status, 429);
  });
});
