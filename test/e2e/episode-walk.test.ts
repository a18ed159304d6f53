import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import { csrfTokenOf } from "../conformance/wire/page.ts";
import { type Ended, type GeneratedApp, starterApp } from "../generated/generated-app.ts";
import { type Visitor, eventually, isAt, launchBrowser, live, open, visit } from "./teacher-browser.ts";
import { type TeacherServer, startTeacher } from "./teacher-server.ts";

// The screencast from beginning to end: an app whose albums anybody may change, a command, one line, and two people.
const password = "correct horse battery";
const AS_OPEN = 'r.liveSession("albums", { public: true, layout: live }';
const AS_GUARDED = 'r.liveSession("albums", { guards: [requireAuthenticatedUser], layout: live }';

let app: GeneratedApp;
let server: TeacherServer;
let browser: Browser;
let ann: Visitor;
let bob: Visitor;

const went = ({ code, output }: Ended): string => {
  assert.equal(code, 0, output);
  return output;
};

/** Writes a file anew with one text in the place of another. */
async function change(file: string, former: string, text: string): Promise<void> {
  const source = await app.read(file);
  assert.equal(source.split(former).length, 2, `${file} has "${former}" once`);
  await app.write(
    file,
    source.replace(former, () => text),
  );
}

before(async () => {
  [app, browser] = await Promise.all([starterApp(), launchBrowser()]);
});

after(async () => {
  await ann?.close();
  await bob?.close();
  await browser?.close();
  await server?.close();
  await app?.[Symbol.asyncDispose]();
});

const told = (page: Page): Promise<string> => page.locator("[id^=flash-] p").first().innerText();
const menu = (page: Page): Promise<string> => page.locator("#user-menu").innerText();

async function register(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create an account" }).click();
}

