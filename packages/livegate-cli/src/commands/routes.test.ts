import assert from "node:assert/strict";
import { test } from "node:test";
import { TEACHER, testApp } from "../test-app.ts";
import { cellsOf, run } from "../test-command.ts";

const guarded = `
  import { definePaths, guard, halt, html, liveView, provide, router } from "livegate";
  const paths = definePaths({ home: "/", logIn: "/log_in?return_to", out: "/log_out" });
  const fetchUser = provide("fetchUser", () => ({ user: null }));
  const requireUser = guard.identity("requireUser", fetchUser, () => halt.redirect(paths.logIn()));
  const Home = liveView({ actions: ["index"], mount: () => ({}), render: () => html\`\` });
  const LogIn = liveView({ mount: () => ({}), render: () => html\`\` });
  export default router((r) => {
    r.scope({ guards: [fetchUser] }, (r) => {
      r.liveSession("member", { guards: [requireUser] }, (r) => {
        r.live(paths.home, Home, "index");
        r.delete(paths.out, (c) => c.body(null));
      });
      r.liveSession("visitor", { public: true }, (r) => r.live(paths.logIn, LogIn));
    });
  });`;

test("the table has a line for each route, with its action, its live session and its guards", async () => {
  await using app = await testApp({ "web/router.ts": guarded });
  const { code, output } = await run(["routes"], { cwd: app.path });
  assert.equal(code, 0, output);
  assert.deepEqual(cellsOf(output), [
    ["METHOD", "PATH", "KIND", "ACTION", "LIVE SESSION", "GUARDS"],
    ["GET", "/", "live", "index", "member", "fetchUser, requireUser"],
    ["DELETE", "/log_out", "plain", "fetchUser, requireUser"],
    ["GET", "/log_in", "live", "visitor", "fetchUser (public)"],
  ]);
});

test("as JSON each route says all that the table says", async () => {
  await using app = await testApp({ "web/router.ts": guarded });
  const { output } = await run(["routes", "--json"], { cwd: app.path });
  const [home, out] = JSON.parse(output) as readonly object[];
  assert.deepEqual(home, {
    method: "GET",
    path: "/",
    kind: "live",
    action: "index",
    liveSession: "member",
    guards: ["fetchUser", "requireUser"],
    guarded: true,
    public: false,
  });
  assert.ok(out && "liveSession" in out && out.liveSession === null);
});

test("Teacher's albums are in the table", async () => {
  const { code, output } = await run(["routes"], { cwd: TEACHER });
  assert.equal(code, 0, output);
  assert.match(output, /^GET +\/albums\/:id\/edit +live +edit +albums /m);
});

test("a table of routes that is refused says what to add, without a stack", async () => {
  const open = guarded.replace("{ public: true }", "{}");
  await using app = await testApp({ "web/router.ts": open });
  const { code, output } = await run(["routes"], { cwd: app.path });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_UNGUARDED\] Neither guarded nor said to be public: GET \/log_in\./);
  assert.doesNotMatch(output, /^ +at /m);
});
