import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { csrfTokenOf, textOf } from "./client/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

const origin = "https://shop.test";

// Protocol 5.5, 7.3 and 7.4: patches and navigations that the client begins.
describe("a live_patch", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("runs handleParams with the new params and answers with the diff alone", async () => {
    const view = await app.client().visit("/counter?step=2");
    await view.click("inc");
    const { status, response } = await view.patch(`${origin}/counter?step=5&tab=info`);
    assert.deepEqual([status, Object.keys(response)], ["ok", ["diff"]]);
    assert.deepEqual([textOf(view.html, "step"), textOf(view.html, "tab")], ["5", "info"]);
    assert.equal(textOf(view.html, "count"), "2");
    assert.ok(!view.socket.log.some((frame) => frame[3] === "live_patch"));
  });

  it("to where the page is already is acknowledged", async () => {
    const view = await app.client().visit("/counter?step=2");
    assert.deepEqual(await view.patch(`${origin}/counter?step=2`), { status: "ok", response: {} });
  });

  it("clears the flash", async () => {
    const view = await app.client().visit("/counter");
    await view.click("flash", { kind: "info", text: "Old news" });
    await view.patch(`${origin}/counter?step=3`);
    assert.equal(textOf(view.html, "info"), "");
  });

  it("carries out the patch that handleParams asks for, and tells the page where it is", async () => {
    const view = await app.client().visit("/trip");
    await view.patch(`${origin}/trip?stop=via`);
    const patch = view.socket.log.find((frame) => frame[3] === "live_patch");
    assert.deepEqual(patch?.[4], { kind: "push", to: "/trip?stop=end" });
    assert.deepEqual([textOf(view.html, "stop"), textOf(view.html, "info")], ["end", "Via."]);
  });

  it("follows a navigation that handleParams asks for, and the channel ends", async () => {
    const view = await app.client().visit("/trip");
    const { response } = await view.patch(`${origin}/trip?stop=out`);
    assert.deepEqual([response["live_redirect"].to, response["live_redirect"].kind], ["/counter", "push"]);
    await view.message("phx_close");
  });

  it("to another view, live session, plain page or nowhere is answered as a navigation", async () => {
    const view = await app.client().visit("/counter");
    for (const path of ["/trip", "/aside", "/members/trip", "/plain", "/nowhere", "/counter/x"]) {
      assert.deepEqual(await view.patch(origin + path), { status: "ok", response: { link_redirect: true } }, path);
    }
    assert.equal((await view.click("inc")).status, "ok");
  });

  it("to the same view behind other guards is answered as a navigation, and never runs there", async () => {
    const view = await app.client().visit("/trip");
    assert.deepEqual((await view.patch(`${origin}/members/trip?stop=secret`)).response, { link_redirect: true });
    assert.equal(textOf(view.html, "stop"), "start");
  });

  it("with params that don't fit leads to a full request, where the 404 page is", async () => {
    const view = await app.client().visit("/typed/1");
    const { status, response } = await view.patch(`${origin}/typed/x`);
    assert.deepEqual([status, response], ["ok", { redirect: { to: "/typed/x", status: 302 } }]);
  });

  it("takes escapes in paths as HTTP does", async () => {
    const view = await app.client().visit("/rooms/a%20b%2Fc");
    assert.equal(textOf(view.html, "room"), "a b/c");
    await view.patch(`${origin}/rooms/%C3%BC?room=other`);
    assert.equal(textOf(view.html, "room"), "ü");
  });
});

