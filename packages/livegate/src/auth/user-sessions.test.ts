import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type CompiledQuery, sql } from "kysely";
import { Session } from "../plug/session.ts";
import { type AuthTestApp, authTestApp } from "./auth-test-app.ts";
import type { Lifetimes } from "./lifetimes.ts";
import { findProven, findSession, isDue, rotateSession, startSession } from "./user-sessions.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An app with a user and a session of theirs. */
async function loggedIn(remember = true, lifetimes: Partial<Lifetimes> = {}) {
  const app = await authTestApp({ lifetimes });
  const user = await app.user();
  const { id, token } = await startSession(app.auth, user.id, {
    visitor: app.stranger(),
    method: "password",
    remember,
  });
  return { ...app, user, id, token, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

const isGood = async ({ auth }: Pick<AuthTestApp, "auth">, token: unknown): Promise<boolean> =>
  (await findSession(auth, token)) !== null;

/** The same app whose clock is wrong by so many milliseconds. */
const wrongBy = ({ auth }: Pick<AuthTestApp, "auth">, ms: number): AuthTestApp["auth"] => ({
  ...auth,
  clock: { ...auth.clock, now: () => auth.clock.now() + ms },
});

/** How many days a session is good for from now on. */
async function daysLeft(app: Pick<AuthTestApp, "auth" | "clock">, token: string): Promise<number> {
  const from = app.clock.now();
  while (await isGood(app, token)) app.clock.advance(DAY / 8);
  return (app.clock.now() - from) / DAY;
}

describe("a clock that jumps", () => {
  for (const jump of [-3, 3]) {
    const isWithin = (days: number): void =>
      assert.ok(days >= 14 - Math.abs(jump) && days <= 14 + Math.abs(jump) + 1 / 4, `${days} days`);

    it(`by ${jump} days and back gives and takes no session more than that`, async () => {
      await using app = await authTestApp();
      const user = await app.user();
      const log = { visitor: app.stranger(), method: "password", remember: true } as const;
      const { token } = await startSession(wrongBy(app, jump * DAY), user.id, log);
      isWithin(await daysLeft(app, token));
    });

    it(`by ${jump} days while a session gets a new token neither`, async () => {
      await using app = await loggedIn(true, { idle: 1000 * DAY });
      app.clock.advance(8 * DAY);
      const wrong = wrongBy(app, jump * DAY);
      assert.ok(await findSession(wrong, app.token));
      const renewed = await rotateSession(wrong, app.token, "due");
      isWithin(await daysLeft(app, renewed?.token ?? ""));
    });
  }
});

describe("a session's token", () => {
  it("finds its user, and the session tells its row", async () => {
    await using app = await loggedIn();
    const session = new Session(undefined, app.token);
    assert.deepEqual(await app.accounts.currentUser(session), app.user);
    const expiresAt = app.clock.now() + 14 * DAY;
    const renewAt = app.clock.now() + 7 * DAY;
    const [seenAt, provenAt] = [app.clock.now(), app.clock.now()];
    assert.deepEqual(session.userSession, {
      id: app.id,
      userId: app.user.id,
      expiresAt,
      renewAt,
      seenAt,
      accessEpoch: 0,
      provenAt,
    });
  });

  it("is not in the database", async () => {
    await using app = await loggedIn();
    const rows = await app.db.selectFrom("users_sessions").selectAll().execute();
    assert.equal(rows.length, 1);
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(app.token));
  });

  it("is asked for in one query that scans no table", async () => {
    await using app = await loggedIn();
    const queries: string[] = [];
    const db = new Proxy(app.auth.db, {
      get(target, name) {
        if (name === "executeQuery")
          return (query: CompiledQuery) => (queries.push(query.sql), target.executeQuery(query));
        const own: unknown = Reflect.get(target, name);
        return typeof own === "function" ? (own.bind(target) as unknown) : own;
      },
    });
    assert.ok(await findSession({ ...app.auth, db }, app.token));
    assert.equal(queries.length, 1);
    const explained = `explain query plan ${queries[0]?.replaceAll("?", "'a'")}`;
    const plan = await sql.raw<{ detail: string }>(explained).execute(app.db);
    const steps = plan.rows.map(({ detail }) => detail).join("\n");
    assert.match(steps, /USING INDEX/);
    assert.doesNotMatch(steps, /SCAN/);
  });

  for (const wrong of [undefined, null, 7, "", "x", {}, [], ["a"], "A".repeat(43), "../".repeat(14), "💥".repeat(43)]) {
    it(`is none where it is ${JSON.stringify(wrong)}`, async () => {
      await using app = await loggedIn();
      assert.equal(await isGood(app, wrong), false);
    });
  }

  it("of a disabled user is no good", async () => {
    await using app = await loggedIn();
    await app.db.updateTable("users").set({ disabled_at: "2026-01-01T00:00:00.000Z" }).execute();
    assert.equal(await isGood(app, app.token), false);
  });
});

describe("a session's end", () => {
  it("comes 14 days after its last token where it is remembered", async () => {
    await using app = await loggedIn();
    app.clock.advance(14 * DAY - 1);
    assert.equal(await isGood(app, app.token), true);
    app.clock.advance(1);
    assert.equal(await isGood(app, app.token), false);
  });

  it("comes after 24 hours where it is not, whatever is done with it", async () => {
    await using app = await loggedIn(false);
    app.clock.advance(DAY - 1);
    assert.equal((await findSession(app.auth, app.token))?.session.renewAt, null);
    app.clock.advance(1);
    assert.equal(await isGood(app, app.token), false);
  });

  it("comes after 60 days at the latest, however often it is renewed", async () => {
    await using app = await loggedIn(true, { idle: 90 * DAY });
    let { token } = app;
    for (let day = 0; day < 56; day += 7) {
      app.clock.advance(7 * DAY);
      token = (await rotateSession(app.auth, token, "due"))?.token ?? token;
      assert.equal(await isGood(app, token), true, `day ${day + 7}`);
    }
    app.clock.advance(4 * DAY - 1);
    assert.equal(await isGood(app, token), true);
    app.clock.advance(1);
    assert.equal(await isGood(app, token), false);
  });
});

describe("a new token for a session", () => {
  it("is due after seven days and not before", async () => {
    await using app = await loggedIn();
    const isOld = async () => isDue(app.auth, (await findSession(app.auth, app.token))?.session ?? null);
    app.clock.advance(7 * DAY - 1);
    assert.equal(await isOld(), false);
    app.clock.advance(1);
    assert.equal(await isOld(), true);
  });

  it("goes to one of twenty requests that want it at once", async () => {
    await using app = await loggedIn();
    const tries = Array.from({ length: 20 }, () => rotateSession(app.auth, app.token, "due"));
    assert.equal((await Promise.all(tries)).filter((given) => given !== null).length, 1);
  });

  it("leaves the former one good until it has come, and a minute longer", async () => {
    await using app = await loggedIn();
    const renewed = await rotateSession(app.auth, app.token, "due");
    app.clock.advance(DAY);
    assert.equal(await isGood(app, app.token), true, "the answer with the new one may have been lost");
    assert.equal(await isGood(app, renewed?.token), true);
    app.clock.advance(MINUTE - 1);
    assert.equal(await isGood(app, app.token), true);
    app.clock.advance(1);
    assert.equal(await isGood(app, app.token), false);
    assert.equal(await isGood(app, renewed?.token), true);
    assert.deepEqual((await app.audited()).at(-1), "session: old_token");
  });

  it("after a change of password leaves the former one good for ten seconds", async () => {
    await using app = await loggedIn();
    await rotateSession(app.auth, app.token, "strict");
    app.clock.advance(9_999);
    assert.equal(await isGood(app, app.token), true);
    app.clock.advance(1);
    assert.equal(await isGood(app, app.token), false);
  });

  it("leaves the former one good for what only reads, after a change of password; a due one is good for all", async () => {
    await using app = await loggedIn();
    const renewed = await rotateSession(app.auth, app.token, "due");
    assert.ok(await findSession(app.auth, app.token, { changes: true }));
    await findSession(app.auth, renewed?.token);
    assert.ok(await findSession(app.auth, app.token, { changes: true }), "the new one has come");
    const next = await rotateSession(app.auth, renewed?.token, "strict");
    assert.equal(await findSession(app.auth, renewed?.token, { changes: true }), null);
    assert.deepEqual((await app.audited()).at(-1), "session: old_token");
    assert.ok(await findSession(app.auth, renewed?.token));
    assert.ok(await findSession(app.auth, next?.token, { changes: true }));
  });

  it("isn't given for a former one", async () => {
    await using app = await loggedIn();
    await rotateSession(app.auth, app.token, "due");
    assert.equal(await rotateSession(app.auth, app.token, "due"), null);
  });

  it("keeps the row, so pages that are open stay bound to it", async () => {
    await using app = await loggedIn();
    const renewed = await rotateSession(app.auth, app.token, "due");
    assert.equal((await findSession(app.auth, renewed?.token))?.session.id, app.id);
  });
});

describe("a session that nobody uses", () => {
  const HALF_HOUR = { idle: 30 * MINUTE };

  it("ends after its time, as exactly as its use is known", async () => {
    await using app = await loggedIn(true, HALF_HOUR);
    app.clock.advance(35 * MINUTE - 1);
    assert.equal(await isGood(app, app.token), true);
    app.clock.advance(1);
    assert.equal(await isGood(app, app.token), false);
    assert.deepEqual(await app.accounts.sessionsOf(app.user.id), []);
  });

  it("isn't used by being looked up", async () => {
    await using app = await loggedIn(true, HALF_HOUR);
    for (let minutes = 0; minutes < 30; minutes += 6) {
      await findSession(app.auth, app.token);
      app.clock.advance(6 * MINUTE);
    }
    app.clock.advance(5 * MINUTE);
    assert.equal(await isGood(app, app.token), false);
  });
});

describe("the session of a socket that is open", () => {
  it("is found when its token has been renewed long ago, and not when it has ended", async () => {
    await using app = await loggedIn();
    const session = new Session(undefined, app.token);
    session.proven = app.id;
    await rotateSession(app.auth, app.token, "strict");
    app.clock.advance(DAY);
    assert.deepEqual(await app.accounts.currentUser(session), app.user);
    assert.equal(session.userSession?.id, app.id);
    await app.accounts.endSession(app.id);
    assert.equal(await app.accounts.currentUser(session), null);
    assert.equal(session.userSession, null);
  });

  it("isn't found when it has expired, or its user is disabled", async () => {
    await using app = await loggedIn();
    await app.db.updateTable("users").set({ disabled_at: "2026-01-01T00:00:00.000Z" }).execute();
    assert.equal(await findProven(app.auth, app.id, app.token), null);
    await app.db.updateTable("users").set({ disabled_at: null }).execute();
    assert.ok(await findProven(app.auth, app.id, app.token));
    app.clock.advance(14 * DAY);
    assert.equal(await findProven(app.auth, app.id, app.token), null);
  });
});
