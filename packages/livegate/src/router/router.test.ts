import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MiddlewareHandler } from "hono";
import { html } from "../html/html.ts";
import { guard, provide } from "../live/guard.ts";
import { liveLayout, pageLayout } from "../live/live-layout.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import type { PipedRoute, PlainRoute } from "./piped-route.ts";
import { pipeline } from "./pipeline.ts";
import type { LiveRoutes, Routes } from "./route-types.ts";
import { router } from "./router.ts";

const paths = definePaths({ home: "/?q&sort", about: "/about", album: "/albums/:id", albums: "/albums" });
const view = liveView({ mount: () => ({}), render: () => html`` });
const handler = () => new Response();
const plug: () => MiddlewareHandler = () => (_c, next) => next();

const fetchUser = provide("fetchUser", () => ({ user: 1 }));
const requireUser = guard("requireUser", fetchUser, (given) => given);
const requireSudo = guard("requireSudo", requireUser, (given) => given);

const names = ({ route }: PipedRoute) => route.guards.map(({ name }) => name);
type AnyRoutes = Routes<Record<never, never>, never>;

describe("router", () => {
  it("keeps routes in the order in which they were added, over scopes and live sessions", () => {
    const { routes } = router((r) => {
      r.get(paths.about, handler);
      r.scope({}, (r) => {
        r.liveSession("default", {}, (r) => r.live(paths.home, view));
        r.post(paths.albums, handler);
      });
      r.delete(paths.album, handler);
    });
    const places = routes.map(({ route }) => [route.kind === "plain" ? route.method : "live", route.pattern]);
    assert.deepEqual(places, [
      ["GET", "/about"],
      ["live", "/"],
      ["POST", "/albums"],
      ["DELETE", "/albums/:id"],
    ]);
  });

  it("takes each HTTP method under its own name", () => {
    const { routes } = router((r) => {
      for (const method of ["get", "post", "put", "patch", "delete"] as const) r[method](paths.about, handler);
    });
    const methods = routes.map(({ route }) => (route as PlainRoute).method);
    assert.deepEqual(methods, ["GET", "POST", "PUT", "PATCH", "DELETE"]);
  });

  it("gives inner scopes the plugs of the outer ones first, then their own", () => {
    const [a, b, c] = [plug(), plug(), plug()];
    const { routes } = router((r) => {
      r.scope({ pipeThrough: pipeline([a, b]) }, (r) => {
        r.scope({ pipeThrough: pipeline([c]) }, (r) => r.get(paths.about, handler));
        r.liveSession("default", {}, (r) => r.live(paths.home, view));
      });
      r.get(paths.albums, handler);
    });
    assert.deepEqual(
      routes.map(({ plugs }) => plugs),
      [[a, b, c], [a, b], []],
    );
  });

  it("gives inner scopes the guards of the outer ones, ancestors first and each once", () => {
    const { routes } = router((r) => {
      r.scope({ guards: [fetchUser] }, (r) => {
        r.get(paths.about, handler);
        r.scope({ guards: [requireSudo] }, (r) => r.get(paths.albums, handler));
        r.liveSession("member", { guards: [requireUser] }, (r) => r.live(paths.home, view));
      });
    });
    assert.deepEqual(routes.map(names), [
      ["fetchUser"],
      ["fetchUser", "requireUser", "requireSudo"],
      ["fetchUser", "requireUser"],
    ]);
  });

  it("gives inner scopes the outer page layout until they have one of their own", () => {
    const outer = pageLayout({ needs: [], render: ({ inner }) => inner });
    const inner = pageLayout({ needs: [], render: (args) => args.inner });
    const { routes } = router((r) => {
      r.scope({ layout: outer }, (r) => {
        r.scope({}, (r) => r.get(paths.about, handler));
        r.scope({ layout: inner }, (r) => r.get(paths.albums, handler));
      });
      r.get(paths.album, handler);
    });
    assert.deepEqual(
      routes.map(({ route }) => (route as PlainRoute).layout),
      [outer, inner, null],
    );
  });

  it("gives the live routes of a live session its name, layout, hooks and openness", () => {
    const layout = liveLayout({ needs: [], render: ({ inner }) => inner });
    const hook = () => "cont" as const;
    const { routes } = router((r) => {
      r.liveSession("open", { layout, onMount: [hook], public: true }, (r) => r.live(paths.home, view));
      r.liveSession("plain", {}, (r) => r.live(paths.about, view));
    });
    const sessions = routes.map(({ route }) => (route.kind === "live" ? route.liveSession : null));
    assert.deepEqual(sessions, [
      { name: "open", layout, onMount: [hook], public: true, recheck: null },
      { name: "plain", layout: null, onMount: [], public: false, recheck: null },
    ]);
  });

  it("lets what is public in a scope be public in the scopes within", () => {
    const { routes } = router((r) => {
      r.scope({ public: true }, (r) => {
        r.get(paths.about, handler);
        r.liveSession("default", {}, (r) => r.live(paths.home, view));
      });
      r.get(paths.albums, handler);
    });
    const open = routes.map(({ route }) => (route.kind === "live" ? route.liveSession.public : route.public));
    assert.deepEqual(open, [true, true, false]);
  });

  it("names a view in page tokens by the first path that it stands on", () => {
    const other = liveView({ mount: () => ({}), render: () => html`` });
    const { routes } = router((r) => {
      r.liveSession("default", {}, (r) => {
        r.live(paths.albums, view);
        r.live(paths.about, other);
        r.live(paths.album, view);
      });
      r.liveSession("second", {}, (r) => r.live(paths.home, view));
    });
    const viewNames = routes.map(({ route }) => (route.kind === "live" ? route.viewName : null));
    assert.deepEqual(viewNames, ["/albums", "/about", "/albums", "/albums"]);
  });
});

describe("router's r", () => {
  it("takes nothing while an inner scope is being filled", () => {
    const misuses: readonly ((outer: AnyRoutes) => void)[] = [
      (outer) => outer.get(paths.about, handler),
      (outer) => outer.scope({}, () => {}),
      (outer) => outer.liveSession("late", {}, () => {}),
    ];
    for (const misuse of misuses) {
      assert.throws(() => router((outer) => outer.scope({}, () => misuse(outer))), { code: "LG_ROUTE_OUTER" });
      assert.throws(() => router((outer) => outer.liveSession("a", {}, () => misuse(outer))), {
        code: "LG_ROUTE_OUTER",
      });
    }
  });

  it("takes nothing after its own callback", () => {
    let kept: AnyRoutes | null = null;
    assert.throws(
      () =>
        router((r) => {
          r.scope({}, (inner) => void (kept = inner as unknown as AnyRoutes));
          kept!.get(paths.about, handler);
        }),
      { code: "LG_ROUTE_OUTER", message: /after its scope/ },
    );
  });

  it("takes routes again when the inner scope is done", () => {
    const { routes } = router((r) => {
      r.scope({}, (r) => r.get(paths.about, handler));
      r.get(paths.albums, handler);
    });
    assert.equal(routes.length, 2);
  });

  it("takes no live route outside of every live session", () => {
    assert.throws(() => router((r) => (r as LiveRoutes<object, never>).live(paths.home, view)), {
      code: "LG_ROUTE_LIVE",
      message: /"\/\?q&sort" stands outside every live session/,
    });
  });

  it("refuses two guards of one name where the second is added", () => {
    const impostor = provide("fetchUser", () => ({ user: 2 }));
    assert.throws(() => router((r) => r.scope({ guards: [fetchUser, impostor] }, () => {})), { code: "LG_GUARD_NAME" });
  });
});
