import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { TEACHER, testApp } from "../test-app.ts";
import { cellsOf, run } from "../test-command.ts";

const guarded = `
  import { definePaths, guard, halt, html, liveView, provide, router } from "livegate";
  const paths = definePaths({ home: "/", about: "/about" });
  const fetchUser = provide("fetchUser", () => ({ user: null }));
  const requireUser = guard.identity("requireUser", fetchUser, () => halt.forbidden());
  const Home = liveView({
    events: { rename: null },
    mount: () => ({}),
    handle: { rename: () => {} },
    render: () => html\`\`,
  });
  export default router((r) => {
    r.scope({ public: true }, (r) => r.get(paths.about, (c) => c.body(null)));
    r.liveSession("member", { guards: [requireUser] }, (r) => r.live(paths.home, Home));
  });`;
const opened = guarded.replace("{ guards: [requireUser] }", "{ public: true }");

test("the table has a line for each entry, with its access, its guards and its rule", async () => {
  await using app = await testApp({ "web/router.ts": guarded });
  const { code, output } = await run(["audit"], { cwd: app.path });
  assert.equal(code, 0, output);
  assert.deepEqual(cellsOf(output), [
    ["KIND", "NAME", "AT", "ACCESS", "GUARDS", "RULE"],
    ["route", "GET /about", "/about", "public", "-", "-"],
    ["live", "GET /", "/", "guarded", "fetchUser, requireUser", "-"],
    ["event", "rename", "/", "guarded", "fetchUser, requireUser", "-"],
  ]);
});

test("as JSON an entry says all that the table says", async () => {
  await using app = await testApp({ "web/router.ts": guarded });
  const { output } = await run(["audit", "--json"], { cwd: app.path });
  assert.deepEqual((JSON.parse(output) as readonly object[]).at(-1), {
    kind: "event",
    name: "rename",
    at: "/",
    access: "guarded",
    guards: ["fetchUser", "requireUser"],
    rule: null,
  });
});

test("a check fails without a lock file, passes with one, and names what became public", async () => {
  await using app = await testApp({ "web/router.ts": guarded });
  const options = { cwd: app.path };
  const missing = await run(["audit", "--check"], options);
  assert.equal(missing.code, 1);
  assert.match(missing.output, /^There is no audit\.lock\. .*npx livegate audit --write$/m);
  assert.equal((await run(["audit", "--write"], options)).code, 0);
  const same = await run(["audit", "--check"], options);
  assert.equal(same.code, 0, same.output);
  await app.write("web/router.ts", opened);
  const { code, output } = await run(["audit", "--check"], options);
  assert.equal(code, 1);
  assert.match(output, /^- event "rename" of \/ became public: it was guarded by fetchUser, requireUser\.$/m);
  assert.match(output, /^- GET \/ became public/m);
  assert.doesNotMatch(output, /^ +at /m);
});

test("a lock file has a line for each entry, and one that can't be read is told", async () => {
  await using app = await testApp({ "web/router.ts": guarded });
  await run(["audit", "--write"], { cwd: app.path });
  const lines = (await readFile(join(app.path, "audit.lock"), "utf8")).split("\n");
  assert.equal(lines.filter((line) => line.startsWith("  {")).length, 3);
  for (const wrong of ["<<<<<<< HEAD\n[]", `[{"kind":"event"}]`, "{}"]) {
    await app.write("audit.lock", wrong);
    const { code, output } = await run(["audit", "--check"], { cwd: app.path });
    assert.equal(code, 1);
    assert.match(output, /^audit\.lock can't be read\./);
  }
});

test("an app that is refused at start is told what to add, and nothing is written", async () => {
  await using app = await testApp({ "web/router.ts": guarded.replace("{ public: true }", "{}") });
  const { code, output } = await run(["audit", "--write"], { cwd: app.path });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_UNGUARDED\] Neither guarded nor said to be public: GET \/about\.$/m);
  assert.match(output, /^ +guards: \[requireUser\] .*\n +public: true /m);
});

test("Teacher lets in whom its lock file says", async () => {
  const { code, output } = await run(["audit", "--check"], { cwd: TEACHER });
  assert.equal(code, 0, output);
});
