import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { csrfTokenOf, textOf } from "../conformance/wire/page.ts";
import { sampleAppFor } from "./sample-app/sample-app.ts";
import { audited, copyOf, logIn, logOut, otherPassword, password, registered, submit } from "./visiting.ts";

const DAY = 24 * 60 * 60 * 1000;

describe("a visitor", () => {
  it("is sent to the log-in page with a message and the way back, and comes to where they wanted to go", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    const refused = await client.get("/?tab=new");
    assert.deepEqual(
      [refused.status, refused.headers.get("location")],
      [302, "/users/log_in?return_to=%2F%3Ftab%3Dnew"],
    );
    const page = await client.get("/users/log_in?return_to=%2F%3Ftab%3Dnew");
    assert.equal(textOf(page.body, "error"), "You must log in to continue.");
    const loggedIn = await logIn(client, { return_to: "/?tab=new" });
    assert.deepEqual([loggedIn.status, loggedIn.headers.get("location")], [303, "/?tab=new"]);
    const home = await client.get("/?tab=new");
    assert.deepEqual([textOf(home.body, "home"), textOf(home.body, "info")], ["ada@example.com", "Welcome back!"]);
  });

  for (const wanted of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/nowhere",
    "javascript:alert(1)",
    "",
  ]) {
    it(`is not sent to ${JSON.stringify(wanted)} after logging in`, async (t) => {
      const app = await sampleAppFor(t);
      await registered(app);
      assert.equal((await logIn(app.client(), { return_to: wanted })).headers.get("location"), "/");
    });
  }

  it("can't join a guarded view: the page is sent to where HTTP decides", async (t) => {
    const app = await sampleAppFor(t);
    const owner = await registered(app);
    const page = await owner.get("/");
    const stranger = app.client();
    const visitorsPage = await stranger.get("/users/log_in");
    const socket = await stranger.connect({ csrfToken: csrfTokenOf(visitorsPage) });
    const answer = await stranger.tryJoin(socket, page);
    assert.deepEqual(answer, { status: "error", response: { reason: "stale" } });
    const navigated = await stranger.tryJoin(socket, visitorsPage, { redirect: `${app.origin}/` });
    assert.equal(navigated.status, "error");
  });
});

