import assert from "node:assert/strict";
import { it } from "node:test";
import { type AuthTestApp, describeOnEach, goodPassword } from "./auth-test-app.ts";
import { findSession, startSession } from "./user-sessions.ts";

const HOUR = 3_600_000;
const email = "ada@example.com";
const newEmail = "lovelace@example.com";
const proof = { current_password: goodPassword };

/** Asks for another address and gives the link's token. */
async function wish(app: AuthTestApp, user: { readonly id: number }, address = newEmail): Promise<string> {
  const result = await app.accounts.requestEmailChange(user, { email: address, ...proof }, app.stranger());
  assert.deepEqual(result, { ok: true, value: null });
  return app.tokenTo(address);
}

/** Changes the address to another one, as its thief would too; gives the token that takes it back. */
async function moved(app: AuthTestApp, user: { readonly id: number }, from = email, to = newEmail): Promise<string> {
  assert.equal((await app.accounts.changeEmail(await wish(app, user, to), app.stranger())).ok, true);
  return app.tokenTo(from);
}

const addressOf = async ({ db }: AuthTestApp, { id }: { readonly id: number }): Promise<string> =>
  (await db.selectFrom("users").select("email").where("id", "=", id).executeTakeFirstOrThrow()).email;

describeOnEach("a change of address", (authTestApp) => {
  it("changes nothing before the link at the new address is used", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const token = await wish(app, user);
    assert.equal(await addressOf(app, user), email);
    const preview = { email: newEmail, confirmed: true, hasPassword: true };
    assert.deepEqual(await app.accounts.peek("change_email", token), { ok: true, value: preview });
    const result = await app.accounts.changeEmail(token, app.stranger());
    assert.deepEqual(result, { ok: true, value: { user: { ...user, email: newEmail } } });
    assert.equal(
      (await app.accounts.logInWithPassword({ email: newEmail, password: goodPassword }, app.stranger())).ok,
      true,
    );
  });

  it("asks for the current password, and an address that is another one", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const refused = async (input: object) => {
      const result = await app.accounts.requestEmailChange(user, input, app.stranger());
      return result.ok ? [] : Object.keys(result.errors);
    };
    assert.deepEqual(await refused({ email: newEmail }), ["current_password"]);
    assert.deepEqual(await refused({ email: newEmail, current_password: "x" }), ["current_password"]);
    assert.deepEqual(await refused({ email: newEmail, current_password: [goodPassword] }), ["current_password"]);
    assert.deepEqual(await refused({ email: "x", ...proof }), ["email"]);
    assert.deepEqual(await refused({ email: " ADA@example.com ", ...proof }), ["email"]);
    assert.equal(await app.rows("users_mails"), 0);
    assert.equal((await app.audited()).length, 5);
  });

  it("goes to the address of the last wish, whichever link is used", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const first = await wish(app, user, "first@example.com");
    const second = await wish(app, user, "second@example.com");
    assert.equal((await app.accounts.changeEmail(first, app.stranger())).ok, false);
    assert.equal((await app.accounts.changeEmail(second, app.stranger())).ok, true);
    assert.equal(await addressOf(app, user), "second@example.com");
  });

  it("sends nothing for a wish that was overtaken in the outbox", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    for (const address of ["first@example.com", "second@example.com"]) {
      await app.accounts.requestEmailChange(user, { email: address, ...proof }, app.stranger());
    }
    await app.accounts.deliverMails();
    assert.deepEqual(
      app.box.mails.map(({ to }) => to),
      ["second@example.com"],
    );
  });

  it("comes to nothing where somebody else has the address by then, and doesn't tell before", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    await app.user("taken@example.com");
    const answer = await app.accounts.requestEmailChange(
      user,
      { email: "taken@example.com", ...proof },
      app.stranger(),
    );
    assert.deepEqual(answer, { ok: true, value: null });
    await app.accounts.deliverMails();
    assert.deepEqual(app.box.mails, []);
    const token = await wish(app, user);
    await app.user(newEmail);
    assert.equal((await app.accounts.changeEmail(token, app.stranger())).ok, false);
    assert.equal(await addressOf(app, user), email);
  });

  it("ends links that went to the old address, keeps sessions, and has their pages run their guards again", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    await app.accounts.requestPasswordReset({ email }, app.stranger());
    const reset = await app.tokenTo(email);
    const session = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    const asked: string[] = [];
    app.accounts.sessions.enter(session.id, {
      sever: () => () => {},
      recheck: () => void asked.push("recheck"),
      renew: () => {},
    });
    await moved(app, user);
    assert.equal((await app.accounts.peek("reset_password", reset)).ok, false);
    assert.ok(await findSession(app.auth, session.token));
    assert.deepEqual(asked, ["recheck"]);
  });
});

