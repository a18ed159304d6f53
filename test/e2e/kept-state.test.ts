import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { definePaths, events, html, link, liveFileInput, liveView, once, router, upload } from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, isAt, live, reconnected, shows } from "./teacher-browser.ts";

const paths = definePaths({ home: "/", other: "/other", form: "/form", files: "/files", report: "/report" });
const ev = events({ show: z.object({ tab: z.string() }), count: null });

const tabs = liveView({
  events: ev,
  mount: () => ({ tab: "first", count: 0 }),
  recover: { tab: z.enum(["first", "second"]) },
  handle: {
    show: (socket, { tab }) => socket.assign({ tab }),
    count: (socket) => socket.update("count", (count) => count + 1),
  },
  render: ({ tab, count }) =>
    html`<p id="tab">${tab}</p>
      <p id="count">${count}</p>
      <button id="second" phx-click=${ev.show} phx-value-tab="second">Second</button>
      <button id="plus" phx-click=${ev.count}>Count</button>
      ${link({ navigate: paths.other(), id: "other" }, "Other")} ${link({ navigate: paths.home(), id: "anew" }, "Anew")}`,
});

const other = liveView({
  mount: () => ({ tab: "none" }),
  recover: { tab: z.string() },
  render: ({ tab }) => html`<p id="tab">${tab}</p>
    ${link({ navigate: paths.home(), id: "home" }, "Home")}`,
});

const LONGEST = 20;
const formEv = events({ save: z.object({ title: z.string().max(LONGEST).default("") }) });
const form = liveView({
  events: formEv,
  mount: () => ({ error: "", saved: "" }),
  handle: {
    save: (socket, { title }) =>
      title === "" ? socket.assign({ error: "is empty" }) : socket.assign({ error: "", saved: title }),
  },
  render: ({ error, saved }) =>
    html`<form id="album" phx-submit=${formEv.save} data-confirm-leave="Leave without saving?">
        <input name="title" aria-invalid=${error === "" ? null : "true"} /><button>Save</button>
      </form>
      <p id="saved">${saved}</p>
      <p id="error">${error}</p>
      ${link({ navigate: paths.other(), id: "other" }, "Other")}`,
});

const filesEv = events({ pick: null });
const files = liveView({
  uploads: { notes: upload({ accept: [".txt"], maxEntries: 1, maxFileSize: 1_000 }) },
  events: filesEv,
  mount: () => ({}),
  handle: { pick: () => {} },
  render: ({ uploads }) =>
    html`<form id="notes" phx-change=${filesEv.pick}>${liveFileInput(uploads.notes)}</form>
      <p id="picked">${uploads.notes.entries.map(({ clientName }) => clientName).join()}</p>`,
});

const reportEv = events({ load: null, count: null });
const report = liveView({
  events: reportEv,
  mount: () => ({ text: "the <first>" as string | null, count: 0 }),
  temporary: ["text"],
  handle: {
    load: (socket) => socket.assign({ text: "the second" }),
    count: (socket) => socket.update("count", (count) => count + 1),
  },
  render: ({ text, count }) => html`<pre>${once(text)}</pre>
    <p id="count">${count}</p>
    <button id="load" phx-click=${reportEv.load}>Load</button>
    <button id="plus" phx-click=${reportEv.count}>Count</button>`,
});

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) =>
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, tabs);
      views.live(paths.other, other);
      views.live(paths.form, form);
      views.live(paths.files, files);
      views.live(paths.report, report);
    }),
  );
});

const CLIENT = `
import { confirmLeave, connect, keepState, sleepWhenHidden } from "livegate/client";
confirmLeave();
const live = connect({ params: keepState() });
sleepWhenHidden(live, { after: 50 });
Object.assign(window, { live });
`;

let site: BrowserSite;
before(async () => {
  site = await browserSite({ router: routes, client: CLIENT, production: true });
});
after(() => site?.close());

const isConnected = (page: Page): Promise<boolean> => page.evaluate("live.isConnected()");

/** What the browser says when somebody turns to another tab, or back. */
const turn = (page: Page, isHidden: boolean): Promise<void> => page.evaluate(turning(isHidden));

