import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { applyEdits } from "../edit/edit.ts";
import { resourceNames } from "../names/resource-names.ts";
import { factsOf } from "./app-facts.ts";
import { type AuthArguments, accessOf, authEdits, genAuth, valuesOf } from "./gen-auth.ts";

const STARTER = fileURLToPath(new URL("../../../../test/episode/starter", import.meta.url));
const app = factsOf(STARTER, new Date("2026-05-06T07:08:09Z"));
const users: AuthArguments = { context: "Accounts", schema: "User", plural: "users" };

/** A file of the starter after the edits of `gen auth`. */
function edited(path: string, args: Partial<AuthArguments> = {}): string {
  const all = { ...users, ...args };
  const names = resourceNames(all);
  const edits = authEdits(names, valuesOf(all, names, app), accessOf(all, names)).find(
    (each) => each.path === path,
  )?.edits;
  const result = applyEdits(readFileSync(join(STARTER, path), "utf8"), edits ?? []);
  assert.ok(result.ok, result.ok ? "" : result.why);
  assert.notEqual(result.done.length, 0);
  assert.deepEqual(applyEdits(result.text, edits ?? []), { ok: true, text: result.text, done: [] });
  return result.text;
}

test("the router fetches the user for every page, keeps the session, and leaves the albums open, which it says", () => {
  const router = edited("web/router.ts");
  assert.match(router, /\n {2}fetchSession\(\),\n {2}keepUserSession\(\),\n {2}fetchLiveFlash\(\),/);
  assert.match(router, /r\.scope\(\{ pipeThrough: browser, guards: \[fetchCurrentUser\], layout: page \}, \(r\) => \{/);
  assert.match(
    router,
    /r\.liveSession\("albums", \{ public: true, layout: live \}, \(r\) => \{\n {6}r\.live\(paths\.home/,
  );
  assert.match(
    router,
    /\n\n {4}\/\/ For visitors: [^]*\n {4}r\.scope\(\{ public: true, guards: \[redirectIfUserIsAuthenticated\] \}/,
  );
  assert.match(router, /import \{ UserLogInLive \} from "\.\/live\/users\/user-log-in-live\.ts";\nimport/);
});

test("the albums go behind the guard where that is asked for", () => {
  const router = edited("web/router.ts", { guardExisting: true });
  assert.match(router, /liveSession\("albums", \{ guards: \[requireAuthenticatedUser\], layout: live \}/);
});

test("without live pages there is no live route, and a plain page for each", () => {
  const router = edited("web/router.ts", { live: false });
  assert.doesNotMatch(router, /User\w*Live/);
  assert.match(router, /r\.get\(paths\.logIn, UserSession\.show\);/);
});

test("the menu stands in the live and in the page layout, which need the user", () => {
  const layouts = edited("web/components/layouts.ts");
  const count = (pattern: RegExp) => layouts.match(pattern)?.length;
  assert.equal(count(/needs: \[fetchCurrentUser\]/g), 2);
  assert.equal(
    count(
      /render: \(\{ inner, flash, (?:staticChanged, )?currentUser(?:, held)? \}\) =>\s+html`\$\{pageFrame\(inner, userMenu\(currentUser\)\)\} /g,
    ),
    2,
  );
});

test("the sheet that asks who is there stands in the live layout, and the page's script has its part", () => {
  const layouts = edited("web/components/layouts.ts");
  assert.equal(layouts.match(/ \$\{reauthenticationSheet\(held, currentUser\)\}`/g)?.length, 1);
  assert.match(edited("client/app.ts"), /connect\(\{ hooks, params: keepState\(heldSheet\) \}\)/);
  assert.doesNotMatch(edited("web/components/layouts.ts", { live: false }), /held/);
});

test("tables, endpoint and application take the accounts in", () => {
  assert.match(edited("domain/repo.ts"), /interface Tables extends UserTables \{\n {2}albums: AlbumTable;\n\}/);
  assert.match(edited("web/endpoint.ts"), /\n {4}sessions: Accounts\.sessions,\n {2}\}\);/);
  const application = edited("application.ts");
  assert.match(
    application,
    /repo\.stop\(\) \},\n {4}\{\n {6}start: \(\) =>\n {8}Accounts\.start\([^]*stop: \(\) => Accounts\.stop\(\),\n {4}\},\n {4}\{\n {6}start: async/,
  );
});

test("every name goes with the schema", () => {
  const members = { context: "Club", schema: "Member", plural: "members" };
  const router = edited("web/router.ts", members);
  assert.match(router, /guards: \[fetchCurrentMember\]/);
  assert.doesNotMatch(router, /[Uu]sers?\b|User/);
  assert.match(edited("web/paths.ts", members), /logIn: "\/members\/log_in\?return_to"/);
  assert.match(edited("application.ts", members), /Club\.start\(/);
});

test("accounts have their context, tables, guards, pages, mails and tests", () => {
  const paths = new Set(genAuth(users, app).files.map(({ path }) => path));
  for (const path of [
    "db/migrations/20260506070809-create-users-auth-tables.ts",
    "domain/accounts/accounts.ts",
    "domain/accounts/accounts.test.ts",
    "domain/accounts/user-notifier.ts",
    "test/accounts-site.ts",
    "web/user-auth.ts",
    "web/user-auth.test.ts",
    "web/controllers/users/user-session-controller.ts",
    "web/live/users/user-settings-live.ts",
  ]) {
    assert.ok(paths.has(path), path);
  }
});

test("without live pages there is no file of one", () => {
  const { files } = genAuth({ ...users, live: false }, app);
  assert.ok(!files.some(({ path }) => path.startsWith("web/live/")));
  const session = files.find(({ path }) => path === "web/controllers/users/user-session-controller.ts");
  assert.match(session?.text ?? "", /export const show = /);
});

test("only accounts that are called otherwise give the library's functions other names", () => {
  const auth = (args: AuthArguments): string =>
    genAuth(args, app).files.find(({ path }) => path.endsWith("-auth.ts"))?.text ?? "";
  assert.doesNotMatch(auth(users), /keepUserSession:/);
  assert.match(auth({ context: "Club", schema: "Member", plural: "members" }), /keepUserSession: keepMemberSession/);
});

test("texts call the app by its name", () => {
  const user = genAuth(users, app).files.find(({ path }) => path === "domain/accounts/user.ts");
  assert.match(user?.text ?? "", /appName = "Teacher"/);
});
