import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { guard, provide } from "../live/guard.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { runLifecycle } from "./lifecycle.ts";
import type { LiveInstance } from "./live-instance.ts";
import { type LiveTestApp, liveTestApp, plainSession, textView } from "./live-test-app.ts";
import { parseLiveUrl, withPathParams } from "./live-url.ts";
import { findPatchTarget, followPatches } from "./visit-url.ts";

const paths = definePaths({ pages: "/pages?page", page: "/pages/:page", other: "/other", admin: "/admin" });

/** A list that shows pages from 1 to 9 and patches anything else to the nearest of them. */
const PagesLive = liveView({
  actions: ["list", "page"],
  params: z.object({ page: z.coerce.number().default(1) }),
  mount: () => ({ visited: [] as readonly number[], page: 0 }),
  handleParams: (socket, { page }) => {
    socket.update("visited", (visited) => [...visited, page]).assign({ page });
    if (page < 1) socket.pushPatch(paths.pages({ page: page + 1 }));
    if (page > 9) socket.putFlash("info", "That was the last").pushPatch(paths.pages({ page: 9 }), { replace: true });
  },
  render: () => html``,
});

const user = provide("user", () => ({ user: 1 }));
const requireSudo = guard("requireSudo", user, (given) => ({ user: given.user }));
const requireStaff = guard("requireStaff", user, (given) => ({ user: given.user }));

const startApp = (): LiveTestApp =>
  liveTestApp(
    [
      { path: "/pages", view: PagesLive, action: "list" },
      { path: "/pages/:page", view: PagesLive, action: "page" },
      { path: "/sudo/pages", view: PagesLive, action: "list", guards: [requireSudo] },
      { path: "/staff/pages", view: PagesLive, action: "list", guards: [requireStaff] },
      { path: "/second/pages", view: PagesLive, action: "list", liveSession: { ...plainSession, name: "second" } },
      { path: "/other", view: textView("other") },
    ],
    { plain: ["/about"] },
  );

async function visit(path: string, options: { readonly connected?: boolean; readonly app?: LiveTestApp } = {}) {
  const { connected = true, app = startApp() } = options;
  const parsed = parseLiveUrl(new URL(path, "http://shop.test"), "http://shop.test", "")!; // Tests give good ones.
  const match = app.runtime.findRoute(parsed.path);
  assert.ok(match?.kind === "live");
  const url = withPathParams(parsed, match.pathParams);
  const session = { get: () => undefined };
  const { runtime } = app;
  const result = await runLifecycle({ runtime, route: match.route, url, session, connected, flash: { info: "Hello" } });
  assert.ok(result.ok);
  return result.instance;
}

/** Lets a turn ask for a patch and carries it out. */
async function patch(instance: LiveInstance, ...target: Parameters<typeof paths.pages>) {
  instance.state.navigation = { kind: "patch", to: paths.pages(...target), replace: false };
  await followPatches(instance);
}

describe("visiting a URL on the socket", () => {
  it("follows the patches that handleParams asks for, and says where the view is", async () => {
    const instance = await visit("/pages?page=-1");
    assert.deepEqual(instance.state.assigns["visited"], [-1, 0, 1]);
    assert.deepEqual(instance.patched, { kind: "push", to: "/pages?page=1" });
    assert.equal(instance.url.local, "/pages?page=1");
  });

  it("replaces the history entry where the patch says so", async () => {
    assert.deepEqual((await visit("/pages?page=10")).patched, { kind: "replace", to: "/pages?page=9" });
  });

  it("throws when patches have no end", async () => {
    await assert.rejects(visit("/pages?page=-20"), {
      code: "LG_PATCH_LOOP",
      message: /more than 20 patches in a row/,
    });
    assert.deepEqual((await visit("/pages?page=-19")).patched, { kind: "push", to: "/pages?page=1" });
  });
});

describe("visiting a URL over HTTP", () => {
  it("leaves the patch to a redirect", async () => {
    const instance = await visit("/pages?page=-1", { connected: false });
    assert.deepEqual([instance.state.assigns["visited"], instance.patched], [[-1], null]);
    assert.equal(instance.state.takeNavigation()?.kind, "patch");
  });
});

describe("a patch", () => {
  it("takes the view to another of its routes, with that route's action and params", async () => {
    const instance = await visit("/pages");
    instance.state.navigation = { kind: "patch", to: paths.page({ page: 4 }), replace: false };
    await followPatches(instance);
    assert.deepEqual([instance.state.assigns["action"], instance.state.assigns["page"]], ["page", 4]);
    assert.equal(instance.route.pattern, "/pages/:page");
    assert.equal(instance.url.href, "http://shop.test/pages/4");
  });

  it("keeps only the messages that its turn has put", async () => {
    const instance = await visit("/pages");
    assert.deepEqual(instance.state.flash, { info: "Hello" });
    await patch(instance, { page: 10 });
    assert.deepEqual(instance.state.flash, { info: "That was the last" });
  });

  it("throws where it leads out of the view, its live session or its guards", async () => {
    const definitions = {
      other: "/other",
      about: "/about",
      sudo: "/sudo/pages",
      second: "/second/pages",
      none: "/none",
    } as const;
    for (const to of Object.values(definePaths(definitions))) {
      const instance = await visit("/pages");
      instance.state.navigation = { kind: "patch", to: to(), replace: false };
      await assert.rejects(followPatches(instance), {
        code: "LG_PATCH_TARGET",
        message: /leaves the view that stands at "\/pages"/,
      });
    }
  });

  it("throws where its params don't fit", async () => {
    const instance = await visit("/pages");
    await assert.rejects(patch(instance, { page: "x" }), { code: "LG_PATCH_TARGET", message: /don't fit/ });
  });

  it("tells subscriptions of the new params before handleParams runs", async () => {
    const instance = await visit("/pages");
    const told: unknown[] = [];
    instance.onParams = (params) => void told.push(params, instance.state.assigns["page"]);
    await patch(instance, { page: 2 });
    assert.deepEqual(told, [{ page: 2 }, 1]);
  });
});

describe("findPatchTarget", () => {
  const target = async (path: string) => findPatchTarget(await visit("/pages"), new URL(path, "http://shop.test"));

  it("finds a route of the same view, live session and guards", async () => {
    const found = await target("/pages/3?page=4");
    assert.equal(found?.route.action, "page");
    assert.deepEqual({ ...found?.url.params }, { page: "3" });
  });

  it("finds nothing elsewhere", async () => {
    for (const path of ["/other", "/about", "/none", "/sudo/pages", "/second/pages"]) {
      assert.equal(await target(path), null, path);
    }
  });

  it("finds nothing behind fewer guards than the present route has, or behind as many others", async () => {
    const instance = await visit("/sudo/pages");
    for (const path of ["/pages", "/staff/pages"]) {
      assert.equal(findPatchTarget(instance, new URL(path, "http://shop.test")), null, path);
    }
    assert.ok(findPatchTarget(instance, new URL("http://shop.test/sudo/pages?page=2")));
  });
});
