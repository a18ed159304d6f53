import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { manualClock } from "livegate/clock";
import { containerOf, csrfTokenOf, textOf } from "./wire/page.ts";
import type { JoinOptions } from "./conformance-client.ts";
import { type SampleApp, sampleAppFor, startSampleApp } from "./sample-app/sample-app.ts";

const origin = "https://shop.test";

// Protocol 3.2 and 3.4: joins that are refused, and what the client is to do.
describe("a join that is refused", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());
  beforeEach(() => {
    app.probe.mountFails = "not";
    app.probe.hookHalts = "not";
    app.probe.locked = false;
  });

  /** Loads a page, lets something happen, joins. */
  const joinOf = async (path: string, options: JoinOptions = {}, meanwhile = () => {}) => {
    const client = app.client();
    const page = await client.get(path);
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    meanwhile();
    return { client, page, socket, answer: await client.tryJoin(socket, page, options) };
  };
  const refusal = async (path: string, options: JoinOptions = {}, meanwhile?: () => void) => {
    const { status, response } = (await joinOf(path, options, meanwhile)).answer;
    assert.equal(status, "error");
    return response;
  };

  it("is stale without a usable page token", async () => {
    const { session } = containerOf(await app.client().get("/counter"));
    const unusable = [null, "", "x", 7, {}, session.slice(0, -1), `${session}A`, session.split(".")[0]];
    for (const token of unusable) assert.deepEqual(await refusal("/counter", { session: token }), { reason: "stale" });
  });

  it("is stale with the token of another browser, of another page, or for another topic", async () => {
    const foreign = containerOf(await app.client().get("/counter"));
    assert.deepEqual(await refusal("/counter", { session: foreign.session, topic: `lv:${foreign.id}` }), {
      reason: "stale",
    });
    assert.deepEqual(await refusal("/counter", { topic: "lv:phx-another" }), { reason: "stale" });
    assert.deepEqual(await refusal("/counter", { topic: "lv:" }), { reason: "stale" });
  });

  it("is stale with a static token that is not this page's", async () => {
    const client = app.client();
    await client.get("/trip?stop=via");
    const other = containerOf(await client.get("/trip?stop=end"));
    assert.notEqual(other.static, "");
    assert.deepEqual(await refusal("/counter", { static: other.static }), { reason: "stale" });
    assert.deepEqual(await refusal("/counter", { static: "forged" }), { reason: "stale" });
    // One kind of token is no other kind.
    assert.deepEqual(await refusal("/counter", { session: other.static }), { reason: "stale" });
  });

  it("is stale once the page's token has expired", async (t) => {
    const clock = manualClock();
    const late = await sampleAppFor(t, { clock });
    const client = late.client();
    const page = await client.get("/counter");
    clock.advance(13 * 24 * 3_600_000);
    const fresh = await client.get("/plain");
    const socket = await client.connect({ csrfToken: csrfTokenOf(fresh) });
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
    clock.advance(2 * 24 * 3_600_000);
    const again = await client.connect({ csrfToken: csrfTokenOf(await client.get("/plain")) });
    assert.deepEqual((await client.tryJoin(again, page)).response, { reason: "stale" });
  });

  it("is unauthorized at a URL of another view, of another live session, or of none", async () => {
    const elsewhere = ["/trip", "/aside", "/members", "/plain", "/nowhere", "/log_in"];
    for (const path of elsewhere) {
      assert.deepEqual(await refusal("/counter", { url: origin + path }), { reason: "unauthorized" }, path);
    }
  });

  it("by live navigation is unauthorized outside the live session", async () => {
    for (const path of ["/aside", "/members", "/plain", "/nowhere", "//evil.test/counter"]) {
      const response = await refusal("/counter", { redirect: origin + path });
      assert.deepEqual(response, { reason: "unauthorized" }, path);
    }
  });

  it("by a guard is sent to the page's own path, where the guard decides again over HTTP", async () => {
    const client = app.client();
    const logIn = await client.get("/log_in");
    await client.post("/log_in", { _csrf_token: csrfTokenOf(logIn) });
    const page = await client.get("/members?x=1");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
    app.probe.locked = true;
    const { status, response } = await client.tryJoin(socket, page);
    assert.deepEqual([status, response], ["error", { redirect: { to: "/members?x=1", status: 302 } }]);
    assert.equal((await client.get("/members?x=1")).headers.get("location"), "/log_in?return_to=%2Fmembers%3Fx%3D1");
    assert.equal(textOf((await client.get("/log_in")).body, "error"), "Log in first.");
  });

  it("by mount's redirect leads there, with the flash in the client's cookie", async () => {
    const plain = await refusal("/fickle", {}, () => (app.probe.mountFails = "redirects"));
    assert.deepEqual(plain, { redirect: { to: "/plain", status: 302 } });
    app.probe.mountFails = "not";
    const { client, answer } = await joinOf("/fickle", {}, () => (app.probe.mountFails = "redirectsWithFlash"));
    const { to, flash } = answer.response["redirect"];
    assert.equal(to, "/plain");
    assert.match(flash, /^[\w.-]+$/);
    client.cookies.set("__phoenix_flash__", flash);
    const page = await client.get(to);
    assert.equal(textOf(page.body, "info"), "Sent.");
    assert.equal(textOf((await client.get(to)).body, "info"), "");
  });

  it("by a hook leads where the hook says, with the whole flash and the events before it", async () => {
    const redirect = await refusal("/fickle", {}, () => (app.probe.hookHalts = "redirects"));
    assert.equal(redirect["redirect"].to, "/plain");
    assert.match(redirect["redirect"].flash, /^[\w.-]+$/);
    assert.deepEqual(redirect["events"], []);
    app.probe.hookHalts = "not";
    const navigate = await refusal("/fickle", {}, () => (app.probe.hookHalts = "navigates"));
    assert.deepEqual([navigate["live_redirect"].to, navigate["live_redirect"].kind], ["/counter", "push"]);
  });

  it("by handleParams leads where it says, over the socket or by a full request", async () => {
    const out = await refusal("/trip", { url: `${origin}/trip?stop=out` });
    assert.deepEqual([out["live_redirect"].to, out["live_redirect"].kind], ["/counter", "push"]);
    const away = await refusal("/trip", { url: `${origin}/trip?stop=away` });
    assert.equal(away["redirect"].to, "/plain");
    assert.deepEqual(away["events"], [["leaving", {}]]);
  });

  for (const [fails, status] of [
    ["notFound", 404],
    ["forbidden", 403],
  ] as const) {
    it(`by mount's ${fails} makes the page load again and show ${status}, once`, async () => {
      const { client, answer } = await joinOf("/fickle", {}, () => (app.probe.mountFails = fails));
      const { token, ...rest } = answer.response;
      assert.deepEqual(rest, { reason: "reload", status });
      client.cookies.set("__phoenix_reload_status__", token);
      const shown = await client.get("/fickle");
      assert.equal(shown.status, status);
      assert.equal(client.cookies.has("__phoenix_reload_status__"), false);
      app.probe.mountFails = "not";
      assert.equal((await client.get("/fickle")).status, 200);
    });
  }

  it("with params that don't fit the view is sent to its own path, which is the 404 page over HTTP", async () => {
    const response = await refusal("/typed/1", { url: `${origin}/typed/x` });
    assert.deepEqual(response, { redirect: { to: "/typed/x", status: 302 } });
    assert.equal((await app.client().get("/typed/x")).status, 404);
  });

  it("at a URL with a fragment is a redirect without it, or the client would stay on a dead page", async () => {
    const stale = await refusal("/counter", { url: `${origin}/counter?step=2#top`, session: "x" });
    assert.deepEqual(stale, { redirect: { to: "/counter?step=2", status: 302 } });
    const unauthorized = await refusal("/counter", { url: `${origin}/aside#top` });
    assert.deepEqual(unauthorized, { redirect: { to: "/aside", status: 302 } });
    const notFound = await refusal(
      "/fickle",
      { url: `${origin}/fickle#top` },
      () => (app.probe.mountFails = "notFound"),
    );
    assert.deepEqual(notFound, { redirect: { to: "/fickle", status: 302 } });
  });

  for (const at of ["subscribe", "mount", "handleParams", "pageTitle", "render"]) {
    it(`crashes when ${at} throws, and leaves nothing behind`, async () => {
      const subscriptions = app.pubsub.size;
      assert.deepEqual(await refusal(`/crash?at=${at}`), { reason: "join crashed" });
      assert.equal(app.pubsub.size, subscriptions);
    });
  }

  it("crashes when handleParams patches without end", async () => {
    assert.deepEqual(await refusal("/trip", { url: `${origin}/trip?stop=round` }), { reason: "join crashed" });
  });

  it("leaves the topic free for the next join", async () => {
    const { client, page, socket } = await joinOf("/fickle", {}, () => (app.probe.mountFails = "throws"));
    app.probe.mountFails = "not";
    const view = await client.join(socket, page, { params: { _mount_attempts: 1 } });
    assert.equal(textOf(view.html, "where"), "socket");
  });

  it("leaves other views of the connection alone", async () => {
    const client = app.client();
    const [page, other] = [await client.get("/counter"), await client.get("/crash?at=mount")];
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const view = await client.join(socket, page);
    assert.deepEqual((await client.tryJoin(socket, other)).response, { reason: "join crashed" });
    assert.equal((await view.click("inc")).status, "ok");
  });
});

