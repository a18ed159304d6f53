import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { type Ended, type GeneratedApp, starterApp } from "../generated/generated-app.ts";
import {
  type Visitor,
  dialog,
  eventually,
  fill,
  isAt,
  launchBrowser,
  live,
  open,
  save,
  visit,
} from "./teacher-browser.ts";
import { clientOf, copyOf, csrfOf, loggedIn, submit } from "./teacher-by-hand.ts";
import { type TeacherServer, startTeacher } from "./teacher-server.ts";

// The screencast from beginning to end: an app whose albums anybody may change, a command, one line, and two people.
const password = "correct horse battery";
const newPassword = "vier kleine Pferde";
const AS_OPEN = 'r.liveSession("albums", { public: true, layout: live }';
const AS_GUARDED = 'r.liveSession("albums", { guards: [requireAuthenticatedUser], layout: live }';

const INDEX = "web/live/albums/album-index-live.ts";

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

const row = (page: Page, text: string): Locator => page.locator("tr", { hasText: text });
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
  it("are several entries of one module, declared in a view, or once for its whole live session", async () => {
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
    const entries = 'onMount: [[liveAuth, "requireAuthenticatedUser"], [liveAuth, "mountNothing"]]';
    const view = await app.read(INDEX);
    await app.write(INDEX, `import { liveAuth } from "#web/live/live-auth";\n${view}`);
    await change(INDEX, "  events: ev,", `  events: ev,\n  ${entries},`);
    assert.deepEqual(await answers(), { "/": 302, "/albums/1": 200 }, "the other view has no hook");

    const router = await app.read("web/router.ts");
    await app.write(INDEX, view);
    await app.write("web/router.ts", `import { liveAuth } from "./live/live-auth.ts";\n${router}`);
    await change("web/router.ts", AS_OPEN, AS_OPEN.replace("layout: live", `${entries}, layout: live`));
    assert.deepEqual(await answers(), { "/": 302, "/albums/1": 302 }, "the live session's hook is before each");
    await app.write("web/router.ts", router);
  });
});

