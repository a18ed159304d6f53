import assert from "node:assert/strict";
import { it, test } from "node:test";
import { sql } from "kysely";
import { constraintErrors } from "livegate/data";
import { type AuthTestApp, authTestApp, describeOnEach, goodPassword, otherPassword } from "./auth-test-app.ts";
import { findSession, startSession } from "./user-sessions.ts";

const email = "ada@example.com";
const proof = { current_password: goodPassword };

describeOnEach("a deleted account", (testApp) => {
  it("is gone with its sessions, tokens and mails, and what the app deletes; the audit stays", async () => {
    const deleted: unknown[] = [];
    await using app = await testApp({ deleting: async (_tx, user) => void deleted.push(user) });
    const user = await app.user();
    const session = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    const severed: string[] = [];
    app.accounts.sessions.enter(session.id, {
      sever: () => (severed.push("page"), () => {}),
      recheck: () => {},
      renew: () => {},
    });
    await app.accounts.requestLogInLink({ email }, app.stranger());
    const link = await app.tokenTo(email);
    const answer = await app.accounts.deleteAccount(user, { current_password: goodPassword }, app.stranger());
    assert.deepEqual(answer, { ok: true, value: null });
    assert.deepEqual([deleted, severed], [[user], ["page"]]);
    for (const table of ["users", "users_sessions", "users_tokens", "users_mails"] as const)
      assert.equal(await app.rows(table), 0, table);
    assert.equal(await findSession(app.auth, session.token), null);
    assert.equal((await app.accounts.logInWithLink(link, {}, app.stranger())).ok, false);
    assert.equal((await app.audited()).includes("delete_account"), true);
  });

  it("isn't gone where its user isn't the one who asks, nor where the app can't delete its part", async () => {
    await using app = await testApp({
      deleting: async (tx) => {
        await tx.deleteFrom("users_sessions").execute();
        throw new Error("no");
      },
    });
    const user = await app.user();
    const session = await startSession(app.auth, user.id, {
      visitor: app.stranger(),
      method: "password",
      remember: true,
    });
    for (const input of [null, {}, { current_password: otherPassword }, { current_password: { a: 1 } }]) {
      assert.equal((await app.accounts.deleteAccount(user, input, app.stranger())).ok, false);
    }
    await assert.rejects(app.accounts.deleteAccount(user, { current_password: goodPassword }, app.stranger()), {
      message: "no",
    });
    assert.ok(await findSession(app.auth, session.token));
  });

  it("ends the session of a log-in that came while it was on its way", async () => {
    await using app = await testApp();
    const user = await app.user();
    const severed: string[] = [];
    const verify = app.auth.hashing.verify.bind(app.auth.hashing);
    Object.assign(app.auth.hashing, {
      verify: async (...typed: Parameters<typeof verify>) => {
        const visitor = app.stranger();
        const { id } = await startSession(app.auth, user.id, { visitor, method: "password", remember: true });
        app.accounts.sessions.enter(id, {
          sever: () => (severed.push(id), () => {}),
          recheck: () => {},
          renew: () => {},
        });
        return verify(...typed);
      },
    });
    assert.equal((await app.accounts.deleteAccount(user, proof, app.stranger())).ok, true);
    assert.equal(severed.length, 1);
  });

  it("can't be changed or deleted once more: whoever asks is told", async () => {
    await using app = await testApp();
    const user = await app.user();
    const wishes = await Promise.all([1, 2, 3].map(() => app.accounts.deleteAccount(user, proof, app.stranger())));
    assert.equal(wishes[0]?.ok, true);
    for (const wish of wishes) assert.ok(wish.ok || wish.status === 410);
    const typed = { ...proof, password: otherPassword, email: "else@example.com" };
    for (const late of [
      app.accounts.changePassword(user, typed, app.stranger()),
      app.accounts.requestEmailChange(user, typed, app.stranger()),
      app.accounts.requestCode(user, app.stranger()),
      app.accounts.deleteAccount(user, typed, app.stranger()),
    ]) {
      const answer = await late;
      assert.deepEqual([answer.ok, !answer.ok && answer.status], [false, 410]);
    }
  });
});

const server = process.env["LIVEGATE_TEST_POSTGRES"];
const skip = server === undefined && "LIVEGATE_TEST_POSTGRES names no server";

// SQLite lets nobody write beside a transaction.
test(
  "a user who is being deleted gets nothing more: who would give it waits, and is told that nobody is there",
  { skip },
  async () => {
    const giving = Promise.withResolvers<unknown>();
    await using app = await authTestApp({
      server,
      deleting: async (tx) => {
        const gift = sql`insert into gifts (user_id) select id from users`.execute(app.db);
        giving.resolve(gift.catch((error: unknown) => error));
        await Promise.race([giving.promise, someoneWaits(app)]);
        await sql`delete from gifts`.execute(tx);
      },
    });
    await sql`create table gifts (user_id bigint not null constraint gifts_user_id_fkey references users (id))`.execute(
      app.db,
    );
    const user = await app.user();
    assert.equal((await app.accounts.deleteAccount(user, proof, app.stranger())).ok, true);
    assert.equal(await app.rows("users"), 0);
    const { rows } = await sql`select * from gifts`.execute(app.db);
    assert.deepEqual(rows, []);
    const told = await giving.promise;
    assert.ok(constraintErrors(told, { gifts_user_id_fkey: { id: "gone" } }));
  },
);

/** Resolves when a statement waits for what somebody else holds. */
async function someoneWaits({ db }: AuthTestApp): Promise<void> {
  const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting.execute(db)).rows.length === 0);
}
