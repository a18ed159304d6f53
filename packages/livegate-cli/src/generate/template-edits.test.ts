import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "../edit/edit.ts";
import { editsFrom } from "./template-edits.ts";

function merged(text: string, template: string): string {
  const edits = editsFrom(template);
  const result = applyEdits(text, edits);
  assert.ok(result.ok, result.ok ? "" : result.why);
  assert.deepEqual(applyEdits(result.text, edits), { ok: true, text: result.text, done: [] });
  return result.text;
}

test("imports, paths and other properties are added", () => {
  assert.equal(
    merged(
      'import { definePaths } from "livegate";\nexport const paths = definePaths({\n  home: "/",\n});\n',
      'import { type A, definePaths } from "livegate";\nimport * as B from "./b.ts";\nconst paths = definePaths({ a: "/a", b: "/b/:id" });',
    ),
    'import { type A, definePaths } from "livegate";\nimport * as B from "./b.ts";\nexport const paths = definePaths({\n  home: "/",\n  a: "/a",\n  b: "/b/:id",\n});\n',
  );
  assert.equal(
    merged("endpoint({ router });", "endpoint({ sessions: Accounts.sessions });"),
    "endpoint({ router, sessions: Accounts.sessions });",
  );
});

test("members and parents of interfaces are added", () => {
  assert.equal(
    merged("interface Tables {\n  a: A;\n}\n", "export interface Tables extends C {\n  b: B;\n}"),
    "interface Tables extends C {\n  a: A;\n  b: B;\n}\n",
  );
});

test("elements are added behind the one that a comment names, in arrays and in calls with one", () => {
  assert.equal(
    merged(
      "const browser = pipeline([\n  fetchSession(),\n  secureHeaders(),\n]);\n",
      "const browser = pipeline([\n  // after fetchSession(\n  keepUserSession(),\n]);",
    ),
    "const browser = pipeline([\n  fetchSession(),\n  keepUserSession(),\n  secureHeaders(),\n]);\n",
  );
  assert.equal(
    merged(
      "function a() {\n  const children = [\n    { start: () => repo.start(url), stop },\n    server,\n  ];\n}\n",
      "const children = [\n  // after repo.start(\n  {\n    start: () => Accounts.start({ db }),\n    stop: () => Accounts.stop(),\n  },\n];",
    ),
    "function a() {\n  const children = [\n    { start: () => repo.start(url), stop },\n    {\n      start: () => Accounts.start({ db }),\n      stop: () => Accounts.stop(),\n    },\n    server,\n  ];\n}\n",
  );
});

test("routes come into the browser's scope with what is said about them", () => {
  const router = (inner: string): string =>
    `router((r) => {\n  r.scope({ pipeThrough: browser }, (r) => {\n    r.get(paths.home, home);\n${inner}  });\n});\n`;
  const template = `export default router((r) => {
  // For visitors.
  r.scope({ public: true }, (r) => {
    r.post(paths.logIn, UserSession.create);
  });

  r.liveSession("visitor", { public: true, layout: live }, (r) => {
    r.live(paths.logIn, UserLogInLive);
  });
});`;
  assert.equal(
    merged(router(""), template),
    router(`
    // For visitors.
    r.scope({ public: true }, (r) => {
      r.post(paths.logIn, UserSession.create);
    });

    r.liveSession("visitor", { public: true, layout: live }, (r) => {
      r.live(paths.logIn, UserLogInLive);
    });
`),
  );
});

test("what can't be added is a mistake in the template", () => {
  assert.throws(() => editsFrom("const a = 1;"), /can't be added: const a = 1;/);
  assert.throws(() => editsFrom("const = 1;"), /doesn't parse/);
});