describe("a refusal that repeats itself", () => {
  it("slows the client down after five within ten seconds, and is forgotten afterwards", async (t) => {
    const clock = manualClock();
    const app = await sampleAppFor(t, { clock });
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const reasons = async (times: number) => {
      const answers: string[] = [];
      for (let i = 0; i < times; i++) {
        answers.push((await client.tryJoin(socket, page, { session: "x" })).response["reason"]);
      }
      return answers;
    };
    assert.deepEqual(await reasons(7), [...Array(5).fill("stale"), "join crashed", "join crashed"]);
    const elsewhere = await client.tryJoin(socket, page, { session: "x", url: `${origin}/trip` });
    assert.deepEqual(elsewhere.response, { reason: "stale" });
    clock.advance(10_001);
    assert.deepEqual(await reasons(1), ["stale"]);
  });
});

describe("a page for those who develop", () => {
  it("is live while one develops, and not there in production, not even for who has its tokens", async (t) => {
    const workshop = await sampleAppFor(t, { production: false });
    const client = workshop.client();
    const page = await client.get("/workshop");
    assert.equal(textOf((await client.visit("/workshop")).html, "workshop"), "tools");

    // The same keys: what was signed there is good here.
    const shop = (await sampleAppFor(t)).client();
    for (const [name, value] of client.cookies) shop.cookies.set(name, value);
    assert.equal((await shop.get("/workshop")).status, 404);
    const socket = await shop.connect({ csrfToken: csrfTokenOf(page) });
    assert.equal((await shop.tryJoin(socket, page)).status, "error");
    assert.equal((await shop.tryJoin(socket, await shop.get("/counter"), { redirect: page.url })).status, "error");
  });
});
