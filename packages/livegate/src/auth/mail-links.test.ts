import assert from "node:assert/strict";
import { it } from "node:test";
import { type AuthTestApp, describeOnEach, goodPassword, otherPassword } from "./auth-test-app.ts";
import type { MailPurpose } from "./mail-tokens.ts";
import { findSession, startSession } from "./user-sessions.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const email = "ada@example.com";
const malformed = [
  "",
  "x",
  "A".repeat(43),
  "💥".repeat(43),
  "../../etc/passwd",
  `${"a".repeat(42)}=`,
  null,
  undefined,
  7,
  {},
  [],
  ["a"],
];

/** Asks for a link and gives its token. */
async function linkFor(
  app: AuthTestApp,
  purpose: "log_in" | "confirm" | "reset_password",
  address = email,
): Promise<string> {
  const { accounts } = app;
  const request = {
    log_in: accounts.requestLogInLink,
    confirm: accounts.requestConfirmation,
    reset_password: accounts.requestPasswordReset,
  };
  assert.deepEqual(await request[purpose]({ email: address }, app.stranger()), { ok: true, value: null });
  return app.tokenTo(address);
}

/** Acts on a link as its owner would. */
function use(app: AuthTestApp, purpose: "log_in" | "confirm" | "reset_password", token: unknown, input: unknown = {}) {
  if (purpose === "log_in") return app.accounts.logInWithLink(token, input, app.stranger());
  if (purpose === "confirm") return app.accounts.confirm(token, input, app.stranger());
  return app.accounts.resetPassword(token, { password: otherPassword }, app.stranger());
}

const purposes = ["log_in", "confirm", "reset_password"] as const;
const expiry = { log_in: 10 * MINUTE, confirm: 7 * 24 * HOUR, reset_password: HOUR };

describeOnEach("a request for a link", (authTestApp) => {
  it("writes the same for addresses that are known and unknown, and mails only to those that are known", async () => {
    await using app = await authTestApp();
    await app.user();
    const outbox = async (address: string) => {
      assert.equal((await app.accounts.requestLogInLink({ email: address }, app.stranger())).ok, true);
      const { id, ...row } = await app.db.selectFrom("users_mails").selectAll().executeTakeFirstOrThrow();
      await app.accounts.deliverMails();
      assert.ok(id);
      return row;
    };
    const [known, unknown] = [await outbox(email), await outbox("nobody@example.com")];
    assert.deepEqual({ ...known, address: "" }, { ...unknown, address: "" });
    assert.deepEqual(
      app.box.mails.map(({ to }) => to),
      [email],
    );
    assert.equal(await app.rows("users_mails"), 0);
  });

  it("keeps no token anywhere that could be used", async () => {
    await using app = await authTestApp();
    await app.user();
    const token = await linkFor(app, "log_in");
    const rows = JSON.stringify([
      await app.db.selectFrom("users_tokens").selectAll().execute(),
      await app.audited(),
      app.logged,
    ]);
    assert.equal(rows.includes(token), false);
  });

  it("over the limit leaves the last link good", async () => {
    await using app = await authTestApp();
    await app.user();
    let token = "";
    for (let count = 0; count < 3; count++) token = await linkFor(app, "log_in");
    const refused = await app.accounts.requestLogInLink({ email }, app.stranger());
    assert.deepEqual([refused.ok, !refused.ok && refused.status], [false, 429]);
    await app.accounts.deliverMails();
    assert.equal((await use(app, "log_in", token)).ok, true);
  });

  it("is refused for what is no address, with one line of the audit", async () => {
    await using app = await authTestApp();
    for (const input of [
      null,
      {},
      { email: "x" },
      { email: [email] },
      { email: `${email}\r\nBcc: eve@evil.example` },
    ]) {
      const result = await app.accounts.requestPasswordReset(input, app.stranger());
      assert.deepEqual([result.ok, !result.ok && Object.keys(result.errors)], [false, ["email"]]);
    }
    assert.deepEqual(await app.audited(), Array(5).fill("request_reset_password: input"));
    assert.equal(await app.rows("users_mails"), 0);
  });
});

