import assert from "node:assert/strict";
import { it } from "node:test";
import { type AuthTestApp, describeOnEach } from "./auth-test-app.ts";
import { noteActivity } from "./session-activity.ts";
import { startSession } from "./user-sessions.ts";

const MINUTE = 60_000;

async function loggedIn(app: AuthTestApp) {
  const user = await app.user();
  const { id } = await startSession(app.auth, user.id, {
    visitor: app.stranger(),
    method: "password",
    remember: true,
  });
  const row = async () => {
    const { seen_at } = await app.db.selectFrom("users_sessions").select("seen_at").executeTakeFirstOrThrow();
    return Date.parse(seen_at);
  };
  return { id, seenAt: row };
}

/** Resolves once a condition holds that the database decides. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const patience = performance.now() + 5_000;
  while (!(await holds())) assert.ok(performance.now() < patience, "in vain");
}

describeOnEach("the use of a session", (makeApp) => {
  it("is written to five minutes", async () => {
    await using app = await makeApp();
    const { id, seenAt } = await loggedIn(app);
    const first = app.clock.now();
    app.clock.advance(5 * MINUTE - 1);
    noteActivity(app.auth, id);
    app.clock.advance(1);
    const second = app.clock.now();
    noteActivity(app.auth, id);
    await eventually(async () => (await seenAt()) !== first);
    assert.equal(await seenAt(), second);
  });

  it("puts off the end of pages that are open, which what goes on by itself doesn't", async () => {
    await using app = await makeApp({ lifetimes: { idle: 30 * MINUTE } });
    const { id, seenAt } = await loggedIn(app);
    let severed = false;
    app.accounts.sessions.enter(id, { sever: () => ((severed = true), () => {}), recheck() {}, renew() {} });
    await app.accounts.rereadSessions();
    app.clock.advance(20 * MINUTE);
    // The look that is due since then would say what the row said before.
    await app.accounts.rereadSessions();
    const { sessions } = app.accounts;
    const postpone = sessions.postpone.bind(sessions);
    // The row says so a little before this process does.
    const { promise: postponed, resolve } = Promise.withResolvers<void>();
    sessions.postpone = (...how) => resolve(postpone(...how));
    sessions.used(id);
    const used = app.clock.now();
    await postponed;
    assert.equal(await seenAt(), used);
    app.clock.advance(20 * MINUTE);
    assert.equal(severed, false);
    app.clock.advance(15 * MINUTE);
    assert.equal(severed, true);
  });
});