const turning = (isHidden: boolean): string => `
    Object.defineProperty(document, "hidden", { configurable: true, get: () => ${isHidden} });
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "${isHidden ? "hidden" : "visible"}" });
    document.dispatchEvent(new Event("visibilitychange"));
  `;

describe("a page that keeps what its view recovers", () => {
  test("comes back after a lost connection as it was, and its values are in no address", async (t) => {
    const { page, complaints } = await site.visitor(t);
    const sockets: string[] = [];
    page.on("websocket", (socket) => sockets.push(socket.url()));
    await page.goto("/");
    await live(page);
    await page.locator("#second").click();
    await page.locator("#plus").click();
    await shows(page.locator("#count"), "1");
    await shows(page.locator("#tab"), "second");
    site.dropConnections();
    await shows(page.locator("#count"), "0");
    await shows(page.locator("#tab"), "second");
    assert.ok(sockets.length > 1);
    assert.deepEqual(
      sockets.filter((url) => url.includes("recover")),
      [],
    );
    assert.deepEqual(complaints, []);
  });

  test("begins anew after a live navigation, to the same page too", async (t) => {
    const { page } = await site.opened(t);
    await page.locator("#second").click();
    await shows(page.locator("#tab"), "second");
    await page.locator("#anew").click();
    await shows(page.locator("#tab"), "first");
    await page.locator("#second").click();
    await shows(page.locator("#tab"), "second");
    await page.locator("#other").click();
    await shows(page.locator("#tab"), "none");
    await reconnected(page, site.dropConnections);
    await shows(page.locator("#tab"), "none");
    await page.locator("#home").click();
    await shows(page.locator("#tab"), "first");
  });
});

describe("a page that nobody looks at", () => {
  test("gives its view back, and is as it was when somebody looks", async (t) => {
    const { page, complaints } = await site.opened(t);
    await page.locator("#second").click();
    await page.locator("#plus").click();
    await shows(page.locator("#count"), "1");
    await turn(page, true);
    await eventually(async () => assert.equal(await isConnected(page), false));
    await turn(page, false);
    await live(page);
    await shows(page.locator("#count"), "0");
    await shows(page.locator("#tab"), "second");
    await page.locator("#plus").click();
    await shows(page.locator("#count"), "1");
    assert.deepEqual(complaints, []);
  });

  test("keeps its view where somebody looks again in time, and where it says that it stays awake", async (t) => {
    const { page } = await site.visitor(t);
    await page.clock.install();
    await page.goto("/");
    await live(page);
    await page.locator("#plus").click();
    await shows(page.locator("#count"), "1");
    // At once: the fifty milliseconds go on while a test talks to its browser.
    await page.evaluate(turning(true) + turning(false));
    await page.clock.runFor(1_000);
    assert.equal(await isConnected(page), true);
    await page.evaluate('document.body.dataset.awake = ""');
    await turn(page, true);
    await page.clock.runFor(1_000);
    assert.equal(await isConnected(page), true);
    assert.equal(await page.locator("#count").innerText(), "1");
  });
});

describe("a page that was told something once", () => {
  test("shows it through later changes until it is told anew, and as mount gives it when it has come back", async (t) => {
    const { page } = await site.opened(t, "/report");
    const text = page.locator("pre");
    const count = async (n: string): Promise<void> => {
      await page.locator("#plus").click();
      await shows(page.locator("#count"), n);
    };
    await count("1");
    await shows(text, "the <first>");
    await page.locator("#load").click();
    await shows(text, "the second");
    await count("2");
    assert.equal(await text.innerText(), "the second");
    site.dropConnections();
    await shows(page.locator("#count"), "0");
    await shows(text, "the <first>");
    await count("1");
    assert.equal(await text.innerText(), "the <first>");
  });
});