async function logIn(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

describe("one command adds accounts", () => {
  it("writes them, edits the app, and says what comes next; a second time there is nothing to do", async () => {
    const output = went(await app.livegate("gen", "auth", "Accounts", "User", "users", "--yes"));
    for (const next of [
      "npm install",
      "npx livegate migrate",
      "live paths.home",
      "guards: [requireAuthenticatedUser]",
    ]) {
      assert.ok(output.includes(next), output);
    }
    assert.match(went(await app.livegate("gen", "auth", "Accounts", "User", "users", "--yes")), /Nothing to do/);
  });

  it("leaves the albums as open as they were, and says so", async () => {
    assert.match(went(await app.livegate("routes")), /GET +\/albums\/:id +.*public/);
  });

  it("writes a migration that runs, is told, and can be taken back", async () => {
    assert.match(went(await app.livegate("migrate")), /Migrated \d+-create-users-auth-tables/);
    assert.match(went(await app.livegate("migrate", "status")), /create-users-auth-tables/);
    assert.match(went(await app.livegate("rollback")), /Rolled back \d+-create-users-auth-tables/);
  });
});

describe("a layout that needs the user where nobody provides it", () => {
  it("is a type error, before anybody opens the page", async () => {
    const guarded = "guards: [fetchCurrentUser], layout: page }";
    await change("web/router.ts", guarded, "layout: page }");
    const { code, output } = await app.types();
    assert.notEqual(code, 0);
    assert.match(output, /add fetchCurrentUser to the guards/);
    await change("web/router.ts", "pipeThrough: browser, layout: page }", `pipeThrough: browser, ${guarded}`);
  });
});

describe("hooks of the socket's lifecycle", () => {
  it("may be several entries of one module, declared in a view or for a whole live session", async () => {
    await app.write(
      "web/live/live-auth.ts",
      `import type { OnMountHook } from "livegate";
import { Accounts } from "#domain/accounts/accounts";
import { paths } from "#web/paths";

const requireAuthenticatedUser: OnMountHook = async (_params, session, socket) => {
  const user = await Accounts.currentUser(session);
  if (user) return "cont";
  socket.putFlash("error", "You must log in to continue.");
  socket.redirect(paths.logIn());
  return "halt";
};
const mountNothing: OnMountHook = () => "cont";

export const liveAuth = { requireAuthenticatedUser, mountNothing };
`,
    );
    const entry = 'onMount: [[liveAuth, "requireAuthenticatedUser"], [liveAuth, "mountNothing"]]';
    const router = await app.read("web/router.ts");
    await app.write("web/router.ts", `import { liveAuth } from "./live/live-auth.ts";\n${router}`);
    await change("web/router.ts", AS_OPEN, AS_OPEN.replace("layout: live", `${entry}, layout: live`));
    went(await app.types());
    const hooked = await startTeacher(app.path);
    try {
      const client = clientOf(hooked);
      const page = await client.get("/");
      assert.deepEqual([page.status, page.headers.get("location")], [302, "/users/log_in"]);
    } finally {
      await hooked.close();
      await app.write("web/router.ts", router);
    }
  });
});

describe("one line guards the albums", () => {
  it("is the line that the command has named", async () => {
    await change("web/router.ts", AS_OPEN, AS_GUARDED);
    went(await app.types());
    assert.match(went(await app.livegate("routes")), /GET +\/albums\/:id\/edit +.*requireAuthenticatedUser/);
  });

  it("can't be forgotten: with a guard somewhere, the app doesn't start while a page says nothing", async () => {
    await change("web/router.ts", AS_GUARDED, 'r.liveSession("albums", { layout: live }');
    const { code, output } = await app.livegate("routes");
    assert.notEqual(code, 0);
    assert.match(output, /LG_UNGUARDED[^]*GET \/albums\/:id/);
    await change("web/router.ts", 'r.liveSession("albums", { layout: live }', AS_GUARDED);
  });

  it("sends a visitor of each page to log in, with a message, and the way back", async () => {
    server = await startTeacher(app.path);
    [ann, bob] = await Promise.all([visit(browser, server.url), visit(browser, server.url)]);
    for (const path of ["/", "/albums/new", "/albums/1", "/albums/1/edit", "/albums/1/show/edit"]) {
      await open(ann.page, path);
      await isAt(ann.page, `/users/log_in?return_to=${encodeURIComponent(path)}`);
      assert.equal(await told(ann.page), "You must log in to continue.");
      assert.equal((await menu(ann.page)).replaceAll(/\s+/g, " "), "Register Log in");
    }
  });
});

describe("two people", () => {
  it("create accounts, are logged in at once, and come to where they wanted to go", async () => {
    await open(ann.page, "/albums/1");
    await ann.page.getByRole("main").getByRole("link", { name: "Register" }).click();
    await ann.page.waitForURL(/register/);
    await live(ann.page);
    await register(ann.page, "ann@example.com");
    await isAt(ann.page, "/albums/1");
    await live(ann.page);
    assert.match(await menu(ann.page), /ann@example\.com\s+Settings\s+Log out/);
    await open(bob.page, "/users/register");
    await register(bob.page, "bob@example.com");
    await isAt(bob.page, "/");
    await live(bob.page);
  });

  it("add, change and delete albums, and see at once what the other does", async () => {
    await open(ann.page, "/");
    await ann.page.locator("#new-album").click();
    for (const [label, value] of Object.entries({ Title: "Lanquidity", Artist: "Sun Ra", Genre: "Jazz" })) {
      await ann.page.getByLabel(label).fill(value);
    }
    await ann.page.getByLabel("Year").fill("1978");
    await ann.page.getByLabel("Tracks").fill("5");
    await ann.page.getByRole("button", { name: "Save" }).click();
    await bob.page.getByText("Sun Ra").waitFor();
    const row = bob.page.locator("tr", { hasText: "Sun Ra" });
    bob.page.on("dialog", (dialog) => void dialog.accept());
    await row.getByRole("button", { name: "Delete" }).click();
    await ann.page.getByText("Sun Ra").waitFor({ state: "detached" });
  });

  it("see who they are in live pages and in plain ones", async () => {
    await open(ann.page, "/users/settings");
    assert.match(await menu(ann.page), /ann@example\.com/);
    await ann.page.goto("/users/log_out");
    assert.match(await menu(ann.page), /ann@example\.com/);
  });

  it("log out by a link with a method: pages that were open close in every tab, and others' stay", async () => {
    const other = await ann.page.context().newPage();
    await open(other, "/albums/2");
    await open(ann.page, "/");
    await open(bob.page, "/");
    await ann.page.getByRole("button", { name: "Log out" }).click();
    await isAt(other, "/users/log_in?return_to=%2Falbums%2F2");
    await eventually(async () => assert.doesNotMatch(await menu(ann.page), /ann@/));
    assert.match(await menu(bob.page), /bob@example\.com/);
    await other.close();
  });

  it("log in again, and the user is on the socket", async () => {
    await open(ann.page, "/albums/2");
    await logIn(ann.page, "ann@example.com");
    await isAt(ann.page, "/albums/2");
    await live(ann.page);
    assert.match(await menu(ann.page), /ann@example\.com/);
    // The client tells what it doesn't like, the policy's reports among it.
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });
});

const clientOf = ({ url }: TeacherServer): ConformanceClient =>
  new ConformanceClient({ port: Number(new URL(url).port), origin: url });

/** Sends a form by hand. */
async function submit(client: ConformanceClient, path: string, from: string, fields: Readonly<Record<string, string>>) {
  const token = csrfTokenOf(await client.get(from));
  return client.post(path, { _csrf_token: token, ...fields }, { origin: client.address.origin });
}

describe("over the wire, after log-out", () => {
  it("a replayed cookie, a stale page token and a live navigation are refused", async () => {
    const client = clientOf(server);
    const credentials = { "user[email]": "bob@example.com", "user[password]": password, by: "password" };
    assert.equal((await submit(client, "/users/log_in", "/users/log_in", credentials)).status, 303);
    const page = await client.get("/albums/1");
    assert.equal(page.status, 200);
    const stolen = new Map(client.cookies);
    assert.equal((await submit(client, "/users/log_out", "/users/settings", { _method: "delete" })).status, 303);

    const thief = clientOf(server);
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    assert.equal((await thief.get("/albums/1")).status, 302, "the cookie is nobody's any more");
    const socket = await thief.connect({ csrfToken: csrfTokenOf(page) });
    assert.equal((await thief.tryJoin(socket, page)).status, "error", "nor is the page's token");
    const navigated = await thief.tryJoin(socket, page, { redirect: `${server.url}/albums/2` });
    assert.equal(navigated.status, "error", "and live navigation doesn't pass the guard");

    const visitor = clientOf(server);
    const logInPage = await visitor.get("/users/log_in");
    const visiting = await visitor.connect({ csrfToken: csrfTokenOf(logInPage) });
    assert.equal((await visitor.tryJoin(visiting, logInPage, { redirect: `${server.url}/` })).status, "error");
  });
});
