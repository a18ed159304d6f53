import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConformanceClient } from "../conformance/conformance-client.ts";
import { csrfTokenOf, textOf } from "../conformance/wire/page.ts";
import { type SampleApp, sampleAppFor } from "./sample-app/sample-app.ts";
import { connected, logIn, logOut, otherPassword, password, registered, submit } from "./visiting.ts";

/** A tab with the home page open. */
async function tab(client: ConformanceClient) {
  const page = await client.get("/");
  const socket = await connected(client, page);
  return { socket, view: await client.join(socket, page), page };
}

/** Logs in somewhere else, as the same user. */
async function elsewhere(app: SampleApp): Promise<ConformanceClient> {
  const client = app.client();
  await logIn(client);
  return client;
}

describe("open pages", () => {
  it("know their user on the socket", async (t) => {
    const app = await sampleAppFor(t);
    const { view } = await tab(await registered(app));
    assert.equal(textOf(view.html, "home"), "ada@example.com");
    await view.click("count");
    assert.equal(textOf(view.html, "count"), "1");
  });

  it("close in every tab at log-out: a redirect to their own path, the channel's end, then 1001", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    const other = await elsewhere(app);
    const [one, two, theirs] = [await tab(client), await tab(client), await tab(other)];
    await logOut(client);
    // What was answered has arrived.
    app.clock.advance(1_000);
    for (const { socket, view } of [one, two]) {
      assert.deepEqual((await view.message("redirect"))[4], { to: "/", status: 302 });
      await view.message("phx_close");
      assert.deepEqual(await socket.closed(), { code: 1001, reason: "session ended" });
    }
    await theirs.view.click("count");
    assert.equal(textOf(theirs.view.html, "count"), "1", "the user's other session goes on");
  });

  it("do nothing any more once the log-out was answered, whatever was sent", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    const { socket, view } = await tab(client);
    const leaving = logOut(client);
    for (let n = 0; n < 200; n++) view.sendClick("count");
    await leaving;
    const before = socket.log.length;
    app.clock.advance(1_000);
    await socket.closed();
    const late = socket.log
      .slice(before)
      .filter(([, , , event]) => !["redirect", "phx_close", "phx_reply"].includes(event));
    assert.deepEqual(late, []);
  });

  it("of the other sessions close when the password is changed; the one that changed it goes on with a new token", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    const other = await elsewhere(app);
    const [own, theirs] = [await tab(client), await tab(other)];
    const token = client.cookies.get("__Host-auth");
    const fields = { _method: "put", "user[current_password]": password, "user[password]": otherPassword };
    assert.equal((await submit(client, "/users/settings", fields)).status, 303);
    assert.deepEqual(await theirs.socket.closed(), { code: 1001, reason: "session ended" });
    assert.equal((await other.get("/")).status, 302);
    assert.notEqual(client.cookies.get("__Host-auth"), token);
    await own.view.click("count");
    assert.equal(textOf(own.view.html, "count"), "1");
    assert.equal((await client.get("/")).status, 200);
  });

  it("close when the session expires, though the socket goes on beating", async (t) => {
    const app = await sampleAppFor(t, { unremembered: 120_000 });
    const { socket } = await tab(await registered(app));
    for (let seconds = 30; seconds < 120; seconds += 30) {
      app.clock.advance(30_000);
      await socket.heartbeat();
    }
    assert.equal(socket.ended, null);
    app.clock.advance(30_000);
    assert.deepEqual(await socket.closed(), { code: 1001, reason: "session ended" });
  });

  it("of a visitor reload in every tab when the browser comes with its log-in", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    const page = await client.get("/users/log_in");
    const socket = await connected(client, page);
    const view = await client.join(socket, page);
    await logIn(client);
    assert.equal(socket.ended, null, "the browser may not have the cookie yet");
    await client.get("/");
    assert.equal(socket.ended, null, "the tab that has logged in still shows this page, and is on its way");
    app.clock.advance(2_000);
    assert.deepEqual((await view.message("redirect"))[4], { to: "/users/log_in", status: 302 });
    assert.deepEqual(await socket.closed(), { code: 1001, reason: "session ended" });
  });

  it("of all sessions close when the user is logged out everywhere", async (t) => {
    const app = await sampleAppFor(t);
    const [one, two] = [await tab(await registered(app)), await tab(await elsewhere(app))];
    const { id } = await app.db.selectFrom("users").select("id").executeTakeFirstOrThrow();
    await app.accounts.endSessions(id);
    for (const { socket } of [one, two]) assert.equal((await socket.closed()).code, 1001);
  });

  it("of somebody else's session can't be joined with one's own cookies, nor without cookies", async (t) => {
    const app = await sampleAppFor(t);
    const ada = await registered(app);
    const eve = await registered(app, "eve@example.com");
    const page = await ada.get("/");
    const evesSocket = await eve.connect({ csrfToken: csrfTokenOf(await eve.get("/")) });
    assert.deepEqual(await eve.tryJoin(evesSocket, page), { status: "error", response: { reason: "stale" } });
    const nobody = app.client();
    const bare = await nobody.connect({ origin: null });
    assert.deepEqual(await nobody.tryJoin(bare, page), { status: "error", response: { reason: "stale" } });
  });

  it("can't be joined with the log-in's cookie alone", async (t) => {
    const app = await sampleAppFor(t);
    const ada = await registered(app);
    const page = await ada.get("/");
    const thief = app.client();
    thief.cookies.set("__Host-auth", ada.cookies.get("__Host-auth") ?? "");
    const socket = await thief.connect({ csrfToken: csrfTokenOf(page) });
    assert.deepEqual(await thief.tryJoin(socket, page), { status: "error", response: { reason: "stale" } });
  });

  it("are asked to have their session renewed when it is due, and live on past its first end", async (t) => {
    const app = await sampleAppFor(t, { renewal: 30_000, session: 60_000 });
    await registered(app);
    const client = app.client();
    await logIn(client, { "user[remember_me]": "true" });
    const { page, socket, view } = await tab(client);
    app.clock.advance(30_000);
    const [, , , , asked] = await view.message("diff");
    assert.deepEqual(asked, { e: [["lg:renew-session", { to: "/users/session/refresh" }]] });
    await socket.heartbeat();
    const answer = await client.post("/users/session/refresh", "", { "x-csrf-token": csrfTokenOf(page) });
    assert.equal(answer.status, 204);
    app.clock.advance(29_000);
    await socket.heartbeat();
    app.clock.advance(29_000);
    await socket.heartbeat();
    assert.equal(socket.ended, null);
  });

  it("stay bound to their session when its token changes", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    await logIn(client, { "user[remember_me]": "true" });
    const page = await client.get("/");
    const token = client.cookies.get("__Host-auth");
    app.clock.advance(8 * 24 * 60 * 60 * 1000);
    await client.get("/");
    assert.notEqual(client.cookies.get("__Host-auth"), token);
    const view = await client.join(await connected(client, page), page);
    assert.equal(textOf(view.html, "home"), "ada@example.com");
  });
});