describe("a log-in", () => {
  it("makes a new browser session and two cookies that scripts can't read", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    await client.get("/users/log_in");
    const planted = client.cookies.get("__Host-session");
    const page = await logIn(client);
    for (const name of ["__Host-session", "__Host-auth", "__Host-device"]) {
      const line = page.setCookies.find((cookie) => cookie.startsWith(`${name}=`)) ?? "";
      assert.match(line, /; Path=\/; HttpOnly; SameSite=Lax; Secure/, name);
    }
    assert.notEqual(client.cookies.get("__Host-session"), planted);
    const attacker = app.client();
    attacker.cookies.set("__Host-session", planted ?? "");
    assert.equal((await attacker.get("/")).status, 302);
  });

  it("ends with the browser, unless it is to be remembered", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const auth = async (fields: Readonly<Record<string, string>>) =>
      (await logIn(app.client(), fields)).setCookies.find((cookie) => cookie.startsWith("__Host-auth=")) ?? "";
    assert.doesNotMatch(await auth({}), /max-age/i);
    assert.doesNotMatch(await auth({ "user[remember_me]": "false" }), /max-age/i);
    assert.match(await auth({ "user[remember_me]": "true" }), /Max-Age=1209600/);
  });

  it("that is wrong shows the form again, with the status of a form that wasn't taken", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    const page = await logIn(client, { "user[password]": otherPassword });
    assert.equal(page.status, 422);
    assert.equal(textOf(page.body, "errors"), "The e-mail address or the password is wrong.");
    assert.equal(client.cookies.has("__Host-auth"), false);
  });

  it("too often is 429 with the time to wait", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    const token = csrfTokenOf(await client.get("/users/log_in"));
    const fields = { "user[email]": "ada@example.com", "user[password]": "x" };
    for (let tries = 0; tries < 10; tries++) await submit(client, "/users/log_in", fields, { token });
    const page = await submit(client, "/users/log_in", fields, { token });
    assert.deepEqual([page.status, page.headers.get("retry-after")], [429, "60"]);
  });

  it("in a browser where somebody is logged in ends that session", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    await registered(app, "eve@example.com");
    const thief = copyOf(app, client);
    // The log-in page is for visitors: the form comes from another page, the link in a mail for example.
    await app.accounts.requestLogInLink(
      { email: "eve@example.com" },
      { network: "n", userAgent: "", device: null, accounts: [], session: null },
    );
    await app.accounts.deliverMails();
    const link = new URL(app.box.lastTo("eve@example.com")?.links[0] ?? "").pathname;
    const page = await submit(client, link, {});
    assert.equal(page.status, 303);
    assert.equal(textOf((await client.get("/")).body, "home"), "eve@example.com");
    assert.equal((await thief.get("/")).status, 302);
  });

  it("on another device is told to the owner, on the same one it isn't", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    await logOut(client);
    await logIn(client);
    await app.accounts.deliverMails();
    assert.deepEqual(
      app.box.mails.map(({ subject }) => subject),
      ["Confirm your address"],
    );
    await logIn(app.client());
    await app.accounts.deliverMails();
    assert.equal(app.box.lastTo("ada@example.com")?.subject, "A new device");
  });

  it("with the form of a former session changes nothing and says so", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    const token = csrfTokenOf(await client.get("/users/log_in"));
    await logIn(client);
    const page = await submit(client, "/users/log_out", { _method: "delete" }, { token });
    assert.equal(page.status, 403);
    assert.match(page.body, /Your session has changed/);
    assert.equal((await audited(app)).filter((line) => line === "form: forgery").length, 1);
    assert.equal((await client.get("/")).status, 200);
  });

  const types = [
    "user[email][]=ada@example.com&user[password][]=x",
    "user=x",
    "user[email][a]=b&user[password][c]=d",
    "user[__proto__][email]=x",
    "",
    "%E0%A4%A",
    "user[email]=a%00b&user[password]=%ff",
  ];
  for (const body of types) {
    it(`with "${body}" is a form that wasn't taken`, async (t) => {
      const app = await sampleAppFor(t);
      const client = app.client();
      const token = csrfTokenOf(await client.get("/users/log_in"));
      const page = await client.post("/users/log_in", `_csrf_token=${token}&${body}`);
      assert.ok([400, 422].includes(page.status), String(page.status));
      assert.deepEqual(await audited(app), page.status === 422 ? ["log_in_by_password: credentials"] : []);
    });
  }
});

describe("a log-out", () => {
  it("works once and for all: the cookies are good for nothing any more, over HTTP and on the socket", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    const page = await client.get("/");
    const thief = copyOf(app, client);
    const left = await logOut(client);
    assert.deepEqual([left.status, left.headers.get("location")], [303, "/"]);
    assert.equal(left.headers.get("clear-site-data"), '"cache"');
    assert.equal(client.cookies.has("__Host-auth"), false);
    assert.equal((await thief.get("/")).headers.get("location"), "/users/log_in?return_to=%2F");
    const socket = await thief.connect({ csrfToken: csrfTokenOf(page) });
    const answer = await thief.tryJoin(socket, page);
    assert.deepEqual(answer, { status: "error", response: { redirect: { to: "/", status: 302 } } });
    const lines = ["log_in_by_registration", "log_out", "register", "session: unknown_token"];
    assert.deepEqual((await audited(app)).toSorted(), lines, "one line for the dead token, though it came twice");
  });

  it("of nobody does no harm", async (t) => {
    const app = await sampleAppFor(t);
    const page = await logOut(app.client());
    assert.equal(page.status, 303);
    assert.deepEqual(await audited(app), []);
  });

  it("is asked for by GET, not done", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    await client.get("/users/log_out");
    assert.equal((await client.get("/")).status, 200);
  });
});

