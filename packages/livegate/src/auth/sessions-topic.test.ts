import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type LocalPubSub, localPubSub } from "../pubsub/local-pubsub.ts";
import type { OpenPage } from "../runtime/open-sessions.ts";
import { type AuthTestApp, authTestApp, goodPassword, otherPassword } from "./auth-test-app.ts";
import { administration } from "./administration.ts";
import { findSession, startSession } from "./user-sessions.ts";

const newPage = (): OpenPage => ({ sever: () => () => {}, recheck() {}, renew() {} });

interface Newsroom extends AuthTestApp {
  readonly pubsub: LocalPubSub;
}

/** Accounts whose news are written down for one user. */
async function newsroom(): Promise<{ app: Newsroom; ada: { id: number; email: string }; heard: string[] }> {
  const pubsub = localPubSub();
  const app = Object.assign(await authTestApp({ pubsub }), { pubsub });
  const ada = await app.user("ada@example.com");
  const heard: string[] = [];
  pubsub.subscribe(app.accounts.sessionsTopic(ada.id), (message) => heard.push((message as { what: string }).what));
  return { app, ada, heard };
}

const begin = (app: AuthTestApp, userId: number) =>
  startSession(app.auth, userId, { visitor: app.stranger(), method: "password", remember: false });

/** Opens a page as a join does: entered first, then looked up. */
async function opened(app: AuthTestApp, { id, token }: { readonly id: string; readonly token: string }) {
  const leave = app.accounts.sessions.enter(id, newPage());
  await findSession(app.auth, token);
  return leave;
}

describe("news of a user's sessions", () => {
  it("tell of a log-in, of a log-out elsewhere, and of nobody else's", async () => {
    const { app, ada, heard } = await newsroom();
    await using _ = app;
    const bob = await app.user("bob@example.com");
    await begin(app, bob.id);
    assert.deepEqual(heard, []);
    const { id } = await begin(app, ada.id);
    await app.accounts.endSession(id);
    assert.deepEqual(heard, ["begun", "ended"]);
  });

  const ends: readonly (readonly [how: string, act: (app: AuthTestApp, id: number) => Promise<unknown>])[] = [
    ["everywhere", ({ accounts }, id) => accounts.endSessions(id)],
    ["of all users", ({ accounts }) => administration(accounts).endEverySession()],
    ["by disabling the user", ({ accounts }, id) => accounts.disable(id)],
    [
      "by another password",
      ({ accounts, stranger }, id) =>
        accounts.changePassword({ id }, { current_password: goodPassword, password: otherPassword }, stranger()),
    ],
    [
      "with the account",
      ({ accounts, stranger }, id) => accounts.deleteAccount({ id }, { current_password: goodPassword }, stranger()),
    ],
  ];
  for (const [how, act] of ends) {
    it(`tell once of sessions that end ${how}`, async () => {
      const { app, ada, heard } = await newsroom();
      await using _ = app;
      await begin(app, ada.id);
      await begin(app, ada.id);
      heard.length = 0;
      await act(app, ada.id);
      assert.deepEqual(heard, ["ended"]);
    });
  }

  it("tell of pages that are opened and closed, gathered for a moment", async () => {
    const { app, ada, heard } = await newsroom();
    await using _ = app;
    const session = await begin(app, ada.id);
    heard.length = 0;
    const leave = await opened(app, session);
    (await opened(app, session))();
    assert.deepEqual(heard, []);
    app.clock.advance(250);
    assert.deepEqual(heard, ["pages"]);
    leave();
    app.clock.advance(250);
    assert.deepEqual(heard, ["pages", "pages"]);
  });

  it("tell of pages that end with their session, whoever ended it", async () => {
    const { app, ada, heard } = await newsroom();
    await using _ = app;
    const session = await begin(app, ada.id);
    await opened(app, session);
    app.clock.advance(250);
    heard.length = 0;
    app.accounts.sessions.end(session.id);
    app.clock.advance(250);
    assert.deepEqual(heard, ["pages"]);
  });

  it("tell nothing of a page whose session nobody could look up", async () => {
    const { app, heard } = await newsroom();
    await using _ = app;
    await opened(app, { id: "made-up", token: "A".repeat(43) });
    app.clock.advance(250);
    assert.deepEqual(heard, []);
  });

  it("come by a topic that names no secret, and takes nothing else", async () => {
    const { app, ada } = await newsroom();
    await using _ = app;
    const topic = app.accounts.sessionsTopic(ada.id);
    assert.equal(topic.name, `users_sessions:${ada.id}`);
    assert.deepEqual(topic.parse({ what: "begun", more: 1 }), { what: "begun" });
    for (const message of [null, "begun", {}, { what: "toString" }, { what: ["begun"] }]) {
      assert.throws(() => topic.parse(message), { code: "LG_TOPIC_MESSAGE" });
    }
  });

  it("say of open pages that other nodes may have more, where there are others", async () => {
    for (const state of ["alone", "connected", "disconnected"] as const) {
      await using app = await authTestApp({ pubsub: { ...localPubSub(), state } });
      const ada = await app.user();
      await begin(app, ada.id);
      const [listed] = await app.accounts.sessionsOf(ada.id);
      assert.equal(listed?.mayHaveMorePages, state !== "alone", state);
    }
  });

  it("are none without a pubsub", async () => {
    await using app = await authTestApp();
    const ada = await app.user();
    const session = await begin(app, ada.id);
    (await opened(app, session))();
    app.clock.advance(1_000);
    assert.equal((await app.accounts.sessionsOf(ada.id))[0]?.openPages, 0);
  });
});