describe("a page with files that are picked", () => {
  test("keeps its view though nobody looks: what is picked would be gone", async (t) => {
    const { page } = await site.visitor(t);
    await page.clock.install();
    await page.goto("/files");
    await live(page);
    await page.locator("input").setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
    await shows(page.locator("#picked"), "a.txt");
    await turn(page, true);
    await page.clock.runFor(1_000);
    assert.equal(await isConnected(page), true);
    assert.equal(await page.locator("#picked").innerText(), "a.txt");
  });
});

describe("a form that isn't saved", () => {
  /** Answers questions, and gives what was asked. */
  const answering = (page: Page, answer: boolean): string[] => {
    const asked: string[] = [];
    page.removeAllListeners("dialog");
    page.on("dialog", (dialog) => {
      asked.push(`${dialog.type()} ${dialog.message()}`.trim());
      void (answer ? dialog.accept() : dialog.dismiss());
    });
    return asked;
  };

  test("asks before a link leads away, and nothing is sent at a no", async (t) => {
    const { page } = await site.opened(t, "/form");
    const no = answering(page, false);
    await page.locator("input").fill("Blue");
    await page.locator("#other").click();
    assert.deepEqual(no, ["confirm Leave without saving?"]);
    await isAt(page, "/form");
    assert.equal(await page.locator("input").inputValue(), "Blue");
    const yes = answering(page, true);
    await page.locator("#other").click();
    await isAt(page, "/other");
    assert.equal(yes.length, 1);
    await page.locator("#home").click();
    await isAt(page, "/");
    assert.equal(yes.length, 1);
  });

  test("asks before the page is closed or loaded anew, and works on after a no", async (t) => {
    const { page } = await site.opened(t, "/form");
    const no = answering(page, false);
    await page.locator("input").pressSequentially("Blue");
    await page.evaluate("void setTimeout(() => location.reload())");
    await eventually(async () => assert.deepEqual(no, ["beforeunload"]));
    await page.locator("button").click();
    await shows(page.locator("#saved"), "Blue");
  });

  test("doesn't ask where nothing was typed or all is saved, but where an error has kept it from being saved", async (t) => {
    const { page } = await site.opened(t, "/form");
    const asked = answering(page, false);
    await page.locator("#other").click();
    await isAt(page, "/other");
    await page.goto("/form");
    await live(page);
    await page.locator("input").fill("Blue");
    await page.locator("button").click();
    await shows(page.locator("#saved"), "Blue");
    site.dropConnections();
    await shows(page.locator("#saved"), "");
    await page.locator("#other").click();
    await isAt(page, "/other");
    assert.deepEqual(asked, []);
    await page.goto("/form");
    await live(page);
    await page.locator("input").fill("x");
    await page.locator("input").fill("");
    await page.locator("button").click();
    await shows(page.locator("#error"), "is empty");
    await page.locator("#other").click();
    await isAt(page, "/form");
    assert.equal(asked.length, 1);
  });

  for (const { why, fail } of [
    {
      why: "there was no connection",
      fail: async (page: Page) => {
        await page.context().setOffline(true);
        await page.locator("[data-phx-main].phx-client-error").waitFor();
        await page.locator("button").click();
      },
    },
    {
      why: "the connection was lost before it was answered",
      fail: async (page: Page) => {
        await page.evaluate("live.enableLatencySim(1000)");
        await page.locator("button").click();
        await page.locator("#album.phx-submit-loading").waitFor();
        await page.context().setOffline(true);
        await page.locator("[data-phx-main].phx-client-error").waitFor();
      },
    },
    {
      why: "it was refused",
      fail: async (page: Page) => {
        await page.locator("input").fill("B".repeat(LONGEST + 1));
        await page.locator("button").click();
        await page.locator(".lg-note:not(:empty)").waitFor();
      },
    },
  ]) {
    test(`asks where a Save came to nothing because ${why}`, async (t) => {
      const { page } = await site.opened(t, "/form", { mayComplain: /ERR_INTERNET_DISCONNECTED/ });
      const asked = answering(page, false);
      await page.locator("input").pressSequentially("Blue");
      await fail(page);
      await page.evaluate("void setTimeout(() => location.reload())");
      await eventually(async () => assert.deepEqual(asked, ["beforeunload"]));
    });
  }
});
