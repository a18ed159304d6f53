import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { event } from "../live/event.ts";
import type { Guard } from "../live/guard-step.ts";
import { guard, provide } from "../live/guard.ts";
import { liveLayout, pageLayout } from "../live/live-layout.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { rule } from "../live/rule.ts";
import { definePaths } from "../paths/define-paths.ts";
import { pipeline } from "./pipeline.ts";
import type { LiveRoutes, Routes } from "./route-types.ts";
import { router } from "./router.ts";

const paths = definePaths({
  home: "/",
  about: "/about",
  album: "/albums/:id",
  sameAlbum: "/albums/:name",
  logIn: "/log_in",
});
const handler = () => new Response();
/** A view with these needs, of which its type says nothing. */
const viewOf = (needs: readonly Guard[] = []) =>
  liveView({ needs: needs as readonly [], mount: () => ({}), render: () => html`` });

const fetchUser = provide("fetchUser", () => ({ user: 1 }));
const requireUser = guard.identity("requireUser", fetchUser, (given) => given);
const lookalike = guard.identity("requireUser", (): object => ({ user: 1 }));

// Types refuse most of this at compile time; a router written in JavaScript, or with a cast, gets here.
type Live = (path: unknown, view: LiveView, action?: string) => void;
const liveOf = (r: unknown): Live => (r as LiveRoutes<object, never>).live.bind(r) as unknown as Live;

/** A router with one live session. */
const withLive = (options: object, add: (live: Live) => void) =>
  router((r: Routes<object, never>) => r.liveSession("member", options, (inner) => add(liveOf(inner))));

describe("the element around the views of a live session", () => {
  const inside = (tag: string) => liveView({ container: { tag }, mount: () => ({}), render: () => html`` });

  it("is of one kind, for the page keeps it when it navigates", () => {
    const mixed = () =>
      withLive({}, (live) => {
        live(paths.home, inside("main"));
        live(paths.about, viewOf());
      });
    assert.throws(mixed, { code: "LG_CONTAINER", message: /"member" has views in a <main> and, at ".*", in a <div>/ });
    withLive({}, (live) => {
      live(paths.home, inside("main"));
      live(paths.about, inside("main"));
    });
  });
});

describe("a guard's name", () => {
  it("means one guard, those of events included", () => {
    const sold = liveView({
      events: { sell: event(null, { guards: [lookalike] }) },
      mount: () => ({}),
      handle: { sell: () => {} },
      render: () => html``,
    });
    const twice = () => withLive({ guards: [requireUser] }, (live) => live(paths.home, sold));
    assert.throws(twice, { code: "LG_GUARD_NAME" });
  });
});

describe("a route's place", () => {
  it("belongs to one route", () => {
    const twice = () =>
      router((r) => {
        r.get(paths.about, handler);
        r.liveSession("default", {}, (r) => r.live(paths.about, viewOf()));
      });
    assert.throws(twice, { code: "LG_ROUTE_TWICE", message: /Two routes stand on GET \/about\./ });
  });

  it("may have a route for each method", () => {
    router((r) => {
      r.get(paths.about, handler);
      r.post(paths.about, handler);
    });
  });

  it("is the same whatever its parameters are called: the first would answer always", () => {
    const twice = () =>
      router((r) => {
        r.get(paths.album, handler);
        r.get(paths.sameAlbum, handler);
      });
    assert.throws(twice, { code: "LG_ROUTE_TWICE", message: /GET \/albums\/:id and GET \/albums\/:name/ });
  });
});

describe("a live session's name", () => {
  it("belongs to one live session", () => {
    const twice = () =>
      router((r) => {
        r.liveSession("default", {}, (r) => r.live(paths.home, viewOf()));
        r.liveSession("default", {}, (r) => r.live(paths.about, viewOf()));
      });
    assert.throws(twice, { code: "LG_LIVE_SESSION_NAME", message: /Two live sessions are named "default"/ });
  });

  it("is shared by all of its routes", () => {
    withLive({}, (live) => {
      live(paths.home, viewOf());
      live(paths.about, viewOf());
    });
  });
});

describe("a guard's name", () => {
  it("belongs to one guard also among the needs of a rule, which are compared as guards", () => {
    const own = rule({ needs: [lookalike], load: () => 1, allow: () => true });
    const view = liveView({
      events: { remove: event(z.object({}), own) },
      mount: () => ({}),
      handle: { remove: () => {} },
      render: () => html``,
    });
    assert.throws(() => withLive({ guards: [requireUser] }, (live) => live(paths.home, view)), { code: "LG_NEEDS" });
  });

  it("belongs to one guard in the whole app, also where the two never meet", () => {
    const twice = () =>
      router((r) => {
        r.scope({ guards: [requireUser] }, (r) => r.get(paths.home, handler));
        r.scope({ guards: [lookalike] }, (r) => r.get(paths.about, handler));
      });
    assert.throws(twice, { code: "LG_GUARD_NAME", message: /"requireUser"/ });
  });
});