describeOnEach("a link", (authTestApp) => {
  for (const purpose of purposes) {
    // A confirmation link goes to those who aren't confirmed yet.
    const userFor = (app: AuthTestApp) => app.user(email, purpose !== "confirm");

    it(`(${purpose}) is looked at as often as one likes, and used once, by one of twenty`, async () => {
      await using app = await authTestApp();
      await userFor(app);
      const token = await linkFor(app, purpose);
      for (let looks = 0; looks < 3; looks++) {
        const preview = { email, confirmed: purpose !== "confirm", hasPassword: true };
        assert.deepEqual(await app.accounts.peek(purpose, token), { ok: true, value: preview });
      }
      const results = await Promise.all(Array.from({ length: 20 }, () => use(app, purpose, token)));
      assert.equal(results.filter(({ ok }) => ok).length, 1);
      for (const result of results) if (!result.ok) assert.ok([410, 503].includes(result.status));
      assert.equal((await use(app, purpose, token)).ok, false);
      assert.equal((await app.accounts.peek(purpose, token)).ok, false);
    });

    it(`(${purpose}) expires`, async () => {
      await using app = await authTestApp();
      await userFor(app);
      const token = await linkFor(app, purpose);
      app.clock.advance(expiry[purpose] - 1);
      assert.equal((await app.accounts.peek(purpose, token)).ok, true);
      app.clock.advance(1);
      assert.equal((await app.accounts.peek(purpose, token)).ok, false);
      assert.equal((await use(app, purpose, token)).ok, false);
    });

    it(`(${purpose}) dies with the next one, with another address, and with its user`, async () => {
      await using app = await authTestApp();
      await userFor(app);
      const [first, second] = [await linkFor(app, purpose), await linkFor(app, purpose)];
      assert.equal((await use(app, purpose, first)).ok, false);
      await app.db.updateTable("users").set({ email: "other@example.com" }).execute();
      assert.equal((await use(app, purpose, second)).ok, false);
      await app.db.updateTable("users").set({ email, disabled_at: "2026-01-01T00:00:00.000Z" }).execute();
      assert.equal((await use(app, purpose, second)).ok, false);
    });

    it(`(${purpose}) is good for nothing else`, async () => {
      await using app = await authTestApp();
      await userFor(app);
      const token = await linkFor(app, purpose);
      const others: readonly MailPurpose[] = ["log_in", "confirm", "reset_password", "change_email", "undo_email"];
      for (const other of others.filter((name) => name !== purpose)) {
        assert.equal((await app.accounts.peek(other, token)).ok, false, other);
      }
      for (const other of purposes.filter((name) => name !== purpose)) {
        assert.equal((await use(app, other, token)).ok, false, other);
      }
      assert.equal((await app.accounts.changeEmail(token, app.stranger())).ok, false);
      assert.equal((await app.accounts.undoEmailChange(token, app.stranger())).ok, false);
      assert.equal(await findSession(app.auth, token), null);
      assert.equal((await use(app, purpose, token)).ok, true);
    });
  }

  it("that is malformed gets the same answer as one that has expired, and one line of the audit", async () => {
    await using app = await authTestApp();
    const answers = new Set<string>();
    for (const token of malformed) {
      for (const purpose of purposes) answers.add(JSON.stringify(await use(app, purpose, token)));
      answers.add(JSON.stringify(await app.accounts.changeEmail(token, app.stranger())));
      answers.add(JSON.stringify(await app.accounts.undoEmailChange(token, app.stranger())));
    }
    const good = {
      ok: false,
      status: 410,
      reason: "token",
      errors: { "": ["This link is invalid or has expired."] },
      retryAfter: null,
    };
    assert.deepEqual([...answers], [JSON.stringify(good)]);
    assert.equal((await app.audited()).length, malformed.length * 5);
  });
});

describeOnEach("a reset password", (authTestApp) => {
  it("is in force, the old one isn't; every session and link ends, and the owner is told", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const session = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    const logInLink = await linkFor(app, "log_in");
    const page = { sever: () => (severed.push("page"), () => {}), recheck: () => {}, renew: () => {} };
    const severed: string[] = [];
    app.accounts.sessions.enter(session.id, page);
    const result = await use(app, "reset_password", await linkFor(app, "reset_password"));
    assert.ok(result.ok && !result.value.voided);
    assert.deepEqual(severed, ["page"]);
    assert.equal(await findSession(app.auth, session.token), null);
    assert.equal((await use(app, "log_in", logInLink)).ok, false);
    const logIn = (password: string) => app.accounts.logInWithPassword({ email, password }, app.stranger());
    assert.deepEqual([(await logIn(goodPassword)).ok, (await logIn(otherPassword)).ok], [false, true]);
    await app.accounts.deliverMails();
    assert.equal(app.box.lastTo(email)?.subject, "password changed");
  });

  it("that breaks a rule uses nothing up", async () => {
    await using app = await authTestApp();
    await app.user();
    const token = await linkFor(app, "reset_password");
    for (const password of ["short", "Password2024!", email, ["vier kleine Pferde"], undefined]) {
      const result = await app.accounts.resetPassword(token, { password }, app.stranger());
      assert.deepEqual([result.ok, !result.ok && Object.keys(result.errors)], [false, ["password"]]);
    }
    assert.equal((await use(app, "reset_password", token)).ok, true);
  });
});

