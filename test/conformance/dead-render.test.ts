import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { containerOf, csrfTokenOf, textOf } from "./wire/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// Protocol 1: the HTTP dead render.
describe("a live page over HTTP", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("has one container, with its attributes in the order of the protocol", async () => {
    const page = await app.client().get("/counter");
    const { tag, attributes, id } = containerOf(page);
    assert.equal(page.status, 200);
    assert.equal(tag, "div");
    assert.deepEqual([...attributes.keys()].slice(0, 4), [
      "id",
      "data-phx-main",
      "data-phx-session",
      "data-phx-static",
    ]);
    assert.match(id, /^phx-[\w-]{16}$/);
    assert.equal(attributes.get("data-phx-main"), "");
    assert.doesNotMatch(page.body, /data-phx-(root-id|view|id|skip|component)/);
  });

  it("shows the whole content and sets nothing up on the way", async () => {
    app.probe.takeNotes();
    const page = await app.client().get("/counter?step=4");
    assert.equal(textOf(page.body, "step"), "4");
    assert.equal(textOf(page.body, "count"), "0");
    const notes = ["guard http", "hook of the session", "mount http", "handleParams 4", "render"];
    assert.deepEqual(app.probe.takeNotes(), notes);
  });

  it("has another id and other tokens each time", async () => {
    const client = app.client();
    const [first, second] = [containerOf(await client.get("/counter")), containerOf(await client.get("/counter"))];
    assert.notEqual(first.id, second.id);
    assert.notEqual(first.session, second.session);
  });

  it("carries no flash token where there is no flash", async () => {
    assert.equal(containerOf(await app.client().get("/counter")).static, "");
  });

  it("keeps secrets and session values out of its tokens", async () => {
    const client = app.client();
    const logIn = await client.get("/log_in");
    await client.post("/log_in", { _csrf_token: csrfTokenOf(logIn) });
    const { session } = containerOf(await client.get("/members"));
    const readable = session.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
    assert.doesNotMatch(readable.join(" "), /Ada|return_to/);
  });

  it("stands in the root layout with a title, its defaults, and tracked assets by their built name", async () => {
    const { body } = await app.client().get("/counter");
    assert.match(body, /<title data-default="Sample" data-suffix=" - App">Counter 0 - App<\/title>/);
    assert.equal(body.match(/<title/g)?.length, 1);
    assert.match(body, /phx-track-static[^>]* src="\/assets\/app-1a2b\.js"/);
  });

  it("hands over a CSRF token that is masked anew, and the session that it belongs to", async () => {
    const client = app.client();
    const [first, second] = [await client.get("/counter"), await client.get("/counter")];
    assert.notEqual(csrfTokenOf(first), csrfTokenOf(second));
    assert.match(first.setCookies.join(), /^__Host-session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    assert.deepEqual(second.setCookies, []);
    await client.connect({ csrfToken: csrfTokenOf(first) });
    await client.connect({ csrfToken: csrfTokenOf(second) });
  });

  it("is stored by no cache", async () => {
    assert.equal((await app.client().get("/counter")).headers.get("cache-control"), "no-store");
  });

  it("escapes what it prints by the place where it stands", async () => {
    const { body } = await app.client().get("/list");
    assert.match(body, /<i title="&quot;&gt;&amp;&lt;">&lt;script&gt;("|&quot;)&amp;<\/i>/);
  });
});

describe("a live page that can't be shown", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  for (const [stop, to, flash] of [
    ["via", "/trip?stop=end", "Via."],
    ["out", "/counter", "Out."],
    ["away", "/plain", ""],
  ] as const) {
    it(`follows what handleParams asks for at "${stop}" by a redirect that keeps the flash once`, async () => {
      const client = app.client();
      const page = await client.get(`/trip?stop=${stop}`);
      assert.equal(page.status, 302);
      assert.equal(page.headers.get("location"), to);
      assert.equal(textOf((await client.get(to)).body, "info"), flash);
      assert.equal(textOf((await client.get("/plain")).body, "info"), "");
    });
  }

  it("is left by a guard's redirect, with flash and the way back", async () => {
    const client = app.client();
    const refused = await client.get("/members?x=1");
    assert.equal(refused.status, 302);
    assert.equal(refused.headers.get("location"), "/log_in?return_to=%2Fmembers%3Fx%3D1");
    const logIn = await client.get("/log_in");
    assert.equal(textOf(logIn.body, "error"), "Log in first.");
    const loggedIn = await client.post(refused.headers.get("location") ?? "", { _csrf_token: csrfTokenOf(logIn) });
    assert.equal(loggedIn.headers.get("location"), "/members?x=1");
    const members = await client.get("/members?x=1");
    assert.equal(textOf(members.body, "greeting"), "Hello, Ada");
    assert.equal(textOf(members.body, "info"), "Welcome.");
  });

  it("is the 404 page where params don't fit, and where no route stands", async () => {
    for (const path of ["/typed/x", "/typed/1?page=x", "/nowhere", "/rooms/", "/typed/%E0%A4%A"]) {
      assert.equal((await app.client().get(path)).status, 404, path);
    }
  });

  it("is the 500 page, silent about the inside, where something throws", async () => {
    for (const at of ["mount", "handleParams", "pageTitle", "render"]) {
      const page = await app.client().get(`/crash?at=http-${at}`);
      assert.equal(page.status, 500, at);
      assert.doesNotMatch(page.body, /It fails at|\.ts:/);
    }
    assert.equal((await app.client().get("/broken")).status, 500);
    assert.ok(app.logged.some((line) => line.includes("It fails at http-render.")));
  });

  it("takes a status back that no join of ours left, and shows the page", async () => {
    const client = app.client();
    client.cookies.set("__phoenix_reload_status__", "forged");
    const shown = await client.get("/counter");
    assert.equal(shown.status, 200);
    assert.match(shown.setCookies.join(), /__phoenix_reload_status__=;.*Max-Age=0/);
    assert.ok(app.logged.some((line) => line.includes("reload status refused")));
  });
});
