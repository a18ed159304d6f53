import assert from "node:assert/strict";
import { it } from "node:test";
import type { OpenPage } from "../runtime/open-sessions.ts";
import { settled } from "../runtime/live-test-app.ts";
import { type AuthTestApp, describeOnEach } from "./auth-test-app.ts";
import { startSession } from "./user-sessions.ts";

const DAY = 24 * 60 * 60_000;

/** An app with a page that is open in a session of its user's, as a join leaves it. */
async function withOpenPage(app: AuthTestApp, email = "ada@example.com") {
  const user = await app.user(email);
  const { id } = await startSession(app.auth, user.id, {
    visitor: app.stranger(),
    method: "password",
    remember: true,
  });
  const happened: string[] = [];
  const page: OpenPage = {
    sever: () => (happened.push("severed"), () => happened.push("told")),
    recheck: () => void happened.push("rechecked"),
    renew() {},
  };
  app.accounts.sessions.enter(id, page);
  app.accounts.sessions.keep(id, { expiresAt: app.clock.now() + 14 * DAY, renewAt: null, accessEpoch: 0 });
  return { user, id, happened };
}

/** What another process does: it writes, and says nothing here. */
const elsewhere = (app: AuthTestApp) => ({
  endSession: (id: string) => app.db.deleteFrom("users_sessions").where("id", "=", id).execute(),
  raiseEpoch: () =>
    app.db
      .updateTable("users")
      .set(({ eb }) => ({ access_epoch: eb("access_epoch", "+", 1) }))
      .execute(),
  disable: () => app.db.updateTable("users").set({ disabled_at: "2026-01-01T00:00:00.000Z" }).execute(),
  expire: () => app.db.updateTable("users_sessions").set({ expires_at: "2026-01-01T00:00:00.000Z" }).execute(),
});

/** Lets time pass until something has come of the look that falls into it. */
async function looked(app: AuthTestApp, { happened }: { readonly happened: readonly string[] }): Promise<void> {
  app.clock.advance(8_000);
  const patience = performance.now() + 5_000;
  while (happened.length === 0 && performance.now() < patience) await settled();
}

describeOnEach("open pages", (makeApp) => {
  it("end within ten seconds when their session was ended elsewhere, and others don't", async () => {
    await using app = await makeApp();
    const [ada, eve] = [await withOpenPage(app), await withOpenPage(app, "eve@example.com")];
    await elsewhere(app).endSession(ada.id);
    assert.deepEqual(ada.happened, []);
    await looked(app, ada);
    assert.deepEqual([ada.happened, eve.happened], [["severed", "told"], []]);
  });

  it("run their guards again when their user's access was changed elsewhere, once", async () => {
    await using app = await makeApp();
    const ada = await withOpenPage(app);
    await app.accounts.rereadSessions();
    assert.deepEqual(ada.happened, []);
    await elsewhere(app).raiseEpoch();
    await looked(app, ada);
    assert.deepEqual(ada.happened, ["rechecked"]);
    await app.accounts.rereadSessions();
    assert.deepEqual(ada.happened, ["rechecked"]);
  });

  for (const deed of ["disable", "expire"] as const) {
    it(`end when a statement by hand says: ${deed}`, async () => {
      await using app = await makeApp();
      const ada = await withOpenPage(app);
      await elsewhere(app)[deed]();
      await app.accounts.rereadSessions();
      app.clock.advance(0);
      assert.deepEqual(ada.happened, ["severed", "told"]);
    });
  }

  it("stay while the database can't be asked, and the next answer decides; the log has one line", async () => {
    await using app = await makeApp();
    const ada = await withOpenPage(app);
    await app.db.schema.alterTable("users_sessions").renameTo("gone").execute();
    for (let look = 0; look < 3; look++) await app.accounts.rereadSessions();
    assert.deepEqual(ada.happened, []);
    assert.equal(app.logged.filter((line) => /open sessions not looked up/.test(line)).length, 1);
    await app.db.schema
      .alterTable("gone" as "users_sessions")
      .renameTo("users_sessions")
      .execute();
    await elsewhere(app).endSession(ada.id);
    await looked(app, ada);
    assert.deepEqual(ada.happened, ["severed", "told"]);
  });

  it("of thousands of sessions are looked up together", async () => {
    await using app = await makeApp();
    const ada = await withOpenPage(app);
    const severed: string[] = [];
    const ids = Array.from({ length: 1_203 }, (_, n) => `gone-${n}`);
    for (const id of ids) {
      app.accounts.sessions.enter(id, { sever: () => (severed.push(id), () => {}), recheck() {}, renew() {} });
    }
    await app.accounts.rereadSessions();
    assert.deepEqual(severed, ids);
    assert.deepEqual(ada.happened, []);
  });

  it("are looked at again when there were none for a while", async () => {
    await using app = await makeApp();
    const eve = await withOpenPage(app, "eve@example.com");
    await app.accounts.endSession(eve.id);
    app.clock.advance(8_000);
    for (let turn = 0; turn < 5; turn++) await settled();
    const ada = await withOpenPage(app);
    await elsewhere(app).endSession(ada.id);
    await looked(app, ada);
    assert.deepEqual(ada.happened, ["severed", "told"]);
  });
});
