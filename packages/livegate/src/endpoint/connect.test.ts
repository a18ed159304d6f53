import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import type { UpgradeRequest } from "./app.ts";
import { type Site, browser, cookiesOf, csrfTokenIn, siteWith } from "./site.fixture.ts";

const paths = definePaths({ home: "/" });
const HomeLive = liveView({ mount: () => ({}), render: () => html`<p>hi</p>` });

const startSite = (options: Parameters<typeof siteWith>[1] = {}): Site =>
  siteWith(
    (r) => r.scope({ pipeThrough: browser }, (r) => r.liveSession("default", {}, (r) => r.live(paths.home, HomeLive))),
    options,
  );

type Changes = { readonly url?: string; readonly headers?: UpgradeRequest["headers"]; readonly remoteAddress?: string };

const upgrade = ({ url = "/live/websocket?vsn=2.0.0", headers = {}, remoteAddress = "192.0.2.1" }: Changes = {}) => ({
  url,
  headers: { host: "shop.test", origin: "https://shop.test", ...headers },
  remoteAddress,
});

/** The status of an upgrade: 101 where it is taken. */
const statusOf = ({ app }: Site, changes: Changes = {}): number => {
  const result = app.connect(upgrade(changes));
  return result.ok ? 101 : result.status;
};

describe("an upgrade", () => {
  it("is taken at the socket's path of the app, and nowhere else", () => {
    assert.equal(statusOf(startSite()), 101);
    const based = startSite({ url: "https://shop.test/store" });
    assert.equal(statusOf(based, { url: "/store/live/websocket?vsn=2.0.0" }), 101);
    for (const path of ["/", "/live", "/live/websocket/", "/other/live/websocket"]) {
      assert.equal(statusOf(startSite(), { url: `${path}?vsn=2.0.0` }), 404, path);
    }
    assert.equal(statusOf(based), 404);
  });

  it("is refused in another version, to another host, and from another origin with a cookie", () => {
    const site = startSite();
    assert.equal(statusOf(site, { url: "/live/websocket?vsn=1.0.0" }), 403);
    assert.equal(statusOf(site, { headers: { host: "evil.test" } }), 421);
    assert.equal(statusOf(site, { headers: { origin: "https://evil.test" } }), 403);
    assert.equal(statusOf(site, { headers: { origin: undefined, cookie: "__Host-session=x" } }), 403);
    assert.equal(site.app.counters.value("upgrade_refused"), 4);
  });

  it("answers with the subprotocol where the client offers it", () => {
    const offered = startSite().app.connect(upgrade({ headers: { "sec-websocket-protocol": "phoenix, other" } }));
    const none = startSite().app.connect(upgrade());
    assert.ok(offered.ok && none.ok);
    assert.deepEqual([offered.protocol, none.protocol], ["phoenix", null]);
  });
});

describe("a connection", () => {
  /** Loads a page, connects with these changes and joins; gives the answer's status and response. */
  async function joinWith(change: (headers: { cookie: string }, csrfToken: string) => Changes) {
    const site = startSite();
    const response = await site.request("/");
    const page = await response.text();
    const [, id, session] = / id="([^"]*)" data-phx-main data-phx-session="([^"]*)"/.exec(page) ?? assert.fail(page);
    const result = site.app.connect(upgrade(change({ cookie: cookiesOf(response) }, csrfTokenIn(page))));
    assert.ok(result.ok);
    const answered = Promise.withResolvers<string>();
    const connection = result.open({ send: answered.resolve, close() {}, terminate() {}, bufferedAmount: 0 });
    const payload = { url: "https://shop.test/", params: {}, session, static: null };
    connection.receive(JSON.stringify(["1", "1", `lv:${id}`, "phx_join", payload]));
    const [, , , , reply] = JSON.parse(await answered.promise) as [
      null,
      null,
      null,
      null,
      { status: string; response: object },
    ];
    connection.closed();
    return { status: reply.status, response: reply.response, pending: site.clock.pending };
  }
  const withToken = (token: string) => `/live/websocket?vsn=2.0.0&_csrf_token=${token}`;

  it("joins with the cookie and the CSRF token of its page, by URL or by subprotocol", async () => {
    const byUrl = await joinWith((headers, token) => ({ headers, url: withToken(token) }));
    const bearer = (token: string) => `phoenix, base64url.bearer.phx.${Buffer.from(token).toString("base64url")}`;
    const byProtocol = await joinWith((headers, token) => ({
      headers: { ...headers, "sec-websocket-protocol": bearer(token) },
    }));
    assert.deepEqual([byUrl.status, byProtocol.status], ["ok", "ok"]);
  });

  it("is stale with a cookie but without its CSRF token", async () => {
    const stale = { status: "error", response: { reason: "stale" }, pending: 0 };
    assert.deepEqual(await joinWith((headers) => ({ headers })), stale);
    assert.deepEqual(await joinWith((headers) => ({ headers, url: withToken("A".repeat(64)) })), stale);
  });

  it("mounts with an empty session for a visitor without a cookie", async () => {
    assert.equal((await joinWith(() => ({}))).status, "ok");
  });

  it("leaves no timer behind when it is gone", async () => {
    assert.equal((await joinWith((headers, token) => ({ headers, url: withToken(token) }))).pending, 0);
  });
});

describe("an app that stops", () => {
  it("closes its sockets with a code that makes clients connect again", async () => {
    const { app } = startSite();
    const ended: unknown[] = [];
    const result = app.connect(upgrade());
    assert.ok(result.ok);
    result.open({ send() {}, close: (code) => void ended.push(code), terminate() {}, bufferedAmount: 0 });
    await app.stop();
    assert.deepEqual(ended, [1012]);
  });
});

describe("the socket of pages that are developed", () => {
  const path = "/live/development?vsn=2.0.0";
  const watched = { production: false, assets: { "/assets/dev.js": "/assets/dev.js" } };

  it("is there where `livegate dev` has built its script, and only for the app's own pages", () => {
    assert.equal(statusOf(startSite(watched), { url: path }), 101);
    assert.equal(statusOf(startSite({ ...watched, url: "https://shop.test/store" }), { url: `/store${path}` }), 101);
    assert.equal(statusOf(startSite(watched), { url: path, headers: { origin: "https://evil.test" } }), 403);
    assert.equal(statusOf(startSite(watched), { url: path, headers: { host: "evil.test" } }), 421);
  });

  it("is nowhere else", () => {
    assert.equal(statusOf(startSite({ ...watched, production: true }), { url: path }), 404);
    assert.equal(statusOf(startSite({ production: false }), { url: path }), 404);
  });
});