describeOnEach("it wasn't me", (authTestApp) => {
  it("takes the change back: the old address, no session, no password, no link under way", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const undo = await moved(app, user);
    const thief = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    const severed: string[] = [];
    app.accounts.sessions.enter(thief.id, {
      sever: () => (severed.push("page"), () => {}),
      recheck: () => {},
      renew: () => {},
    });
    assert.deepEqual(await app.accounts.undoEmailChange(undo, app.stranger()), { ok: true, value: { user } });
    assert.equal(await findSession(app.auth, thief.token), null);
    assert.deepEqual(severed, ["page"]);
    assert.equal((await app.accounts.logInWithPassword({ email, password: goodPassword }, app.stranger())).ok, false);
    assert.equal((await app.accounts.undoEmailChange(undo, app.stranger())).ok, false);
    await app.accounts.requestPasswordReset({ email }, app.stranger());
    const token = await app.tokenTo(email);
    assert.equal((await app.accounts.resetPassword(token, { password: goodPassword }, app.stranger())).ok, true);
  });

  it("is good for 72 hours, through changes of address and password that follow", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const undo = await moved(app, user);
    app.clock.advance(1);
    await moved(app, user, newEmail, "third@example.com");
    const changed = { ...proof, password: "fünf große Kamele" };
    assert.equal((await app.accounts.changePassword(user, changed, app.stranger())).ok, true);
    app.clock.advance(72 * HOUR - 2);
    assert.equal((await app.accounts.peek("undo_email", undo)).ok, true);
    assert.equal((await app.accounts.undoEmailChange(undo, app.stranger())).ok, true);
    assert.equal(await addressOf(app, user), email);
  });

  it("expires after 72 hours", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const undo = await moved(app, user);
    app.clock.advance(72 * HOUR);
    assert.equal((await app.accounts.undoEmailChange(undo, app.stranger())).ok, false);
  });

  it("is the owner's to say: a thief who changed the address twice can't take that back", async () => {
    for (const first of ["owner", "thief"] as const) {
      await using app = await authTestApp();
      const user = await app.user();
      const owners = await moved(app, user);
      app.clock.advance(1);
      const thiefs = await moved(app, user, newEmail, "third@example.com");
      const order = first === "owner" ? [owners, thiefs] : [thiefs, owners];
      for (const token of order) await app.accounts.undoEmailChange(token, app.stranger());
      assert.equal(await addressOf(app, user), email, `the ${first} first`);
    }
  });

  it("keeps the old address for its owner meanwhile", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    await app.accounts.changeEmail(await wish(app, user), app.stranger());
    const taken = async () => {
      const result = await app.accounts.register({ email, password: goodPassword }, app.stranger());
      return !result.ok && result.reason === "taken";
    };
    assert.equal(await taken(), true, "before the mail is sent");
    await app.accounts.deliverMails();
    assert.equal(await taken(), true, "afterwards");
    const eve = await app.user("eve@example.com");
    const token = await wish(app, eve, email);
    assert.equal((await app.accounts.changeEmail(token, app.stranger())).ok, false);
    app.clock.advance(72 * HOUR);
    assert.equal(await taken(), false);
  });
});
