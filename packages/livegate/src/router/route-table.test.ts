import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { guard, provide } from "../live/guard.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { routeTable } from "./route-table.ts";
import { router } from "./router.ts";

const paths = definePaths({ home: "/?q", logIn: "/log_in", album: "/albums/:id" });
const fetchUser = provide("fetchUser", () => ({ user: 1 }));
const requireUser = guard.identity("requireUser", fetchUser, (given) => given);
const view = liveView({ actions: ["index"], mount: () => ({}), render: () => html`` });

describe("routeTable", () => {
  it("tells each route in the order in which it is tried, with what guards it", () => {
    const table = routeTable(
      router((r) => {
        r.scope({ public: true, guards: [fetchUser] }, (r) => r.post(paths.logIn, () => new Response()));
        r.liveSession("member", { guards: [requireUser] }, (r) => r.live(paths.home, view, "index"));
        r.scope({ guards: [requireUser] }, (r) => r.delete(paths.album, () => new Response()));
      }),
    );
    assert.deepEqual(table, [
      {
        method: "POST",
        path: "/log_in",
        kind: "plain",
        action: null,
        liveSession: null,
        guards: ["fetchUser"],
        guarded: false,
        public: true,
      },
      {
        method: "GET",
        path: "/",
        kind: "live",
        action: "index",
        liveSession: "member",
        guards: ["fetchUser", "requireUser"],
        guarded: true,
        public: false,
      },
      {
        method: "DELETE",
        path: "/albums/:id",
        kind: "plain",
        action: null,
        liveSession: null,
        guards: ["fetchUser", "requireUser"],
        guarded: true,
        public: false,
      },
    ]);
  });

  it("is empty for a router without routes", () => assert.deepEqual(routeTable(router(() => {})), []));
});
