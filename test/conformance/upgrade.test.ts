import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { csrfTokenOf } from "./client/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// Protocol 2.1: the WebSocket endpoint.
describe("an upgrade", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp({ allowedOrigins: ["https://partner.test"] });
  });
  after(() => app.stop());

  it("is taken with the token in the URL", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    assert.equal(socket.protocol, "");
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
  });

  it("is taken with the token as subprotocol, and answered with the subprotocol phoenix", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ authToken: csrfTokenOf(page) });
    assert.equal(socket.protocol, "phoenix");
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
  });

  it("ignores what the client's parameters leave in the URL", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const left = `_csrf_token=${csrfTokenOf(page)}&_track_static%5B0%5D=http%3A%2F%2Fshop.test%2Fa.js&_mounts=0&_live_referer=undefined`;
    const socket = await client.connect({ path: `/live/websocket?${left}&vsn=2.0.0&x=`, vsn: null });
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
  });

  it("with a wrong, missing or foreign token opens, and every join is stale", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const foreign = csrfTokenOf(await app.client().get("/counter"));
    for (const csrfToken of ["wrong", "", undefined, foreign, `${csrfTokenOf(page)}x`]) {
      const socket = await client.connect({ csrfToken });
      assert.deepEqual(await client.tryJoin(socket, page), { status: "error", response: { reason: "stale" } });
    }
  });

  it("without a cookie works for a visitor's page, with an empty session", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page), cookies: false, origin: null });
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
  });

  it("without a cookie is nobody's, whatever the page's token says", async () => {
    const client = app.client();
    const logIn = await client.get("/log_in");
    await client.post("/log_in", { _csrf_token: csrfTokenOf(logIn) });
    const page = await client.get("/members");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page), cookies: false, origin: null });
    assert.deepEqual((await client.tryJoin(socket, page)).response, { redirect: { to: "/members", status: 302 } });
  });

  it("is refused with 403 in another version of the protocol", async () => {
    for (const vsn of ["1.0.0", "2.0", "3.0.0", "", null]) {
      assert.equal(await app.client().upgradeStatus({ vsn }), 403, String(vsn));
    }
  });

  it("is refused with 403 from a foreign origin", async () => {
    const client = app.client();
    await client.get("/counter");
    const foreign = [
      "https://evil.test",
      "http://shop.test",
      "https://shop.test:444",
      "https://shop.test.evil.test",
      "null",
    ];
    for (const origin of foreign) assert.equal(await client.upgradeStatus({ origin }), 403, origin);
  });

  it("is taken from the site's own origin and from a listed one", async () => {
    const client = app.client();
    await client.get("/counter");
    assert.equal(await client.upgradeStatus({}), 101);
    assert.equal(await client.upgradeStatus({ origin: "https://partner.test" }), 101);
  });

  it("without an origin is taken from a program, and refused where a cookie came along", async () => {
    const client = app.client();
    assert.equal(await client.upgradeStatus({ origin: null }), 101);
    await client.get("/counter");
    assert.equal(await client.upgradeStatus({ origin: null }), 403);
  });

  it("is refused for an unknown host", async () => {
    assert.equal(await app.client().upgradeStatus({ headers: { host: "evil.test" } }), 421);
  });

  it("is refused elsewhere than at the socket's path", async () => {
    for (const path of ["/counter", "/live", "/live/websocket/x", "/live/websocketx", "//live/websocket"]) {
      assert.equal(await app.client().upgradeStatus({ path }), 404, path);
    }
  });

  it("leaves no secret in the log", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    await client.upgradeStatus({ csrfToken: csrfTokenOf(page), origin: "https://evil.test" });
    const log = app.logged.join("\n");
    assert.match(log, /upgrade refused/);
    assert.ok(!log.includes(csrfTokenOf(page)));
    assert.ok(!log.includes(client.cookies.get("__Host-session") ?? "no session"));
  });
});