describe("a view's needs", () => {
  it("are met by the guards of its live session and the scopes around it", () => {
    withLive({ guards: [requireUser] }, (live) => live(paths.home, viewOf([requireUser, fetchUser])));
    router((r) =>
      r.scope({ guards: [requireUser] }, (r) =>
        r.liveSession("a", {}, (r) => r.live(paths.home, viewOf([requireUser]))),
      ),
    );
  });

  it("are refused where the guard doesn't run", () => {
    assert.throws(() => withLive({ guards: [fetchUser] }, (live) => live(paths.home, viewOf([requireUser]))), {
      code: "LG_NEEDS",
      message: /The view at "\/" needs "requireUser", which doesn't run there\.[^]*guards: \[requireUser\]/,
    });
  });

  it("are not met by another guard of the same name", () => {
    assert.throws(() => withLive({ guards: [lookalike] }, (live) => live(paths.home, viewOf([requireUser]))), {
      code: "LG_NEEDS",
    });
  });

  it("are not met by a plug that sets a value of that name", () => {
    const pretends = pipeline([(c, next) => (c.set("user", 1), next())]);
    const build = () =>
      router((r: Routes<object, never>) =>
        r.scope({ pipeThrough: pretends }, (r) =>
          r.liveSession("a", {}, (r) => liveOf(r)(paths.home, viewOf([requireUser]))),
        ),
      );
    assert.throws(build, { code: "LG_NEEDS" });
  });

  it("count those of its rules", () => {
    const own = rule({ needs: [requireUser], load: () => 1, allow: () => true });
    const view = liveView({
      events: { remove: event(z.object({}), own) },
      mount: () => ({}),
      handle: { remove: () => {} },
      render: () => html``,
    });
    assert.throws(() => withLive({}, (live) => live(paths.home, view)), { code: "LG_NEEDS" });
  });
});

describe("a layout's needs", () => {
  it("are refused where the guard doesn't run in its live session", () => {
    const layout = liveLayout({ needs: [requireUser], render: ({ inner }) => inner });
    withLive({ layout, guards: [requireUser] }, (live) => live(paths.home, viewOf()));
    assert.throws(() => withLive({ layout }, (live) => live(paths.home, viewOf())), {
      code: "LG_NEEDS",
      message: /The layout of live session "member" needs "requireUser"/,
    });
  });

  it("are refused where the guard doesn't run in its scope", () => {
    const layout = pageLayout({ needs: [requireUser], render: ({ inner }) => inner });
    const plain = (options: object) => router((r) => r.scope(options, (r) => r.get(paths.about, handler)));
    plain({ layout, guards: [requireUser] });
    assert.throws(() => plain({ layout }), {
      code: "LG_NEEDS",
      message: /The layout of GET \/about needs "requireUser"/,
    });
  });
});

describe("a live route's action", () => {
  const withActions = liveView({ actions: ["index", "new"], mount: () => ({}), render: () => html`` }) as LiveView;

  it("is one that its view declares", () => {
    withLive({}, (live) => live(paths.home, withActions, "index"));
    assert.throws(() => withLive({}, (live) => live(paths.home, withActions, "edit")), {
      code: "LG_ROUTE_ACTION",
      message: /"\/" gives the action "edit"; its view declares "index", "new"/,
    });
  });

  it("is there exactly when its view declares any", () => {
    assert.throws(() => withLive({}, (live) => live(paths.home, withActions)), { code: "LG_ROUTE_ACTION" });
    assert.throws(() => withLive({}, (live) => live(paths.home, viewOf(), "index")), {
      code: "LG_ROUTE_ACTION",
      message: /declares none/,
    });
  });
});

describe("an entry point", () => {
  const mixed = (options: { readonly public?: true }) =>
    router((r) => {
      r.scope(options, (r) => {
        r.post(paths.logIn, handler);
        r.liveSession("visitor", {}, (r) => r.live(paths.logIn, viewOf()));
      });
      r.liveSession("member", { guards: [requireUser] }, (r) => r.live(paths.home, viewOf()));
    });

  it("must be guarded or said to be public once the app keeps visitors out anywhere", () => {
    mixed({ public: true });
    assert.throws(() => mixed({}), {
      code: "LG_UNGUARDED",
      message: /Neither guarded nor said to be public: POST \/log_in, GET \/log_in\./,
      remedy: /^guards: \[requireUser\] .*\npublic: true /,
    });
  });

  it("isn't guarded by a provide() or by a guard that lets visitors through", () => {
    const sometimes = guard("sometimes", fetchUser, (given) => given);
    const build = () =>
      router((r) => {
        r.scope({ guards: [sometimes] }, (r) => r.get(paths.about, handler));
        r.scope({ guards: [requireUser] }, (r) => r.get(paths.home, handler));
      });
    assert.throws(build, { code: "LG_UNGUARDED", message: /: GET \/about\./ });
  });

  it("needs to say nothing while nothing in the app keeps visitors out", () => {
    router((r) => r.scope({ guards: [fetchUser] }, (r) => r.get(paths.about, handler)));
  });
});
