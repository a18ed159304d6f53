import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LiveSession } from "../live/live-route.ts";
import { signFlash } from "../plug/flash-token.ts";
import { Session } from "../plug/session.ts";
import { testKeys } from "../plug/test-context.ts";
import { type JoinPayload, parseJoin } from "../protocol/payloads.ts";
import { type ConnectInfo, findJoinTarget } from "./join-target.ts";
import { type LiveTestApp, liveTestApp, plainSession, textView } from "./live-test-app.ts";
import { signPageToken, signStaticToken } from "./page-token.ts";

const admin: LiveSession = { ...plainSession, name: "admin" };
const [home, album] = [textView("home"), textView("album")];

const startApp = () =>
  liveTestApp(
    [
      { path: "/", view: home },
      { path: "/albums/:id", view: album },
      { path: "/albums", view: home },
      { path: "/admin", view: home, liveSession: admin },
    ],
    { plain: ["/about"] },
  );

function payloadOf(fields: object): JoinPayload {
  const parsed = parseJoin(fields, 100);
  assert.ok(parsed.ok);
  return parsed.value;
}

/** What a join of the page "phx-1" comes to; `page` is where that page was loaded. */
function targetOf(app: LiveTestApp, page: string, fields: object, info: ConnectInfo = app.info) {
  return findJoinTarget(
    app.runtime,
    info,
    "phx-1",
    payloadOf({ session: app.pageToken(page), static: null, ...fields }),
  );
}

/** The outcome in a word: the path that is mounted, or why nothing is. */
function outcome(...args: Parameters<typeof targetOf>): string {
  const target = targetOf(...args);
  return target.ok ? `${target.route.pattern}${target.navigated ? " navigated" : ""}` : target.reason;
}

const at = (path: string) => ({ url: `http://shop.test${path}` });
const navigatedTo = (path: string) => ({ redirect: `http://shop.test${path}` });

describe("a join by URL", () => {
  it("mounts the view that the page showed, at any path of that view", () => {
    const app = startApp();
    assert.equal(outcome(app, "/", at("/")), "/");
    assert.equal(outcome(app, "/", at("/albums?sort=year")), "/albums", "after a patch");
  });

  it("gives the view its URL, with path parameters over the query's", () => {
    const target = targetOf(startApp(), "/albums/7", at("/albums/7?id=8&tab=songs"));
    assert.ok(target.ok);
    assert.deepEqual({ ...target.url.params }, { id: "7", tab: "songs" });
    assert.equal(target.url.href, "http://shop.test/albums/7?id=8&tab=songs");
    assert.equal(target.token.nonce, "n1");
  });

  it("is unauthorized where another view, a plain page or nothing stands", () => {
    const app = startApp();
    for (const path of ["/albums/7", "/about", "/nowhere"])
      assert.equal(outcome(app, "/", at(path)), "unauthorized", path);
  });

  it("is unauthorized in another live session, even for the same view", () => {
    assert.equal(outcome(startApp(), "/", at("/admin")), "unauthorized");
  });

  it("is unauthorized without a URL, or with one outside of the app", () => {
    assert.equal(outcome(startApp(), "/", {}), "unauthorized");
    const based = liveTestApp([{ path: "/", view: home }], { base: "/shop" });
    assert.equal(outcome(based, "/", at("/")), "unauthorized");
    assert.equal(outcome(based, "/", at("/shop/")), "/");
  });
});

describe("a join by live navigation", () => {
  it("mounts any view of the same live session, whatever the page showed first", () => {
    const app = startApp();
    assert.equal(outcome(app, "/", navigatedTo("/albums/7")), "/albums/:id navigated");
    assert.equal(outcome(app, "/albums/7", navigatedTo("/")), "/ navigated");
  });

  it("is unauthorized in another live session, on a plain page and where nothing stands", () => {
    const app = startApp();
    for (const path of ["/admin", "/about", "/nowhere"]) {
      assert.equal(outcome(app, "/", navigatedTo(path)), "unauthorized", path);
    }
    assert.equal(outcome(app, "/admin", navigatedTo("/")), "unauthorized");
  });
});

