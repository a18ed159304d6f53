import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConformanceClient } from "../conformance/conformance-client.ts";
import { csrfTokenOf, textOf } from "../conformance/wire/page.ts";
import { type SampleApp, sampleAppFor } from "./sample-app/sample-app.ts";
import { audited, connected, copyOf, logIn, otherPassword, password, registered, submit } from "./visiting.ts";

const DAY = 24 * 60 * 60 * 1000;
const AUTH = "__Host-auth";

/** A browser that keeps its log-in. */
async function remembered(app: SampleApp): Promise<ConformanceClient> {
  await registered(app);
  const client = app.client();
  await logIn(client, { "user[remember_me]": "true" });
  return client;
}

/** Changes the password, which gives the session another token. */
async function changePassword(client: ConformanceClient): Promise<void> {
  const fields = { _method: "put", "user[current_password]": password, "user[password]": otherPassword };
  assert.equal((await submit(client, "/users/settings", fields)).status, 303);
}

const isIn = async (client: ConformanceClient): Promise<boolean> =>
  (await client.get("/users/settings")).status === 200;

const lines = async (app: SampleApp): Promise<number> =>
  (await audited(app)).filter((line) => line === "session: old_token").length;

describe("a session that is due", () => {
  it("gets one new token where twenty requests come at once, and one of them alone writes the cookie", async (t) => {
    const app = await sampleAppFor(t);
    const client = await remembered(app);
    app.clock.advance(8 * DAY);
    const tabs = Array.from({ length: 20 }, () => copyOf(app, client));
    const pages = await Promise.all(tabs.map((tab) => tab.get("/")));
    assert.deepEqual(new Set(pages.map(({ status }) => status)), new Set([200]));
    const written = pages.filter(({ setCookies }) => setCookies.some((line) => line.startsWith(`${AUTH}=`)));
    assert.equal(written.length, 1);
    assert.deepEqual(new Set(await Promise.all(tabs.map(isIn))), new Set([true]), "the others have the former one");
    app.clock.advance(60_000);
    assert.equal((await Promise.all(tabs.map(isIn))).filter(Boolean).length, 1);
    assert.equal(await lines(app), 1, "of one token there is one line");
  });

  it("keeps the former token good for forms too, until the new one has come and a minute longer; then it is refused and audited", async (t) => {
    const app = await sampleAppFor(t);
    const client = await remembered(app);
    app.clock.advance(8 * DAY);
    const slow = copyOf(app, client);
    const csrf = csrfTokenOf(await slow.get("/users/settings", { "sec-purpose": "prefetch" }));
    await client.get("/");
    assert.equal((await slow.post("/users/session/refresh", "", { "x-csrf-token": csrf })).status, 204);
    await client.get("/");
    app.clock.advance(59_999);
    assert.equal(await isIn(slow), true);
    assert.equal(await lines(app), 0);
    app.clock.advance(1);
    assert.equal(await isIn(slow), false);
    assert.equal(await lines(app), 1);
    assert.equal(await isIn(client), true);
  });
});

describe("the token from before a change of password", () => {
  it("is good for ten seconds: for pages and joins, and for nothing that changes something", async (t) => {
    const app = await sampleAppFor(t);
    const client = await remembered(app);
    const former = copyOf(app, client);
    const page = await former.get("/");
    await changePassword(client);
    assert.equal(await isIn(former), true);
    const socket = await connected(former, page);
    const view = await former.join(socket, page);
    assert.equal(textOf(view.html, "home"), "ada@example.com");
    const csrf = csrfTokenOf(page);
    const form = { _method: "put", "user[current_password]": otherPassword, "user[password]": password };
    const posted = await submit(former, "/users/settings", form, { token: csrf });
    assert.deepEqual([posted.status, posted.headers.get("location")?.split("?")[0]], [302, "/users/log_in"]);
    assert.equal((await former.post("/users/session/refresh", "", { "x-csrf-token": csrf })).status, 401);
    assert.equal(await lines(app), 1);
    app.clock.advance(10_000);
    assert.equal(await isIn(former), false);
    const late = await former.connect({ csrfToken: csrf });
    assert.equal((await former.tryJoin(late, page)).status, "error");
    assert.equal(await isIn(client), true);
  });

  it("is written down once it is refused, also where nothing was tried with it before", async (t) => {
    const app = await sampleAppFor(t);
    const client = await remembered(app);
    const former = copyOf(app, client);
    await changePassword(client);
    app.clock.advance(10_000);
    assert.equal(await isIn(former), false);
    assert.equal(await lines(app), 1);
  });

  it("disturbs no tab: an open page of the session goes on, and joins again with the token of its page", async (t) => {
    const app = await sampleAppFor(t);
    const client = await remembered(app);
    const page = await client.get("/");
    const view = await client.join(await connected(client, page), page);
    await changePassword(client);
    app.clock.advance(60_000);
    await view.click("count");
    assert.equal(textOf(view.html, "count"), "1");
    const again = await client.join(await connected(client, page), page);
    assert.equal(textOf(again.html, "home"), "ada@example.com");
  });
});

describe("a request that nobody reads", () => {
  it("never renews a session: HEAD, what is fetched ahead, an answer that is an error", async (t) => {
    const app = await sampleAppFor(t);
    const client = await remembered(app);
    app.clock.advance(8 * DAY);
    const token = client.cookies.get(AUTH);
    const head = await client.head("/");
    assert.equal(head.status, 200);
    for (const ahead of [{ "sec-purpose": "prefetch" }, { purpose: "prefetch" }, { "x-moz": "prefetch" }])
      assert.equal((await client.get("/", ahead)).status, 200);
    assert.equal((await client.get("/nowhere")).status, 404);
    assert.equal(client.cookies.get(AUTH), token);
    await client.get("/");
    assert.notEqual(client.cookies.get(AUTH), token);
  });
});