describeOnEach("the first proof of a mailbox", (authTestApp) => {
  /** Somebody registers an address and stays logged in, with a page open. */
  async function registered(app: AuthTestApp) {
    const result = await app.accounts.register({ email, password: goodPassword }, app.stranger());
    assert.ok(result.ok && result.value.user);
    const { user } = result.value;
    const session = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "registration",
      remember: true,
    });
    const later = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    const visitorOf = async (token: string) =>
      app.stranger({ session: (await findSession(app.auth, token))?.session ?? null });
    return { user, session, later, visitorOf };
  }

  const acts = {
    log_in: (app: AuthTestApp, token: string, input: unknown, visitor = app.stranger()) =>
      app.accounts.logInWithLink(token, input, visitor),
    confirm: (app: AuthTestApp, token: string, input: unknown, visitor = app.stranger()) =>
      app.accounts.confirm(token, input, visitor),
    reset_password: (app: AuthTestApp, token: string, _input: unknown, visitor = app.stranger()) =>
      app.accounts.resetPassword(token, { password: otherPassword }, visitor),
  };

  for (const purpose of purposes) {
    it(`by ${purpose} voids what was there, where nothing shows that it is the owner's`, async () => {
      await using app = await authTestApp();
      const { session, later } = await registered(app);
      const severed: string[] = [];
      app.accounts.sessions.enter(session.id, {
        sever: () => (severed.push("page"), () => {}),
        recheck: () => {},
        renew: () => {},
      });
      const strangersLink = await linkFor(app, purpose === "log_in" ? "reset_password" : "log_in");
      const result = await acts[purpose](app, await linkFor(app, purpose), {});
      assert.ok(result.ok && result.value.voided && result.value.user.confirmed);
      assert.deepEqual(
        [await findSession(app.auth, session.token), await findSession(app.auth, later.token)],
        [null, null],
      );
      assert.deepEqual(severed, ["page"]);
      assert.equal((await app.accounts.logInWithPassword({ email, password: goodPassword }, app.stranger())).ok, false);
      assert.equal((await use(app, purpose === "log_in" ? "reset_password" : "log_in", strangersLink)).ok, false);
    });
  }

  for (const purpose of ["log_in", "confirm"] as const) {
    it(`by ${purpose} keeps it for the session that registered`, async () => {
      await using app = await authTestApp();
      const { session, visitorOf } = await registered(app);
      const result = await acts[purpose](app, await linkFor(app, purpose), {}, await visitorOf(session.token));
      assert.ok(result.ok && !result.value.voided && result.value.user.confirmed);
      assert.ok(await findSession(app.auth, session.token));
      assert.equal((await app.accounts.logInWithPassword({ email, password: goodPassword }, app.stranger())).ok, true);
    });

    it(`by ${purpose} keeps it for whoever gives the password, and refuses a wrong one without using the link up`, async () => {
      await using app = await authTestApp();
      await registered(app);
      const token = await linkFor(app, purpose);
      const wrong = await acts[purpose](app, token, { password: otherPassword });
      assert.deepEqual([wrong.ok, !wrong.ok && wrong.reason], [false, "password"]);
      const right = await acts[purpose](app, token, { password: goodPassword });
      assert.ok(right.ok && !right.value.voided);
    });
  }

  it("doesn't take another session of the account, nor one of another account, for that which registered", async () => {
    await using app = await authTestApp();
    const { later, visitorOf } = await registered(app);
    const other = await app.user("eve@example.com");
    const eve = await startSession(app.auth, other.id, {
      visitor: app.stranger(),
      method: "registration",
      remember: true,
    });
    const token = await linkFor(app, "confirm");
    const result = await acts.confirm(app, token, {}, await visitorOf(later.token));
    assert.ok(result.ok && result.value.voided);
    assert.ok(await findSession(app.auth, eve.token), "nobody else is logged out");
  });

  it("comes once: later links void nothing", async () => {
    await using app = await authTestApp();
    const user = await app.user();
    const session = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    const result = await use(app, "log_in", await linkFor(app, "log_in"));
    assert.ok(result.ok && !result.value.voided);
    assert.ok(await findSession(app.auth, session.token));
  });
});
