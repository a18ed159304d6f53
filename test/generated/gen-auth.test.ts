import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { readFileSync } from "node:fs";
import { applyEdits } from "../../packages/livegate-cli/src/edit/edit.ts";
import { factsOf } from "../../packages/livegate-cli/src/generators/app-facts.ts";
import { accessOf, authEdits, valuesOf } from "../../packages/livegate-cli/src/generators/gen-auth.ts";
import { resourceNames } from "../../packages/livegate-cli/src/names/resource-names.ts";
import { type GeneratedApp, generatedApp } from "./generated-app.ts";

const app = await generatedApp("teacher");
after(() => app[Symbol.asyncDispose]());
await app.livegate("gen", "live", "Catalog", "Album", "albums", "title:string");
await app.livegate("gen", "live", "Catalog", "Artist", "artists", "name:string");

// What stands where the generated accounts will stand: just enough of each for its types.
const user = "export interface User {\n  readonly email: string;\n}\n";
const stubs: Readonly<Record<string, string>> = {
  "domain/accounts/user.ts": user,
  "domain/accounts/user-tables.ts": "export interface UserTables {\n  users: { id: number };\n}\n",
  "domain/accounts/accounts.ts":
    "export const Accounts = { start: async (_: object) => {}, stop: async () => {}, sessions: {} as never };\n",
  "web/user-mailer.ts": "export const userMailer = (_: object) => ({});\n",
  "web/components/user-menu.ts":
    'import { type Html, html } from "livegate";\nimport type { User } from "#domain/accounts/user";\nexport const userMenu = (user: User | null): Html => html`${user?.email}`;\n',
  "web/user-auth.ts": `import { guard, halt, provide } from "livegate";
import type { Context, Next } from "hono";
import type { User } from "#domain/accounts/user";
import { paths } from "./paths.ts";
export const fetchCurrentUser = provide("fetchCurrentUser", () => ({ currentUser: null as User | null }));
export const requireAuthenticatedUser = guard.identity("requireAuthenticatedUser", fetchCurrentUser, ({ currentUser }) =>
  currentUser ? { currentUser } : halt.redirect(paths.logIn()));
export const redirectIfUserIsAuthenticated = guard("redirectIfUserIsAuthenticated", fetchCurrentUser, ({ currentUser }) =>
  currentUser ? halt.redirect(paths.home()) : { currentUser });
export const keepUserSession = () => (_: Context, next: Next) => next();
export const refreshUserSession = (c: Context) => c.text("");
export const mailLinks = {};
`,
};

/** Every view and controller that the router imports, and that is not there. */
async function writeStubs(router: string): Promise<void> {
  for (const [, name = "", file = ""] of router.matchAll(/import \{ (User\w+Live) \} from "\.\/(.+)"/g)) {
    const actions = name === "UserEmailLinkLive" ? 'actions: ["change", "undo"], ' : "";
    await put(
      `web/${file}`,
      `import { html, liveView } from "livegate";\nexport const ${name} = liveView({ ${actions}mount: () => ({}), render: () => html\`<p></p>\` });\n`,
    );
  }
  for (const [, name = "", file = ""] of router.matchAll(/import \* as (User\w+) from "\.\/(.+)"/g)) {
    const handlers = new Set(
      [...router.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(([, handler]) => handler),
    );
    const lines = [...handlers].map((handler) => `export const ${handler} = (c: Context) => c.text("");\n`);
    await put(`web/${file}`, `import type { Context } from "hono";\n${lines.join("")}`);
  }
  for (const [file, text] of Object.entries(stubs)) await put(file, text);
}

const put = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(join(app.path, file)), { recursive: true });
  await app.write(file, text);
};

async function editApp({ path }: GeneratedApp, guardExisting: boolean): Promise<void> {
  const args = { context: "Accounts", schema: "User", plural: "users", guardExisting };
  const names = resourceNames(args);
  for (const planned of authEdits(names, valuesOf(args, names, factsOf(path)), accessOf(args, names))) {
    const edited = applyEdits(readFileSync(join(path, planned.path), "utf8"), planned.edits);
    assert.ok(edited.ok, edited.ok ? "" : `${planned.path}: ${edited.why}`);
    await app.write(planned.path, edited.text);
    if (planned.path === "web/router.ts") await writeStubs(edited.text);
  }
}

test("what gen auth edits in an app has sound types, and the app says of each way in who may enter", async () => {
  const before = readFileSync(join(app.path, "web/router.ts"), "utf8");
  await editApp(app, false);
  const { code, output } = await app.types();
  assert.equal(code, 0, output);
  const open = (await app.livegate("routes")).output;
  assert.match(open, /GET +\/albums +.*public/);
  assert.match(open, /GET +\/ +.*public/);
  assert.match(open, /DELETE +\/users\/delete +.*requireAuthenticatedUser/);

  await app.write("web/router.ts", before);
  await editApp(app, true);
  const guarded = (await app.livegate("routes")).output;
  for (const path of ["/", "/albums/new", "/artists/:id"]) {
    assert.match(guarded, new RegExp(`GET +${path} +.*requireAuthenticatedUser`), guarded);
  }
});
