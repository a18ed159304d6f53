import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { TestCommand } from "../../packages/livegate-cli/src/test-command.ts";
import { eventually, launchBrowser, live, shows } from "./teacher-browser.ts";
import { visitAsMember } from "./teacher-member.ts";

const TEACHER = fileURLToPath(new URL("../../apps/teacher", import.meta.url));

const LAYOUT = "web/components/layouts.ts";
const INDEX = "web/live/albums/album-index-live.ts";
const SITE_NAME = "</span> Teacher`";

let appDir: string;
let url: string;
let command: TestCommand;
let browser: Browser;

before(async () => {
  // Inside the repository, so that the app finds its packages.
  appDir = await mkdtemp(join(import.meta.dirname, ".app-"));
  await cp(TEACHER, appDir, {
    recursive: true,
    filter: (path) => !/\.test\.ts$|\.db|[\\/](?:node_modules|assets|\.livegate)$/.test(path),
  });
  url = `http://127.0.0.1:${await freePort()}`;
  command = new TestCommand(["dev"], { cwd: appDir, env: { PORT: new URL(url).port } });
  await command.printed(/Running at/);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  command.signal("SIGINT");
  assert.equal(await command.end(), 0);
  assert.deepEqual(await command.leftovers(), []);
  await rm(appDir, { recursive: true });
});

/** A page of the app that knows whether it was loaded anew. */
async function opened(t: TestContext): Promise<Page> {
  const { page, close } = await visitAsMember(browser, url);
  t.after(close);
  await page.goto("/");
  await live(page);
  await page.evaluate("window.isFirst = true");
  return page;
}

/** Saves a file with one text replaced; gives what puts the former text back. */
async function saved(file: string, former: string, text: string): Promise<() => Promise<void>> {
  const path = join(appDir, file);
  const source = await readFile(path, "utf8");
  assert.ok(source.includes(former), `${file} has ${former}`);
  await writeFile(
    path,
    source.replace(former, () => text),
  );
  return async () => {
    const printed = command.output.length;
    await writeFile(path, source);
    // The next test starts from a server that stays.
    if (file.startsWith("web/")) await command.printed(/Running at/, printed);
  };
}

const siteName = (page: Page) => page.locator("header a").first();
const panel = (page: Page) => page.locator(".lg-error");
const isFirst = (page: Page) => page.evaluate("window.isFirst === true");

test("a saved template is on the page soon, which has loaded itself", async (t) => {
  const page = await opened(t);
  for (const name of ["First", "Second", "Third"]) {
    const begin = performance.now();
    const loaded = page.waitForEvent("domcontentloaded");
    const restore = await saved(LAYOUT, SITE_NAME, `</span> ${name}\``);
    await loaded;
    const ms = Math.round(performance.now() - begin);
    assert.equal((await siteName(page).innerText()).trim(), name);
    // For people to read: a machine that is busy with other tests says nothing about how fast this is.
    t.diagnostic(`from save to the new page: ${ms} ms`);
    await live(page);
    const restored = page.waitForEvent("domcontentloaded");
    await restore();
    await restored;
    await live(page);
  }
});

test("saved styles are put in place without loading the page", async (t) => {
  const page = await opened(t);
  const restore = await saved(
    "client/app.css",
    "min-h-dvh antialiased;",
    "min-h-dvh antialiased; letter-spacing: 3px;",
  );
  const spacing = () => page.evaluate("getComputedStyle(document.body).letterSpacing");
  await eventually(async () => assert.equal(await spacing(), "3px"));
  await restore();
  await eventually(async () => assert.equal(await spacing(), "normal"));
  assert.equal(await isFirst(page), true);
});

test("a saved script loads the page, not the server", async (t) => {
  const page = await opened(t);
  const printed = command.output.length;
  const restore = await saved(
    "client/app.ts",
    "sleepWhenHidden(connect",
    'document.documentElement.lang = "xx"; sleepWhenHidden(connect',
  );
  const language = () => page.evaluate("document.documentElement.lang");
  await eventually(async () => assert.equal(await language(), "xx"));
  assert.doesNotMatch(command.output.slice(printed), /Running at/);
  await restore();
  await eventually(async () => assert.equal(await language(), "en"));
  await live(page);
});

for (const [what, file, former, text, told] of [
  [
    "a template with a slot where none may stand",
    LAYOUT,
    "<header class",
    "<header ${1}=2 class",
    /layouts\.ts:\d+:\d+ The template was refused/,
  ],
  [
    "a mistake in the language",
    LAYOUT,
    "export const root",
    "export const const root",
    /layouts\.ts:\d+:\d+ SyntaxError/,
  ],
  [
    "a module that throws",
    INDEX,
    "export const",
    'throw new Error("no such thing");\nexport const',
    /Error: no such thing/,
  ],
] as const) {
  test(`${what} is told in the terminal and on the page, and the server goes on with what was saved before`, async (t) => {
    const page = await opened(t);
    const printed = command.output.length;
    const restore = await saved(file, former, text);
    await command.printed(told, printed);
    await panel(page).waitFor();
    assert.match(await panel(page).locator("mark").first().innerText(), /\d+ {2}\S/);
    assert.equal((await fetch(url)).status, 200);
    const late = await opened(t);
    await panel(late).waitFor();
    const loaded = [page, late].map((each) => each.waitForEvent("domcontentloaded"));
    await restore();
    // All of it, for Chromium may never close a window that is on its way to another page.
    await Promise.all(loaded);
    for (const each of [page, late]) {
      await live(each);
      assert.equal(await panel(each).isVisible(), false);
      await shows(siteName(each), "Teacher");
    }
  });
}

test("a page of an error loads itself when the mistake is mended", async (t) => {
  const page = await opened(t);
  const restore = await saved(INDEX, "notFound>> {", 'notFound>> {\n    if (q === "") throw new Error("not today");');
  await shows(page.getByRole("heading", { level: 1 }), "not today");
  const loaded = page.waitForEvent("domcontentloaded");
  await restore();
  await loaded;
  await live(page);
  await shows(siteName(page), "Teacher");
});
