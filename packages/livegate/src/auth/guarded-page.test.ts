import assert from "node:assert/strict";
import { it } from "node:test";
import type { KyselyPlugin } from "kysely";
import { definePaths, events, guard, halt, html, liveView, localPubSub, pipeline, provide, router } from "livegate";
import { endpoint } from "livegate/endpoint";
import { fetchSession, logger, protectFromForgery, putRootLayout, secureHeaders } from "livegate/plug";
import { testApp } from "livegate/testing";
import { Secret } from "livegate/token";
import { type AuthTestApp, describeOnEach, tableNames, testLinks, testTexts } from "./auth-test-app.ts";
import { authentication } from "./authentication.ts";
import { mailbox } from "./mailbox.ts";
import { userAuth } from "./user-auth.ts";
import { startSession } from "./user-sessions.ts";

const url = new URL("https://shop.test");
const paths = definePaths({ page: "/", refresh: "/refresh" });
const ev = events({ inc: null });

const root = putRootLayout(({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken} />${inner}`);

/** Counts the statements that a database carries out. */
function statementCounter(): KyselyPlugin & { count: number } {
  const counter = {
    count: 0,
    transformQuery: ({ node }: Parameters<KyselyPlugin["transformQuery"]>[0]) => node,
    async transformResult({ result }: Parameters<KyselyPlugin["transformResult"]>[0]) {
      counter.count += 1;
      return result;
    },
  };
  return counter;
}

/** An app with one page that a guard stands before, and who counts what it asks the database. */
async function guardedSite(app: AuthTestApp) {
  const counter = statementCounter();
  const accounts = authentication({
    appName: "Shop",
    tables: tableNames,
    user: ({ id }) => ({ id }),
    mails: testTexts,
  });
  const log = logger({ destination: { write: () => {} } });
  const { clock } = app;
  await accounts.start({
    db: app.db.withPlugin(counter),
    mailer: mailbox({ clock }),
    links: testLinks,
    url,
    log,
    clock,
  });
  const fetchUser = provide("fetchUser", async ({ session }) => ({ user: await accounts.currentUser(session) }));
  const requireUser = guard.identity("requireUser", fetchUser, ({ user }) => (user ? { user } : halt.forbidden()));
  const { keepUserSession } = userAuth(accounts, {
    loggedIn: paths.page(),
    loggedOut: paths.page(),
    refresh: paths.refresh(),
  });
  const browser = pipeline([fetchSession(), keepUserSession(), root, protectFromForgery(), secureHeaders()]);
  const Page = liveView({
    needs: [requireUser],
    events: ev,
    mount: () => ({ count: 0 }),
    handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
    render: ({ count }) => html`<button phx-click=${ev.inc}>${count}</button>`,
  });
  const routes = router((r) => {
    r.scope({ pipeThrough: browser, guards: [fetchUser] }, (r) => {
      r.liveSession("members", { guards: [requireUser] }, (r) => r.live(paths.page, Page));
    });
  });
  const site = testApp(
    endpoint({
      router: routes,
      pubsub: localPubSub(),
      url,
      clock,
      log,
      sessions: accounts.sessions,
      secretKeyBase: [new Secret("guarded!".repeat(8))],
      production: true,
    }),
  );
  const { id } = await app.user();
  const { token } = await startSession(app.auth, id, { visitor: app.stranger(), method: "password", remember: true });
  const client = await site.client().signIn((as) => as.session({ user_token: token }));
  /** How many statements the accounts carry out while something is done. */
  const statements = async (work: () => Promise<unknown>): Promise<number> => {
    const before = counter.count;
    await work();
    return counter.count - before;
  };
  return {
    client,
    counter,
    statements,
    async [Symbol.asyncDispose]() {
      await site.close();
      await accounts.stop();
    },
  };
}

describeOnEach("a guarded page", (authTestApp) => {
  it("costs one query when it is fetched, one when it is joined, and none for an event", async () => {
    await using app = await authTestApp();
    await using at = await guardedSite(app);
    const get = () => at.client.request(String(paths.page()));
    assert.equal((await get()).status, 200);
    assert.equal(await at.statements(get), 1);
    const before = at.counter.count;
    await using page = await at.client.visit(paths.page());
    assert.equal(at.counter.count - before, 2);
    const clicks = await at.statements(async () => {
      for (let click = 0; click < 3; click++) await page.element("button").click();
    });
    assert.deepEqual([page.text("button"), clicks], ["3", 0]);
  });
});
