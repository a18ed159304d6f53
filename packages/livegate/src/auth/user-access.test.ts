import assert from "node:assert/strict";
import { it } from "node:test";
import type { OpenPage } from "../runtime/open-sessions.ts";
import { type AuthTestApp, describeOnEach, goodPassword } from "./auth-test-app.ts";
import { findSession, startSession } from "./user-sessions.ts";

const email = "ada@example.com";

/** A page that writes down what happens to it. */
function page(happened: string[]): OpenPage {
  return {
    sever: () => (happened.push("severed"), () => {}),
    recheck: () => void happened.push("rechecked"),
    renew: () => {},
  };
}

async function loggedIn(app: AuthTestApp) {
  const user = await app.user(email);
  const visitor = app.stranger();
  const session = await startSession(app.auth, user.id, { visitor, method: "password", remember: true });
  const happened: string[] = [];
  app.accounts.sessions.enter(session.id, page(happened));
  return { user, ...session, happened };
}

const epochOf = async ({ db }: AuthTestApp): Promise<number> =>
  (await db.selectFrom("users").select("access_epoch").executeTakeFirstOrThrow()).access_epoch;

const answerTo = async (app: AuthTestApp, password: string): Promise<unknown> =>
  app.accounts.logInWithPassword({ email, password }, app.stranger());

describeOnEach("a user who is disabled", (makeApp) => {
  it("has no session and no open page any more when it resolves, and it stands in the audit", async () => {
    await using app = await makeApp();
    const { user, token, happened } = await loggedIn(app);
    assert.equal(await app.accounts.disable(user.id, "livegate auth"), true);
    assert.deepEqual(happened, ["severed"]);
    assert.equal(await findSession(app.auth, token), null);
    assert.equal(await app.rows("users_sessions"), 0);
    const entry = await app.db.selectFrom("users_audit").selectAll().where("action", "=", "disable_user").execute();
    assert.deepEqual(
      entry.map(({ user_id, network, outcome }) => [user_id, network, outcome]),
      [[String(user.id), "livegate auth", "ok"]],
    );
  });

  it("is told what anybody with a wrong password is", async () => {
    await using app = await makeApp();
    const { user } = await loggedIn(app);
    const wrong = await answerTo(app, "not this one at all");
    await app.accounts.disable(user.id);
    assert.deepEqual(await answerTo(app, goodPassword), wrong);
  });

  it("gets no link, and those that went out are no good, now and when they are enabled", async () => {
    await using app = await makeApp();
    const { user } = await loggedIn(app);
    await app.accounts.requestLogInLink({ email }, app.stranger());
    const link = await app.tokenTo(email);
    assert.equal((await app.accounts.peek("log_in", link)).ok, true);
    await app.accounts.disable(user.id);
    const before = app.box.mails.length;
    const asked = await app.accounts.requestPasswordReset({ email }, app.stranger());
    await app.accounts.deliverMails();
    assert.deepEqual([asked.ok, app.box.mails.length], [true, before]);
    assert.equal((await app.accounts.peek("log_in", link)).ok, false);
    await app.accounts.enable(user.id);
    assert.equal((await app.accounts.logInWithLink(link, {}, app.stranger())).ok, false);
  });

  it("gets in again once enabled, by a new log-in only", async () => {
    await using app = await makeApp();
    const { user, token } = await loggedIn(app);
    await app.accounts.disable(user.id);
    // A log-in whose password was compared before, and whose row was written afterwards.
    const late = await startSession(app.auth, user.id, { visitor: app.stranger(), method: "password", remember: true });
    assert.equal(await findSession(app.auth, late.token), null);
    assert.equal(await app.accounts.enable(user.id), true);
    assert.deepEqual([await findSession(app.auth, token), await findSession(app.auth, late.token)], [null, null]);
    assert.deepEqual(await answerTo(app, goodPassword), { ok: true, value: { user } });
  });

  it("may still say that it wasn't them who changed the address, once enabled", async () => {
    await using app = await makeApp();
    const { user } = await loggedIn(app);
    const wish = { email: "eve@example.com", current_password: goodPassword };
    await app.accounts.requestEmailChange(user, wish, app.stranger());
    assert.equal((await app.accounts.changeEmail(await app.tokenTo("eve@example.com"), app.stranger())).ok, true);
    await app.accounts.disable(user.id);
    const undo = await app.tokenTo(email);
    assert.equal((await app.accounts.undoEmailChange(undo, app.stranger())).ok, false);
    await app.accounts.enable(user.id);
    assert.equal((await app.accounts.undoEmailChange(undo, app.stranger())).ok, true);
  });

  it("is nobody where there is no such user", async () => {
    await using app = await makeApp();
    assert.deepEqual([await app.accounts.disable(77), await app.accounts.enable(77)], [false, false]);
    assert.deepEqual(await app.audited(), []);
  });
});

describeOnEach("a user's access epoch", (makeApp) => {
  it("rises with each change of what guards look at", async () => {
    await using app = await makeApp();
    const user = await app.user(email, false);
    const epochs: number[] = [];
    const note = async (deed: Promise<unknown>) => (await deed, epochs.push(await epochOf(app)));
    await app.accounts.requestConfirmation({ email }, app.stranger());
    await note(app.accounts.confirm(await app.tokenTo(email), { password: goodPassword }, app.stranger()));
    const wish = { email: "ada@example.org", current_password: goodPassword };
    await app.accounts.requestEmailChange(user, wish, app.stranger());
    await note(app.accounts.changeEmail(await app.tokenTo("ada@example.org"), app.stranger()));
    await note(app.accounts.undoEmailChange(await app.tokenTo(email), app.stranger()));
    await note(app.accounts.changed(user.id));
    await note(app.accounts.disable(user.id));
    await note(app.accounts.enable(user.id));
    assert.deepEqual(epochs, [1, 2, 3, 4, 5, 6]);
  });

  it("makes open pages run their guards again, in all of the user's sessions and in nobody else's", async () => {
    await using app = await makeApp();
    const { user, happened } = await loggedIn(app);
    const eve = await app.user("eve@example.com");
    await app.accounts.changed(eve.id);
    assert.deepEqual(happened, []);
    await app.accounts.changed(user.id);
    assert.deepEqual(happened, ["rechecked"]);
  });
});
