import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CompiledQuery } from "kysely";
import { authTestApp, describeOnEach, tableNames, testTexts } from "./auth-test-app.ts";
import { authentication } from "./authentication.ts";
import { startSession } from "./user-sessions.ts";

const HOUR = 3_600_000;

describe("accounts that haven't started", () => {
  it("say so, before the start and after the stop", async () => {
    const accounts = authentication({ appName: "A", tables: tableNames, user: ({ id }) => ({ id }), mails: testTexts });
    await assert.rejects(accounts.currentUser({ get: () => null }), { code: "LG_AUTH_NOT_STARTED" });
    await using app = await authTestApp();
    await app.accounts.stop();
    await assert.rejects(app.accounts.purgeExpired(), { code: "LG_AUTH_NOT_STARTED" });
  });
});

describeOnEach("rows that have expired", (makeApp) => {
  it("are removed every hour, and others are not", async () => {
    await using app = await makeApp({ lifetimes: { unremembered: 10 * HOUR } });
    const user = await app.user();
    const visitor = app.stranger();
    await startSession(app.auth, user.id, { visitor, method: "password", remember: false });
    await startSession(app.auth, user.id, { visitor, method: "password", remember: true });
    await app.accounts.requestLogInLink({ email: user.email }, visitor);
    await app.accounts.deliverMails();
    assert.deepEqual([await app.rows("users_sessions"), await app.rows("users_tokens")], [2, 1]);
    app.clock.advance(10 * HOUR);
    await app.accounts.purgeExpired();
    assert.deepEqual([await app.rows("users_sessions"), await app.rows("users_tokens")], [1, 0]);
  });

  it("are removed in batches, however many there are", async () => {
    await using app = await makeApp();
    const user = await app.user();
    const at = new Date(app.clock.now()).toISOString();
    const row = { user_id: user.id, purpose: "log_in", sent_to: user.email, tries: 0, created_at: at, expires_at: at };
    const rows = Array.from({ length: 1_201 }, (_, index) => ({ ...row, id: `t${index}`, token_hash: `h${index}` }));
    for (let from = 0; from < rows.length; from += 400) {
      await app.db
        .insertInto("users_tokens")
        .values(rows.slice(from, from + 400))
        .execute();
    }
    assert.equal(await app.accounts.purgeExpired(), 1_201);
    assert.equal(await app.rows("users_tokens"), 0);
  });
});

describeOnEach("an app's own tables", (makeApp) => {
  it("may have any names, and its transaction sees them under these", async () => {
    const seen: unknown[] = [];
    await using app = await makeApp({
      tables: { ...tableNames, users: "members" },
      deleting: async (tx, user) =>
        void seen.push(await tx.selectFrom("members").select("email").where("id", "=", user.id).execute()),
      // The fixture's tables are made before anything starts, so this one is renamed afterwards.
    });
    await app.db.executeQuery(CompiledQuery.raw("alter table users rename to members"));
    const registered = await app.accounts.register(
      { email: "ada@example.com", password: "vier kleine Pferde" },
      app.stranger(),
    );
    assert.ok(registered.ok && registered.value.user);
    const input = { current_password: "vier kleine Pferde" };
    const deleted = await app.accounts.deleteAccount(registered.value.user, input, app.stranger());
    assert.deepEqual(deleted, { ok: true, value: null });
    assert.deepEqual(seen, [[{ email: "ada@example.com" }]]);
  });
});
