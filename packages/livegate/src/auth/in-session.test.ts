import assert from "node:assert/strict";
import { it } from "node:test";
import { type Kysely, sql } from "kysely";
import { openDatabase } from "livegate/data";
import { Session } from "../plug/session.ts";
import {
  type AuthTestApp,
  describeOnEach,
  goodPassword,
  otherPassword,
  tableNames,
  testLinks,
  testTexts,
} from "./auth-test-app.ts";
import { authentication } from "./authentication.ts";
import { startSession } from "./user-sessions.ts";

interface Notes {
  notes: { text: string };
}

/** An app with a table of its own, and Ada, who is logged in. */
async function withNotes(makeApp: () => Promise<AuthTestApp>) {
  const app = await makeApp();
  await app.db.schema.createTable("notes").addColumn("text", "text").execute();
  const user = await app.user();
  const visitor = app.stranger();
  const { id, token } = await startSession(app.auth, user.id, { visitor, method: "password", remember: true });
  const scope = { session: { id } };
  const notes = app.db as unknown as Kysely<Notes>;
  return {
    ...app,
    user,
    token,
    scope,
    write: (text: string) =>
      app.accounts.inSession(scope, async (tx) => {
        await tx.insertInto("notes").values({ text }).execute();
        return text;
      }),
    written: async () => (await notes.selectFrom("notes").select("text").execute()).map(({ text }) => text),
  };
}

const waiting = sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Another process of the same app: a connection to the database of its own. */
async function otherProcess({ url, clock, box, auth }: Omit<AuthTestApp, "user">) {
  const db = await openDatabase(url);
  const accounts = authentication({
    appName: "Teacher",
    tables: tableNames,
    user: ({ id }) => ({ id }),
    mails: testTexts,
  });
  await accounts.start({
    db,
    clock,
    mailer: box,
    links: testLinks,
    url: new URL("https://shop.test"),
    log: auth.log,
  });
  return {
    accounts,
    /** Settles when somebody waits for a lock, or nobody has for a hundred statements; SQLite doesn't say. */
    async somebodyWaits() {
      const isPostgres = url.startsWith("postgres");
      for (let round = 0; round < 100; round += 1) {
        if (!isPostgres) await sql`select count(*) from notes`.execute(db);
        else if ((await waiting.execute(db)).rows.length > 0) return;
      }
    },
    async [Symbol.asyncDispose]() {
      await accounts.stop();
      await db.destroy();
    },
  };
}

const ended = { ok: false, status: 401, reason: "session_ended" };

function assertEnded(outcome: object): void {
  const { ok, status, reason } = outcome as typeof ended;
  assert.deepEqual({ ok, status, reason }, ended);
}

describeOnEach("what is written within a session", (makeApp) => {
  it("is there when it resolves, and taken back where the work throws", async () => {
    await using app = await withNotes(makeApp);
    assert.deepEqual(await app.write("kept"), { ok: true, value: "kept" });
    const lost = app.accounts.inSession(app.scope, async (tx) => {
      await tx.insertInto("notes").values({ text: "lost" }).execute();
      throw new Error("no");
    });
    await assert.rejects(lost, /no/);
    assert.deepEqual(await app.written(), ["kept"]);
  });

  it("is the session's of whoever was asked for last", async () => {
    await using app = await withNotes(makeApp);
    const session = new Session(undefined, app.token);
    assert.equal(app.accounts.sessionOf(session), null);
    await app.accounts.currentUser(session);
    assert.deepEqual(app.accounts.sessionOf(session), app.scope.session);
    assertEnded(await app.accounts.inSession({ session: null }, () => Promise.resolve(1)));
  });

  const ends: Record<string, (app: Awaited<ReturnType<typeof withNotes>>) => Promise<unknown> | void> = {
    "was ended": (app) => app.accounts.endSession(app.scope.session.id),
    "has expired": (app) => app.clock.advance(15 * 24 * 3_600_000),
    "is one of somebody disabled by hand": (app) =>
      app.db.updateTable("users").set({ disabled_at: "2026-01-01T00:00:00.000Z" }).execute(),
  };
  for (const [how, end] of Object.entries(ends)) {
    it(`isn't where the session ${how}: the work isn't even begun`, async () => {
      await using app = await withNotes(makeApp);
      await end(app);
      assertEnded(await app.accounts.inSession(app.scope, () => assert.fail("It was begun.")));
    });
  }

  it("is committed before whoever ends the session is told that it has ended", async () => {
    await using app = await withNotes(makeApp);
    await using other = await otherProcess(app);
    const { promise, resolve } = Promise.withResolvers<void>();
    const order: string[] = [];
    const inside = Promise.withResolvers<void>();
    const writing = app.accounts
      .inSession(app.scope, async (tx) => {
        inside.resolve();
        await promise;
        await tx.insertInto("notes").values({ text: "in time" }).execute();
      })
      .then(() => order.push("written"));
    await inside.promise;
    const ending = other.accounts.endSession(app.scope.session.id).then(() => order.push("ended"));
    await other.somebodyWaits();
    resolve();
    await Promise.all([writing, ending]);
    assert.deepEqual(order, ["written", "ended"]);
    assert.deepEqual(await app.written(), ["in time"]);
  });

  it("isn't where the end of the session was under way before", async () => {
    await using app = await withNotes(makeApp);
    const goOn = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const ending = app.db.transaction().execute(async (tx) => {
      await tx.deleteFrom("users_sessions").execute();
      begun.resolve();
      await goOn.promise;
    });
    await begun.promise;
    const writing = app.write("too late");
    goOn.resolve();
    await ending;
    assertEnded(await writing);
    assert.deepEqual(await app.written(), []);
  });

  it("and a change of password wait for each other, whatever else they touch", async () => {
    await using app = await withNotes(makeApp);
    await using other = await otherProcess(app);
    const inside = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const writing = app.accounts.inSession(app.scope, async (tx) => {
      inside.resolve();
      await goOn.promise;
      await tx.updateTable("users").set({ updated_at: "2026-01-01T00:00:00.000Z" }).execute();
    });
    await inside.promise;
    const form = { current_password: goodPassword, password: otherPassword };
    const changing = app.accounts.changePassword(app.user, form, app.stranger());
    await other.somebodyWaits();
    goOn.resolve();
    assert.deepEqual([(await writing).ok, (await changing).ok], [true, true]);
  });

  it("is never committed after the end, whoever is first: many writers, another process that ends it", async () => {
    await using app = await withNotes(makeApp);
    await using other = await otherProcess(app);
    for (let round = 0; round < 10; round += 1) {
      const { id } = await startSession(app.auth, app.user.id, {
        visitor: app.stranger(),
        method: "password",
        remember: true,
      });
      const scope = { session: { id } };
      const write = async (n: number) =>
        (
          await app.accounts.inSession(scope, (tx) =>
            tx
              .insertInto("notes")
              .values({ text: `${n}` })
              .execute(),
          )
        ).ok;
      const first = Array.from({ length: 4 }, (_value, n) => write(n));
      const ending = other.accounts.endSession(id).then(async () => (await app.written()).length);
      const later = Array.from({ length: 4 }, (_value, n) => write(n));
      const atTheEnd = await ending;
      const done = (await Promise.all([...first, ...later])).filter(Boolean).length;
      assert.equal((await app.written()).length, atTheEnd, "nothing came after the end");
      assert.equal(done, atTheEnd, "and what was said to be written is there");
      await sql`delete from notes`.execute(app.db);
    }
  });
});
