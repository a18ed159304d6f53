import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MiddlewareHandler } from "hono";
import { html } from "../html/html.ts";
import { guard, provide } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { pageLayout } from "../live/live-layout.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { pipeline } from "../router/pipeline.ts";
import { browser, cookiesOf, siteWith } from "./site.fixture.ts";

const paths = definePaths({ home: "/?q", album: "/albums/:id", newAlbum: "/albums/new", logIn: "/log_in" });
const shown = (text: string) => liveView({ mount: () => ({}), render: () => html`<p>${text}</p>` });
const fetchUser = provide("fetchUser", ({ session }) => ({ user: session.get("user_token") ?? "visitor" }));

describe("a plain route", () => {
  it("finds the values of its guards and its path's parameters where Hono has them", async () => {
    const { request } = siteWith((r) => {
      r.scope({ pipeThrough: browser, guards: [fetchUser] }, (r) => {
        r.get(paths.album, (c) => c.text(`${String(c.var.user)} ${c.req.param("id")}`));
      });
    });
    assert.equal(await (await request("/albums/a%2Fb")).text(), "visitor a/b");
  });

  it("is kept by its guards, whatever its handler would do", async () => {
    const closed = guard("closed", fetchUser, () =>
      halt.redirect(paths.logIn(), { flash: { error: "Log in first" }, returnTo: true }),
    );
    const { request } = siteWith((r) => {
      r.scope({ pipeThrough: browser, guards: [closed] }, (r) => r.post(paths.album, () => assert.fail("reached")));
      r.scope({ pipeThrough: browser }, (r) => {
        r.get(paths.logIn, (c) => c.text(`${c.var.flash["error"]}`));
      });
    });
    const response = await request("/albums/7", { method: "POST" });
    assert.deepEqual([response.status, response.headers.get("location")], [302, "/log_in"]);
    const next = await request("/log_in", { headers: { cookie: cookiesOf(response) } });
    assert.equal(await next.text(), "Log in first");
  });

  it("passes its plugs from the outside to the inside", async () => {
    const log: string[] = [];
    const step =
      (name: string): MiddlewareHandler =>
      (_c, next) => (log.push(name), next());
    const { request } = siteWith((r) => {
      r.scope({ pipeThrough: pipeline([step("a"), step("b")]) }, (r) => {
        r.scope({ pipeThrough: pipeline([step("c")]) }, (r) => r.get(paths.home, (c) => c.text(log.join(""))));
      });
    });
    assert.equal(await (await request("/")).text(), "abc");
  });

  it("needs no session without guards, and says what is missing with them", async () => {
    const { request, logged } = siteWith((r) => {
      r.get(paths.home, (c) => c.text("up"));
      r.scope({ guards: [fetchUser] }, (r) => r.get(paths.album, (c) => c.text("never")));
    });
    assert.equal(await (await request("/")).text(), "up");
    assert.equal((await request("/albums/1")).status, 500);
    assert.ok(logged.some((line) => line.includes("LG_NO_SESSION") && line.includes("/albums/:id")));
  });

  it("is told apart from another that has the same handler", async () => {
    const where = (c: { req: { path: string }; text(text: string): Response }) => c.text(c.req.path);
    const { request } = siteWith((r) => {
      r.get(paths.home, where);
      r.get(paths.logIn, where);
    });
    assert.deepEqual(await Promise.all(["/", "/log_in"].map(async (path) => (await request(path)).text())), [
      "/",
      "/log_in",
    ]);
  });

  it("prints a page in the scope's layout and the pipeline's root layout", async () => {
    const layout = pageLayout({
      needs: [fetchUser],
      render: ({ user, inner }) => html`<b>${String(user)}</b>${inner}`,
    });
    const { request } = siteWith((r) => {
      r.scope({ pipeThrough: browser, guards: [fetchUser], layout }, (r) => {
        r.get(paths.home, (c) => c.render(html`<p>${"<hi>"}</p>`, { pageTitle: "Home" }));
      });
    });
    const response = await request("/");
    assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
    assert.match(await response.text(), /^<title>Home<\/title><meta [^>]*><b>visitor<\/b><p>&lt;hi&gt;<\/p>$/);
  });
});

describe("routes", () => {
  it("are tried in the order in which they were added", async () => {
    const { request } = siteWith((r) => {
      r.get(paths.newAlbum, (c) => c.text("new"));
      r.get(paths.album, (c) => c.text("album"));
    });
    assert.equal(await (await request("/albums/new")).text(), "new");
    assert.equal(await (await request("/albums/newer")).text(), "album");
  });

  it("answer a HEAD with what stands on GET, without its body", async () => {
    const { request } = siteWith((r) => {
      r.scope({ pipeThrough: browser }, (r) => r.liveSession("default", {}, (r) => r.live(paths.home, shown("hi"))));
    });
    const response = await request("/", { method: "HEAD" });
    assert.deepEqual([response.status, await response.text()], [200, ""]);
  });

  it("stand below the base, whose own address leads to the app", async () => {
    const site = siteWith(
      (r) =>
        r.scope({ pipeThrough: browser }, (r) => r.liveSession("default", {}, (r) => r.live(paths.home, shown("hi")))),
      { url: "https://shop.test/store" },
    );
    assert.match(await (await site.request("/store/?q=1")).text(), /<p>hi<\/p>/);
    const moved = await site.request("/store?q=1");
    assert.deepEqual([moved.status, moved.headers.get("location")], [308, "/store/?q=1"]);
    for (const path of ["/", "/storefront", "/other"]) assert.equal((await site.request(path)).status, 404, path);
  });
});