describe("a live navigation", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("leaves and joins again on the same topic with the first page's tokens", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const counter = await client.join(socket, page);
    // The client doesn't wait for the leave to be answered.
    counter.send("phx_leave", {});
    const trip = await client.join(socket, page, { redirect: `${origin}/trip?stop=x` });
    assert.equal(trip.topic, counter.topic);
    assert.equal(textOf(trip.html, "stop"), "x");
    await trip.patch(`${origin}/trip?stop=y`);
    trip.send("phx_leave", {});
    const back = await client.join(socket, page, { redirect: `${origin}/counter` });
    await back.click("inc");
    assert.equal(textOf(back.html, "count"), "1");
    const closes = socket.log.filter((frame) => frame[3] === "phx_close").map(([joinRef]) => joinRef);
    assert.deepEqual(closes, [counter.joinRef, trip.joinRef]);
  });

  it("runs the guards again, so that who was locked out stays out", async () => {
    const client = app.client();
    await client.post("/log_in", { _csrf_token: csrfTokenOf(await client.get("/log_in")) });
    const page = await client.get("/members");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const view = await client.join(socket, page);
    app.probe.locked = true;
    view.send("phx_leave", {});
    const answer = await client.tryJoin(socket, page, { redirect: `${origin}/members/trip` });
    app.probe.locked = false;
    assert.deepEqual(answer.response, { redirect: { to: "/members/trip", status: 302 } });
  });

  it("from a visitor's page never reaches members, whatever it claims", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    for (const options of [{ redirect: `${origin}/members` }, { url: `${origin}/members` }]) {
      assert.deepEqual((await client.tryJoin(socket, page, options)).response, { reason: "unauthorized" });
    }
  });

  it("after log-out finds the tokens of the former session useless", async () => {
    const client = app.client();
    await client.post("/log_in", { _csrf_token: csrfTokenOf(await client.get("/log_in")) });
    const page = await client.get("/members");
    const former = new Map(client.cookies);
    await client.post("/log_out", { _csrf_token: csrfTokenOf(page) });
    assert.notDeepEqual(client.cookies, former);
    const fresh = await client.get("/plain");
    const socket = await client.connect({ csrfToken: csrfTokenOf(fresh) });
    assert.deepEqual((await client.tryJoin(socket, page)).response, { reason: "stale" });
    const forged = await client.connect({ csrfToken: csrfTokenOf(page) });
    assert.deepEqual((await client.tryJoin(forged, page)).response, { reason: "stale" });
  });
});

// Protocol 7.6: flash across each verb.
describe("flash", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("put by an event shows with its diff and stays until it is cleared", async () => {
    const view = await app.client().visit("/counter");
    await view.click("flash", { kind: "info", text: "Saved" });
    await view.click("inc");
    assert.equal(textOf(view.html, "info"), "Saved");
  });

  it("put with a patch replaces what was there", async () => {
    const view = await app.client().visit("/trip");
    await view.click("go", { verb: "pushPatch", to: "trip", flash: "First." });
    assert.equal(textOf(view.html, "info"), "First.");
    await view.click("go", { verb: "pushPatch", to: "trip", stop: "on" });
    assert.equal(textOf(view.html, "info"), "");
  });

  it("put with a navigation travels as a token that only the next view reads", async () => {
    const client = app.client();
    const page = await client.get("/trip");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const trip = await client.join(socket, page);
    const { response } = await trip.click("go", { verb: "pushNavigate", to: "counter", flash: "Moved." });
    const { flash, ...rest } = response["live_redirect"];
    assert.deepEqual(rest, { to: "/counter", kind: "push" });
    const counter = await client.join(socket, page, { redirect: `${origin}/counter`, flash });
    assert.equal(textOf(counter.html, "info"), "Moved.");
    const later = await client.join(socket, page, { redirect: `${origin}/counter`, params: { _mounts: 1 } });
    assert.equal(textOf(later.html, "info"), "");
  });

  it("put with a redirect waits in the client's cookie for the next page, once", async () => {
    const client = app.client();
    const view = await client.visit("/trip");
    const { response } = await view.click("go", { verb: "redirect", to: "plain", flash: "Sent away." });
    client.cookies.set("__phoenix_flash__", response["redirect"].flash);
    const page = await client.get("/plain");
    assert.equal(textOf(page.body, "info"), "Sent away.");
    assert.match(page.setCookies.join(), /__phoenix_flash__=; Path=\/; Max-Age=0/);
    assert.equal(textOf((await client.get("/plain")).body, "info"), "");
  });

  it("in a forged cookie is no flash", async () => {
    const client = app.client();
    for (const forged of ["x", "eyJpbmZvIjoiRm9yZ2VkIn0.x", ""]) {
      client.cookies.set("__phoenix_flash__", forged);
      const page = await client.get("/plain");
      assert.deepEqual([page.status, textOf(page.body, "info")], [200, ""]);
    }
  });

  it("of a redirect over HTTP is in the session, and its token is the page's alone", async () => {
    const client = app.client();
    const logIn = await client.get("/log_in");
    await client.post("/log_in", { _csrf_token: csrfTokenOf(logIn) });
    const page = await client.get("/members");
    assert.equal(textOf(page.body, "info"), "Welcome.");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    assert.equal(textOf((await client.join(socket, page)).html, "info"), "Welcome.");
    assert.equal(textOf((await client.get("/members")).body, "info"), "");
  });
});
