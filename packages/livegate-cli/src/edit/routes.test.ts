import assert from "node:assert/strict";
import { test } from "node:test";
import { addLiveRoutes, addRoutes } from "./add-routes.ts";
import { edited, refusal } from "./edited.fixture.ts";
import { guardBrowserScope } from "./guard-scope.ts";
import { sayAccess, unsaidRoutes } from "./say-access.ts";
import { parseSource } from "./source.ts";

const albums = addLiveRoutes({
  session: "albums",
  options: "{ layout: live }",
  routes: [
    { path: "paths.albums", view: "AlbumIndexLive", action: "index" },
    { path: "paths.album", view: "AlbumShowLive", action: "show" },
  ],
});

const open = { option: "public: true", letThrough: ["fetchCurrentUser"] };

const scope = (inner: string, options = "{ pipeThrough: browser }"): string =>
  `export default router((r) => {\n  r.scope(${options}, (r) => {\n${inner}  });\n});\n`;

const session = `    r.liveSession("albums", { layout: live }, (r) => {
      r.live(paths.albums, AlbumIndexLive, "index");
      r.live(paths.album, AlbumShowLive, "show");
    });
`;

test("live routes come to the end of the browser's scope, in a live session of their own", () => {
  assert.equal(edited(scope(""), albums), scope(session));
  assert.equal(
    edited(scope("    r.get(paths.home, home);\n"), albums),
    scope(`    r.get(paths.home, home);\n\n${session}`),
  );
});

test("routes that are missing are added to the session of that name; those that stand elsewhere are there", () => {
  const half =
    '    r.liveSession("albums", { layout: live }, (r) => {\n      r.live(paths.albums, AlbumIndexLive, "index");\n    });\n';
  assert.equal(edited(scope(half), albums), scope(session));
  const elsewhere =
    half + '    r.liveSession("b", {}, (r) => {\n      r.live(paths.album, AlbumShowLive, "show");\n    });\n';
  assert.equal(edited(scope(elsewhere), albums), scope(elsewhere));
});

test("the author's name of the builder is used", () => {
  const named = "router(function (routes) {\n  routes.scope({ pipeThrough: all }, (pages) => {});\n});\n";
  assert.match(
    edited(named, albums),
    /\n {4}pages\.liveSession\("albums", \{ layout: live \}, \(pages\) => \{\n {6}pages\.live/,
  );
  const logOut = addRoutes({
    what: "",
    lines: "r.scope({}, (r) => {\n  r.get(paths.logOut, a);\n});",
    known: "get paths.logOut",
  });
  assert.match(
    edited(named, logOut),
    /pages\.scope\(\{\}, \(pages\) => \{\n {6}pages\.get\(paths\.logOut, a\);\n {4}\}\);/,
  );
});

test("of several scopes the one with live sessions is the browser's, or the one that says so", () => {
  const api = "  r.scope({ pipeThrough: api }, (r) => {\n    r.get(paths.api, api);\n  });\n";
  const two = (inner: string): string =>
    `router((r) => {\n${api}  r.scope({ pipeThrough: browser }, (r) => {\n${inner}  });\n});\n`;
  assert.equal(edited(two(""), albums), two(session));
  const unclear = `router((r) => {\n${api}${api}});\n`;
  assert.match(refusal(unclear, albums), /not exactly one scope/);
});

test("a scope for those who develop is left alone", () => {
  const tools =
    "  r.scope({ pipeThrough: browser, development: true }, (r) => {\n    r.get(paths.tools, tools);\n  });\n";
  const withTools = (inner: string): string => scope(inner).replace("});\n});", `});\n${tools}});`);
  assert.equal(edited(withTools(""), albums), withTools(session));
  assert.equal(
    edited(withTools(session), sayAccess(open)),
    withTools(session.replace("{ layout", "{ public: true, layout")),
  );
});

test("a router of another shape is refused", () => {
  for (const source of [
    "",
    "router(routes);",
    "router((r) => r.get(paths.home, home));",
    "router(({ scope }) => {});",
  ]) {
    assert.match(refusal(source, albums), /aren't written in the callback/);
  }
});

test("a guard of the scope runs before its others, behind the pipeline", () => {
  const fetch = guardBrowserScope("fetchCurrentUser");
  assert.equal(edited(scope(""), fetch), scope("", "{ pipeThrough: browser, guards: [fetchCurrentUser] }"));
  assert.equal(
    edited(scope("", "{ pipeThrough: browser, guards: [fetchLocale], layout: page }"), fetch),
    scope("", "{ pipeThrough: browser, guards: [fetchCurrentUser, fetchLocale], layout: page }"),
  );
  assert.match(refusal(scope("", "{ pipeThrough: browser, guards: all }"), fetch), /aren't written as an array/);
});

test("what nothing was said of is said to be public, live sessions in their options and plain routes by a scope", () => {
  const before = `    // The home page.
    r.get(paths.home, (c) => {
      return c.text(\`a
  b\`);
    }); // home
    r.post(paths.home, act);

    r.liveSession("main", { layout: live }, (r) => {
      r.live(paths.albums, AlbumIndexLive);
    });
`;
  const after = `    // The home page.
    r.scope({ public: true }, (r) => {
      r.get(paths.home, (c) => {
        return c.text(\`a
  b\`);
      }); // home
      r.post(paths.home, act);
    });

    r.liveSession("main", { public: true, layout: live }, (r) => {
      r.live(paths.albums, AlbumIndexLive);
    });
`;
  const guarded = "{ pipeThrough: browser, guards: [fetchCurrentUser] }";
  assert.equal(edited(scope(before, guarded), sayAccess(open)), scope(after, guarded));
  const source = parseSource(scope(before, guarded));
  assert.deepEqual(source && unsaidRoutes(source, open), ["get paths.home", "post paths.home", "live paths.albums"]);
});

test("what an author has said stays, there and for what is further in", () => {
  for (const options of [
    "{ pipeThrough: browser, public: true }",
    "{ pipeThrough: browser, guards: [requireStaff] }",
  ]) {
    const said = scope(`    r.get(paths.home, home);\n${session}`, options);
    assert.equal(edited(said, sayAccess(open)), said);
  }
});

test("what stands behind a guard from now on says so", () => {
  const guard = sayAccess({ option: "guards: [requireAuthenticatedUser]", letThrough: ["fetchCurrentUser"] });
  assert.equal(
    edited(scope(session), guard),
    scope(session.replace("{ layout", "{ guards: [requireAuthenticatedUser], layout")),
  );
});

test("a live session without options in braces is refused", () => {
  assert.match(refusal(scope('    r.liveSession("a", options, (r) => {});\n'), sayAccess(open)), /"a" has no options/);
});