describe("a join's tokens", () => {
  it("are stale when there are none, or they are no tokens", () => {
    const app = startApp();
    for (const session of [undefined, null, "", "abc", 7])
      assert.equal(outcome(app, "/", { ...at("/"), session }), "stale");
  });

  it("are stale for another container", () => {
    const app = startApp();
    assert.equal(outcome(app, "/", { ...at("/"), session: app.pageToken("/", { id: "phx-2" }) }), "stale");
  });

  it("are stale in another browser session", () => {
    const app = startApp();
    const other: ConnectInfo = { ...app.info, session: new Session() };
    assert.equal(outcome(app, "/", at("/"), other), "stale");
  });

  it("are stale after 14 days, and with other keys", () => {
    const app = startApp();
    const session = app.pageToken("/");
    app.context.clock.advance(15 * 24 * 60 * 60 * 1000);
    assert.equal(outcome(app, "/", { ...at("/"), session }), "stale");
    const page = {
      id: "phx-1",
      viewName: "/",
      liveSession: "default",
      sessionId: app.info.session.id,
      userSessionId: null,
      nonce: "n",
    };
    const forged = signPageToken({ ...app.context, keyring: testKeys("mine") }, page);
    assert.equal(outcome(app, "/", { ...at("/"), session: forged }), "stale");
  });

  it("are stale when the cookie came without its CSRF token, good as they may be", () => {
    const app = startApp();
    assert.equal(outcome(app, "/", at("/"), { ...app.info, trust: "untrusted" }), "stale");
  });

  it("are good for a visitor whose browser sent no cookie", () => {
    const app = startApp();
    const visitor: ConnectInfo = { session: new Session(), trust: "none", remoteAddress: "192.0.2.1" };
    assert.equal(outcome(app, "/", at("/"), visitor), "/");
  });

  it("name a view that a deploy has removed: unauthorized, so that the page is loaded anew", () => {
    const app = startApp();
    const session = app.pageToken("/", {});
    const removed = liveTestApp([{ path: "/", view: textView("new home") }]);
    assert.equal(outcome(removed, "/", { ...at("/"), session }), "stale", "another browser session");
    const token = removed.pageToken("/", { viewName: "/gone" });
    assert.equal(outcome(removed, "/", { ...at("/"), session: token }), "unauthorized");
  });

  it("are stale when the static one belongs to another page", () => {
    const app = startApp();
    const token = signStaticToken(app.context, "phx-2", { info: "Saved" });
    assert.equal(outcome(app, "/", { ...at("/"), static: token }), "stale");
    assert.equal(outcome(app, "/", { ...at("/"), static: "forged" }), "stale");
  });
});

describe("a join's flash", () => {
  const flashOf = (app: LiveTestApp, fields: object) => {
    const target = targetOf(app, "/", fields);
    assert.ok(target.ok);
    return { ...target.flash };
  };
  const mounts = (count: number) => ({ params: { _mounts: count } });

  it("is the page's own at its first join, and none at a later one", () => {
    const app = startApp();
    const page = { ...at("/"), static: signStaticToken(app.context, "phx-1", { info: "Saved" }) };
    assert.deepEqual(flashOf(app, { ...page, ...mounts(0) }), { info: "Saved" });
    assert.deepEqual(flashOf(app, { ...page, ...mounts(1) }), {});
  });

  it("is what a live navigation brought, and never the first page's", () => {
    const app = startApp();
    const page = { ...navigatedTo("/albums"), static: signStaticToken(app.context, "phx-1", { info: "Old" }) };
    assert.deepEqual(flashOf(app, { ...page, ...mounts(0) }), {});
    const flash = signFlash({ info: "New" }, app.context);
    assert.deepEqual(flashOf(app, { ...page, ...mounts(0), flash }), { info: "New" });
  });

  it("is none where its token is forged", () => {
    const app = startApp();
    assert.deepEqual(flashOf(app, { ...at("/"), ...mounts(0), flash: "forged" }), {});
  });
});
