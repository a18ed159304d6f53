import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { MiddlewareHandler } from "hono";
import { type Guard, type Router, auditTable, localPubSub } from "livegate";
import { endpoint } from "livegate/endpoint";
import { type RootLayout, fetchLiveFlash, fetchSession, logger, putRootLayout, secureHeaders } from "livegate/plug";
import { type SignIn, expectGuarded, letInWithoutSession, testApp } from "livegate/testing";
import { Secret } from "livegate/token";
import { auditChanges } from "../../packages/livegate-cli/src/audit/audit-changes.ts";
import { codeBlocks } from "./code-blocks.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMAND = join(ROOT, "packages/livegate-cli/bin/livegate.js");
const PAGE = await readFile(join(ROOT, "docs/router-and-guards.md"), "utf8");
const run = promisify(execFile);

// Inside the repository, so that imports resolve; hidden, so that nothing else takes it for sources.
let folder = "";
before(async () => {
  folder = await mkdtemp(join(import.meta.dirname, ".router-"));
  await cp(join(import.meta.dirname, "router-app"), folder, { recursive: true });
  for (const { language, file, text } of codeBlocks(PAGE))
    if (language === "ts") await put(file ?? assert.fail(`a block names no file:\n${text}`), text);
});
after(() => rm(folder, { recursive: true }));

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

const load = <Module>(file: string): Promise<Module> => import(join(folder, file)) as Promise<Module>;
const loadRouter = async (): Promise<Router> => (await load<{ default: Router }>("web/router.ts")).default;

const app = (router: Router, production = false) =>
  endpoint({
    router,
    pubsub: localPubSub(),
    url: new URL("http://127.0.0.1:4000"),
    secretKeyBase: [new Secret("only-for-tests-".repeat(5))],
    production,
    log: logger({ level: "silent" }),
  });

const as =
  (name: string): SignIn =>
  (client) =>
    client.session({ name });

/** What the page prints in a block of text, by its first words. */
const printed = (start: string): string =>
  codeBlocks(PAGE)
    .find(({ text }) => text.startsWith(start))
    ?.text.trimEnd() ?? assert.fail(`no block that begins with ${start}`);

/** What the compiler says about the page's app. */
async function complaints(): Promise<string> {
  await put(
    "tsconfig.json",
    JSON.stringify({ extends: join(ROOT, "tsconfig.json"), include: ["**/*.ts"], exclude: [] }),
  );
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  const { stdout } = await run(tsc, ["-p", folder]).catch((error: unknown) => error as { stdout: string });
  return stdout;
}

test("the page's app compiles, and what the page calls an error doesn't", async () => {
  await put(
    "wrong/routes.ts",
    `import { guard, halt, provide, router } from "livegate";
import { paths } from "#web/paths";
import { fetchCurrentUser, requireAuthenticatedUser } from "#web/user-auth";
import { AccountLive, AlbumIndexLive, AlbumShowLive } from "#web/views";
router((r) => {
  r.liveSession("one", { guards: [fetchCurrentUser] }, (r) => {
    // @ts-expect-error: what the view needs doesn't run here.
    r.live(paths.account, AccountLive);
    // @ts-expect-error: the path has no :id.
    r.live(paths.home, AlbumShowLive);
  });
  r.liveSession("two", { guards: [requireAuthenticatedUser] }, (r) => {
    // @ts-expect-error: the action is missing.
    r.live(paths.home, AlbumIndexLive);
  });
});
// @ts-expect-error: a provide can't halt.
provide("halting", () => halt.notFound());
// @ts-expect-error: no user in place of a user.
guard("forgetting", requireAuthenticatedUser, () => ({ currentUser: null }));
`,
  );
  assert.equal(await complaints(), "");
});

test("`livegate routes` prints the page's table", async () => {
  const { stdout } = await run(process.execPath, [COMMAND, "routes"], { cwd: folder });
  assert.equal(stdout.trimEnd(), printed("METHOD"));
});

test("`livegate audit` says what the page says about a page that is moved", async () => {
  const entries = auditTable(await loadRouter());
  const moved = entries.map((entry) => (entry.at === "/account" ? { ...entry, access: "public" as const } : entry));
  assert.equal(
    auditChanges(entries, moved)
      .map((change) => `- ${change}`)
      .join("\n"),
    printed("- GET"),
  );
  assert.ok(entries.every(({ at }) => at !== "/dev/queries"));
});

test("visitors are sent to log in and back to where they were", async () => {
  await using site = testApp(app(await loadRouter()));
  const page = await site.visit("/account");
  assert.equal(page.path, "/log_in?return_to=%2Faccount");
  assert.match(page.text(), /You must log in to continue/);
  const eve = await site.client().signIn(as("Eve"));
  assert.equal((await eve.visit("/log_in")).path, "/");
  assert.equal((await eve.visit("/admin/users")).status, 403);
});

test("the guards keep out on every way in", async () => {
  const router = await loadRouter();
  const { requireAdmin, requireAuthenticatedUser } = await load<Record<string, Guard>>("web/user-auth.ts");
  assert.deepEqual(await letInWithoutSession(router), []);
  await expectGuarded(app(router), "/account", requireAuthenticatedUser!);
  await expectGuarded(app(router), "/admin/users", requireAdmin!, { as: as("Eve") });
});

test("the rule decides what is shown and what is done", async () => {
  await using site = testApp(app(await loadRouter()));
  const page = await site.visit("/", { as: as("Eve") });
  assert.equal(page.count("li button"), 1);
  assert.equal((await page.push("remove", { id: 1 })).refused, "not_allowed");
  assert.equal((await page.push("remove", { id: 3 })).refused, "not_found");
  await page.element("li button").click();
  assert.deepEqual(page.texts("li a"), ["Blue"]);
});

test("within a live session a page is changed over the socket, to another one by a request", async () => {
  await using site = testApp(app(await loadRouter()));
  const page = await site.visit("/", { as: as("Ada") });
  await page.element("a", { text: "Blue" }).click();
  assert.deepEqual([page.path, page.arrival], ["/albums/1", "navigate"]);
  const account = await site.visit("/account", { as: as("Ada") });
  await account.element("a", { text: "Users" }).click();
  assert.deepEqual([account.path, account.arrival, account.text("h1")], ["/admin/users", "request", "Users"]);
});

test("routes for those who develop aren't there in production", async () => {
  const router = await loadRouter();
  const statusIn = async (production: boolean): Promise<number> =>
    (await app(router, production).fetch(new Request("http://127.0.0.1:4000/dev/queries"))).status;
  assert.deepEqual([await statusIn(false), await statusIn(true)], [200, 404]);
});

test("an attached hook hears the events of its view", async () => {
  const { hooked, counted } = await load<{ hooked: Router; counted: string[] }>("web/hooked-router.ts");
  const { root } = await load<{ root: RootLayout }>("web/layouts.ts");
  const [{ route }] = hooked.routes as readonly [Router["routes"][number]];
  const plugs = [
    fetchSession(),
    fetchLiveFlash(),
    putRootLayout(root),
    secureHeaders(),
  ] as readonly MiddlewareHandler[];
  const routes = [{ route, plugs, development: false }];
  await using site = testApp(app({ routes }));
  await (await site.visit("/")).push("look");
  assert.deepEqual(counted, ["look"]);
});
