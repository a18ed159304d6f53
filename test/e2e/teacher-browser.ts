import assert from "node:assert/strict";
import { type Browser, type BrowserContextOptions, type Locator, type Page, chromium } from "playwright-core";
import { chromiumPath } from "../../scripts/find-chromium.mjs";

/** The system's Chromium. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath() ?? "chromium",
    // Containers run as root, where Chromium has no sandbox.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });

/** A page and what its console has complained about. */
export interface Visitor {
  readonly page: Page;
  /** Errors and warnings of the console, CSP reports among them, and uncaught exceptions. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** What the browser says where a page is left while it connects. */
const isLeaving = /WebSocket is closed before the connection is established/;

/** Opens a browser window of its own, with its own cookies. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !isLeaving.test(message.text()))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints, close: () => context.close() };
}

/** Waits until the page's view is live. */
export const live = (page: Page): Promise<void> => page.locator("[data-phx-main].phx-connected").waitFor();

/** What a selector adds for an element whose last event is answered: until then the stock client takes no click on it. */
export const isAnswered = ":not([data-phx-ref-src])";

/** Goes to an address and waits until it is live. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await live(page);
}

/** Breaks a page's connection, or its view, and waits until it is live again. A page that hasn't noticed yet looks as if it were. */
export async function reconnected(page: Page, breakIt: () => unknown): Promise<void> {
  await page.evaluate(`
    window.wasLost = false;
    new MutationObserver(() => { if (!document.querySelector(".phx-connected")) window.wasLost = true; })
      .observe(document.querySelector("[data-phx-main]"), { attributes: true });
  `);
  await breakIt();
  await eventually(async () => assert.equal(await page.evaluate("window.wasLost"), true));
  await live(page);
}

/** Tries a check again until it holds, for 10 seconds at most. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** Waits until an element's text is this. */
export const shows = (element: Locator, text: string | RegExp): Promise<void> =>
  eventually(async () => {
    const shown = (await element.innerText()).trim();
    if (typeof text === "string") assert.equal(shown, text);
    else assert.match(shown, text);
  });

/** Waits until the address is this. */
export const isAt = (page: Page, path: string): Promise<void> =>
  eventually(async () => {
    const { pathname, search } = new URL(page.url());
    assert.equal(pathname + search, path);
  });

/** Waits until this element has the focus. */
export const hasFocus = (element: Locator): Promise<void> =>
  eventually(async () =>
    assert.equal(await element.evaluate((node) => node === node.ownerDocument.activeElement), true),
  );

/** Lets a page send no more than this many bytes a second from now on: what it sends can be watched. */
export async function slowDown(page: Page, uploadThroughput: number): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("Network.enable");
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
  await devTools.send("Network.emulateNetworkConditions", conditions);
}

export const titles = (page: Page): Promise<string[]> => page.locator("#shelf .shelf-link").allInnerTexts();

export const albumCard = (page: Page, title: string): Locator =>
  page.locator("#shelf li").filter({ has: page.getByRole("link", { name: title, exact: true }) });

export const dialog = (page: Page): Locator => page.getByRole("dialog");

/** What somebody types about an album. */
export interface TypedAlbum {
  readonly Title?: string;
  readonly Artist?: string;
  readonly Year?: string;
  readonly Tracks?: string;
  readonly Genre?: string;
}

/** Types into the open form. */
export async function fill(page: Page, typed: TypedAlbum): Promise<void> {
  for (const [label, value] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(value);
}

export const save = (page: Page): Promise<void> => page.getByRole("button", { name: "Save" }).click();
