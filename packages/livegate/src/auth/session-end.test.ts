import assert from "node:assert/strict";
import { it } from "node:test";
import type { OpenPage } from "../runtime/open-sessions.ts";
import { type AuthTestApp, describeOnEach } from "./auth-test-app.ts";
import { findSession, startSession } from "./user-sessions.ts";

const start = (app: AuthTestApp, userId: number, userAgent = "test") =>
  startSession(app.auth, userId, { visitor: app.stranger({ userAgent }), method: "password", remember: true });

const openPage = (app: AuthTestApp, id: string, happened: string[] = []): void => {
  const page: OpenPage = { sever: () => (happened.push(id), () => {}), recheck() {}, renew() {} };
  app.accounts.sessions.enter(id, page);
};

describeOnEach("one session", (makeApp) => {
  it("ends by its id with its pages, and the others stay", async () => {
    await using app = await makeApp();
    const { id: userId } = await app.user();
    const [one, two] = [await start(app, userId), await start(app, userId)];
    const severed: string[] = [];
    for (const { id } of [one, two]) openPage(app, id, severed);
    assert.equal(await app.accounts.endSession(one.id, { userId }), true);
    assert.deepEqual(severed, [one.id]);
    assert.equal(await findSession(app.auth, one.token), null);
    assert.ok(await findSession(app.auth, two.token));
    assert.equal(await app.accounts.endSession(one.id, { userId }), false);
    assert.deepEqual((await app.audited()).filter((line) => line === "end_session").length, 1);
  });

  it("of somebody else stays, and so do its pages", async () => {
    await using app = await makeApp();
    const [ada, eve] = [await app.user(), await app.user("eve@example.com")];
    const session = await start(app, ada.id);
    const severed: string[] = [];
    openPage(app, session.id, severed);
    assert.equal(await app.accounts.endSession(session.id, { userId: eve.id }), false);
    assert.deepEqual([severed, (await findSession(app.auth, session.token)) !== null], [[], true]);
  });

  it("is none where the id is anything", async () => {
    await using app = await makeApp();
    for (const id of ["", "x", "'; drop table users", "\u0000", "A".repeat(5_000)])
      assert.equal(await app.accounts.endSession(id), false);
  });
});

describeOnEach("a user's sessions", (makeApp) => {
  it("are listed with what is known of them, the last used first, and without those that have expired", async () => {
    await using app = await makeApp({ lifetimes: { session: 3_600_000 } });
    const { id: userId } = await app.user();
    await start(app, userId, "expired");
    app.clock.advance(3_600_000);
    const first = await start(app, userId, "Firefox");
    const createdAt = app.clock.now();
    app.clock.advance(600_000);
    await start(app, userId, "Safari");
    openPage(app, first.id);
    openPage(app, first.id);
    const listed = await app.accounts.sessionsOf(userId);
    assert.deepEqual(
      listed.map(({ userAgent }) => userAgent),
      ["Safari", "Firefox"],
    );
    assert.deepEqual(listed[1], {
      id: first.id,
      createdAt,
      seenAt: createdAt,
      expiresAt: createdAt + 3_600_000,
      userAgent: "Firefox",
      network: "192.0.2.2",
      remembered: true,
      openPages: 2,
      mayHaveMorePages: false,
      readAt: app.clock.now(),
    });
  });

  it("end all at once, or all but one", async () => {
    await using app = await makeApp();
    const { id: userId } = await app.user();
    const kept = await start(app, userId);
    for (let n = 0; n < 3; n++) await start(app, userId);
    const other = await start(app, (await app.user("eve@example.com")).id);
    assert.equal(await app.accounts.endSessions(userId, { except: kept.id }), 3);
    assert.ok(await findSession(app.auth, kept.token));
    assert.equal(await app.accounts.endSessions(userId), 1);
    assert.ok(await findSession(app.auth, other.token), "somebody else's stays");
  });
});