/** What a visitor of two pages gets from the app as it is written now; who is sent away is told why. */
async function answers(): Promise<Readonly<Record<string, number>>> {
  went(await app.types());
  const hooked = await startTeacher(app.path);
  try {
    const found: Record<string, number> = {};
    for (const path of ["/", "/albums/1"]) {
      const client = clientOf(hooked);
      const { status, headers } = await client.get(path);
      found[path] = status;
      if (status !== 302) continue;
      assert.equal(headers.get("location"), "/users/log_in");
      assert.match((await client.get("/users/log_in")).body, /You must log in to continue\./);
    }
    return found;
  } finally {
    await hooked.close();
  }
}

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
    await isAt(ann.page, "/albums/new");
    await fill(ann.page, { Title: "Lanquidity", Artist: "Sun Ra", Year: "19.78", Genre: "Jazz", Tracks: "5" });
    await dialog(ann.page).getByText("Fill in a whole number.").waitFor();
    await fill(ann.page, { Year: "1978" });
    await save(ann.page);
    await row(bob.page, "Sun Ra").waitFor();

    await row(bob.page, "Sun Ra").getByRole("link", { name: "Edit" }).click();
    await fill(bob.page, { Title: "Lanquidity, again" });
    await save(bob.page);
    await row(ann.page, "Lanquidity, again").getByRole("link", { name: "Show" }).click();
    await ann.page.locator("#edit-album").click();
    await ann.page.waitForURL(/\/albums\/\d+\/show\/edit$/);
    await fill(ann.page, { Tracks: "6" });
    await save(ann.page);
    await ann.page.waitForURL(/\/albums\/\d+$/);

    bob.page.once("dialog", (asked) => void asked.accept());
    await row(bob.page, "Sun Ra").getByRole("button", { name: "Delete" }).click();
    await isAt(ann.page, "/");
    await ann.page.getByText("It has been deleted by somebody else.").waitFor();
    assert.equal(await row(ann.page, "Sun Ra").count(), 0);
  });

  it("go from album to album over the open socket, and to the settings by a request", async () => {
    const requested: string[] = [];
    ann.page.on("request", (request) => {
      if (request.isNavigationRequest()) requested.push(new URL(request.url()).pathname);
    });
    await open(ann.page, "/");
    await row(ann.page, "Blue").getByRole("link", { name: "Show" }).first().click();
    await ann.page.getByRole("link", { name: "All albums" }).click();
    await isAt(ann.page, "/");
    assert.deepEqual(requested, ["/"]);
    await ann.page.getByRole("link", { name: "Settings" }).click();
    await isAt(ann.page, "/users/settings");
    assert.deepEqual(requested, ["/", "/users/settings"]);
  });

  it("change a password, which ends the sessions elsewhere and keeps this one", async () => {
    const phone = await visit(browser, server.url);
    try {
      await open(phone.page, "/albums/1");
      await logIn(phone.page, "bob@example.com");
      await isAt(phone.page, "/albums/1");
      await live(phone.page);
      await open(bob.page, "/users/settings");
      const form = bob.page.locator("#change-password");
      await form.getByLabel("New password", { exact: true }).fill(newPassword);
      await form.getByLabel("Current password", { exact: true }).fill(password);
      await form.getByRole("button", { name: "Change the password" }).click();
      // The answer brings the cookie that this session goes on with: a page that leaves before it has none.
      await bob.page.getByText("The password has changed").waitFor();
      await isAt(phone.page, "/users/log_in?return_to=%2Falbums%2F1");
      await open(bob.page, "/");
      assert.match(await menu(bob.page), /bob@example\.com/);
    } finally {
      await phone.close();
    }
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

  it("log in and out without JavaScript as well", async () => {
    const plain = await visit(browser, server.url, { javaScriptEnabled: false });
    try {
      await plain.page.goto("/albums/2");
      await logIn(plain.page, "ann@example.com");
      await isAt(plain.page, "/albums/2");
      await plain.page.getByRole("button", { name: "Log out" }).click();
      await plain.page.goto("/albums/2");
      await isAt(plain.page, "/users/log_in?return_to=%2Falbums%2F2");
    } finally {
      await plain.close();
    }
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

describe("over the wire", () => {
  const asBob = { email: "bob@example.com", password: newPassword };

  it("a page is closed to visitors, and its token is good in its own browser alone", async () => {
    assert.equal((await clientOf(server).get("/albums/1")).status, 302);
    const { client, page } = await loggedIn(server, { email: "ann@example.com", password });
    const bobs = await loggedIn(server, asBob);
    const [own, other] = [await client.connect(csrfOf(page)), await bobs.client.connect(csrfOf(bobs.page))];
    assert.equal((await client.tryJoin(own, page)).status, "ok");
    // The guard would let Bob in: it is the token that isn't his.
    assert.deepEqual((await bobs.client.tryJoin(other, page)).response, { reason: "stale" });
    assert.equal((await bobs.client.tryJoin(other, bobs.page)).status, "ok");
    await Promise.all([client.close(), bobs.client.close()]);
  });

  it("a live navigation stays in its live session: a visitor's page doesn't lead to the albums", async () => {
    const visitor = clientOf(server);
    const page = await visitor.get("/users/log_in");
    const socket = await visitor.connect(csrfOf(page));
    const to = (path: string) => visitor.tryJoin(socket, page, { redirect: server.url + path });
    assert.deepEqual((await to("/")).response, { reason: "unauthorized" });
    assert.equal((await to("/users/register")).status, "ok");
    await visitor.close();
  });

  it("after log-out a replayed cookie, a stale page token and a live navigation are refused", async () => {
    const { client, page } = await loggedIn(server, asBob);
    const elsewhere = { redirect: `${server.url}/albums/2` };
    const copy = copyOf(client);
    const csrf = csrfOf(page);
    // What is refused below is good until the log-out.
    assert.equal((await copy.get("/albums/1")).status, 200);
    for (const options of [{}, elsewhere]) {
      assert.equal((await copy.tryJoin(await copy.connect(csrf), page, options)).status, "ok");
    }
    const socket = await copy.connect(csrf);
    const stolen = copyOf(copy);
    assert.equal(
      (await submit(client, "/users/log_out", { from: "/users/settings", fields: { _method: "delete" } })).status,
      303,
    );

    const asked = await stolen.get("/albums/1");
    assert.deepEqual(
      [asked.status, asked.headers.get("location")],
      [302, "/users/log_in?return_to=%2Falbums%2F1"],
      "the cookie is nobody's any more",
    );
    for (const options of [{}, elsewhere]) {
      const again = await stolen.connect(csrf);
      assert.equal((await stolen.tryJoin(again, page, options)).status, "error", "nor is the page's token");
      assert.equal((await copy.tryJoin(socket, page, options)).status, "error", "nor the socket that was open");
    }
    await Promise.all([client.close(), copy.close(), stolen.close()]);
  });
});