describe("a mailed link", () => {
  it("names the address on GET and HEAD, and acts on POST alone", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    await app.accounts.requestLogInLink(
      { email: "ada@example.com" },
      { network: "n", userAgent: "", device: null, accounts: [], session: null },
    );
    await app.accounts.deliverMails();
    const link = new URL(app.box.lastTo("ada@example.com")?.links[0] ?? "");
    assert.equal(link.origin, app.origin);
    for (let looks = 0; looks < 3; looks++) {
      assert.match((await client.get(link.pathname)).body, /Log in as ada@example\.com/);
    }
    assert.equal(client.cookies.has("__Host-auth"), false);
    const page = await submit(client, link.pathname, {});
    assert.equal(page.status, 303);
    assert.equal((await client.get("/")).status, 200);
    assert.equal((await app.client().get(link.pathname)).status, 410);
  });

  for (const token of ["x", "%00", "..%2f..", "a".repeat(43), encodeURIComponent("💥".repeat(20))]) {
    it(`that is ${token.slice(0, 20)} is gone, like one that was used`, async (t) => {
      const app = await sampleAppFor(t);
      const page = await app.client().get(`/users/log_in/${token}`);
      assert.deepEqual([page.status, textOf(page.body, "errors")], [410, "This link is invalid or has expired."]);
    });
  }
});

describe("a guard", () => {
  it("for those who have confirmed lets nobody else through", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    assert.equal((await client.get("/secret")).headers.get("location"), "/users/confirm");
    await app.accounts.deliverMails();
    const token = app.box.lastTo("ada@example.com")?.links[0]?.split("/").at(-1);
    await app.accounts.confirm(
      token,
      { password },
      { network: "n", userAgent: "", device: null, accounts: [], session: null },
    );
    assert.equal((await client.get("/secret")).status, 200);
  });

  it("for visitors sends those who are logged in away", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    for (const path of ["/users/log_in", "/users/register"]) {
      assert.equal((await client.get(path)).headers.get("location"), "/", path);
    }
  });
});

describe("a session that is kept", () => {
  it("gets a new token with a page after seven days; not by HEAD, not by what is fetched ahead", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    await logIn(client, { "user[remember_me]": "true" });
    const token = client.cookies.get("__Host-auth");
    app.clock.advance(7 * DAY - 1);
    await client.get("/");
    assert.equal(client.cookies.get("__Host-auth"), token);
    app.clock.advance(1);
    await client.get("/", { "sec-purpose": "prefetch;prerender" });
    assert.equal(client.cookies.get("__Host-auth"), token);
    const page = await client.get("/");
    assert.notEqual(client.cookies.get("__Host-auth"), token);
    assert.match(page.setCookies.find((cookie) => cookie.startsWith("__Host-auth=")) ?? "", /Max-Age=1209600/);
    assert.equal((await client.get("/")).status, 200);
  });

  it("is renewed for a page that stays open, by a request of its own", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    await logIn(client, { "user[remember_me]": "true" });
    const csrf = csrfTokenOf(await client.get("/"));
    app.clock.advance(8 * DAY);
    const token = client.cookies.get("__Host-auth");
    const answer = await client.post("/users/session/refresh", "", { "x-csrf-token": csrf });
    assert.equal(answer.status, 204);
    assert.notEqual(client.cookies.get("__Host-auth"), token);
    assert.equal((await client.post("/users/session/refresh", "", {})).status, 403);
    const visitor = app.client();
    const visitorsCsrf = csrfTokenOf(await visitor.get("/users/log_in"));
    assert.equal((await visitor.post("/users/session/refresh", "", { "x-csrf-token": visitorsCsrf })).status, 401);
  });
});
