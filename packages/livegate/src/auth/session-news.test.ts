import assert from "node:assert/strict";
import { it } from "node:test";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { OpenPage } from "../runtime/open-sessions.ts";
import { settled } from "../runtime/live-test-app.ts";
import { type AuthTestApp, describeOnEach, tableNames, testLinks, testTexts } from "./auth-test-app.ts";
import { authentication } from "./authentication.ts";
import { IDS_AT_MOST, IDS_AT_ONCE, sessionNewsTopic } from "./session-news.ts";
import { startSession } from "./user-sessions.ts";

/** The same app on another node, with the same database and another pubsub connection. */
async function otherNode(app: AuthTestApp, pubsub: PubSub) {
  const accounts = authentication({
    appName: "Teacher",
    tables: tableNames,
    user: ({ id }) => ({ id }),
    mails: testTexts,
  });
  const { db, clock, box, auth } = app;
  const url = new URL("https://shop.test");
  await accounts.start({ db, clock, mailer: box, links: testLinks, url, log: auth.log, pubsub });
  return accounts;
}

const logIn = async (app: AuthTestApp, email?: string) => {
  const user = await app.user(email);
  const session = await startSession(app.auth, user.id, {
    visitor: app.stranger(),
    method: "password",
    remember: true,
  });
  return { user, id: session.id };
};

function openPage(happened: string[]): OpenPage {
  return {
    sever: () => (happened.push("severed"), () => happened.push("told")),
    recheck: () => void happened.push("rechecked"),
    renew() {},
  };
}

/** Two nodes, and a page that is open on the second in a session of Ada's. */
async function twoNodes(makeApp: (options: { readonly pubsub: PubSub }) => Promise<AuthTestApp>) {
  const pubsub = localPubSub();
  const app = await makeApp({ pubsub });
  const other = await otherNode(app, pubsub);
  const ada = await logIn(app);
  const happened: string[] = [];
  other.sessions.enter(ada.id, openPage(happened));
  return { app, pubsub, other, ada, happened };
}

describeOnEach("what a node tells the others", (makeApp) => {
  it("ends the pages of a session that ends, of all of a user's, and of a user who is disabled", async () => {
    const deeds = {
      endSession: ({ app, ada }) => app.accounts.endSession(ada.id),
      endSessions: ({ app, ada }) => app.accounts.endSessions(ada.user.id),
      disable: ({ app, ada }) => app.accounts.disable(ada.user.id),
    } satisfies Record<string, (nodes: Awaited<ReturnType<typeof twoNodes>>) => Promise<unknown>>;
    for (const [name, deed] of Object.entries(deeds)) {
      const nodes = await twoNodes(makeApp);
      await using _ = nodes.app;
      await deed(nodes);
      assert.deepEqual(nodes.happened, ["severed", "told"], name);
      await nodes.other.stop();
    }
  });

  it("makes guards run again where access has changed", async () => {
    const { app, other, ada, happened } = await twoNodes(makeApp);
    await using _ = app;
    await app.accounts.changed(ada.user.id);
    assert.deepEqual(happened, ["rechecked"]);
    await other.stop();
  });

  it("tells pages of a log-out that another node answers when the browser has come with what follows, or a second later", async () => {
    const { app, other, ada, happened } = await twoNodes(makeApp);
    await using _ = app;
    const never = new Promise<never>(() => {});
    app.auth.news.ended([ada.id], { next: "next", written: never, arrived: never });
    assert.deepEqual(happened, ["severed"]);
    app.clock.advance(100);
    other.sessions.answered("next");
    app.clock.advance(500);
    assert.deepEqual(happened, ["severed", "told"]);
    await other.stop();
  });

  it("is heard no more once the app has stopped", async () => {
    const { app, pubsub, other, ada, happened } = await twoNodes(makeApp);
    await using _ = app;
    await other.stop();
    assert.equal(pubsub.size, 1);
    await app.accounts.endSession(ada.id);
    assert.deepEqual(happened, []);
  });

  it("fits into messages of a hundred ids, and beyond two thousand is that the others look", async () => {
    const { app, pubsub, other, ada, happened } = await twoNodes(makeApp);
    await using _ = app;
    const told: { readonly change: { readonly kind: string; readonly ids?: readonly string[] } }[] = [];
    pubsub.subscribe(sessionNewsTopic, (message) => void told.push(sessionNewsTopic.parse(message)));
    const ids = (count: number) => Array.from({ length: count }, (_value, n) => `gone-${n}`);
    app.auth.news.ended(ids(2 * IDS_AT_ONCE + 1));
    assert.deepEqual(
      told.splice(0).map(({ change }) => change.ids?.length),
      [IDS_AT_ONCE, IDS_AT_ONCE, 1],
    );
    await app.db.deleteFrom("users_sessions").where("id", "=", ada.id).execute();
    app.auth.news.ended(ids(IDS_AT_MOST + 1));
    assert.deepEqual(
      told.map(({ change }) => change),
      [{ kind: "look" }],
    );
    while (happened.length === 0) await settled();
    assert.deepEqual(happened, ["severed", "told"]);
    await other.stop();
  });

  it("that is no news does nothing but a line in the log, and a broken line keeps nobody from ending sessions", async () => {
    const { app, pubsub, other, ada, happened } = await twoNodes(makeApp);
    await using _ = app;
    const odd = [null, 7, {}, { from: 1 }, { from: "x", change: null }, { from: "x", change: { kind: "ended" } }];
    const more = [
      { kind: "ended", ids: [7] },
      { kind: "ended", ids: [ada.id], next: 7 },
      { kind: "melted", ids: [ada.id] },
    ];
    for (const message of [...odd, ...more.map((change) => ({ from: "x", change }))])
      pubsub.broadcast({ name: sessionNewsTopic.name, parse: () => message }, message);
    assert.deepEqual(happened, []);
    assert.ok(app.logged.some((line) => line.includes("news of sessions not understood")));
    await other.stop();
    pubsub.broadcast = () => {
      throw new Error("cut");
    };
    assert.equal(await app.accounts.endSession(ada.id), true);
    assert.ok(app.logged.some((line) => line.includes("news of sessions not told")));
  });
});
