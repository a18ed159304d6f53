import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { definePaths, events, html, link, liveView, router } from "livegate";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { reconnected, shows } from "./teacher-browser.ts";

const paths = definePaths({ home: "/", other: "/other" });
const ev = events({ typed: z.object({ note: z.string(), password: z.string() }), fail: null });

const form = liveView({
  events: ev,
  mount: () => ({ length: 0 }),
  handle: {
    typed: (socket, { note }) => void socket.assign({ length: note.length }),
    fail: () => {
      throw new Error("on purpose");
    },
  },
  render: ({ length }) =>
    html`<form id="form" phx-change=${ev.typed} phx-submit=${ev.typed}>
        <input name="note" aria-label="Note" />
        <input name="password" type="password" aria-label="Password" />
      </form>
      <p id="length">${length}</p>
      <button id="fail" phx-click=${ev.fail}>Fail</button>
      ${link({ navigate: paths.other() }, "Other")}`,
});

const other = liveView({ mount: () => ({}), render: () => html`<h1>Other</h1>` });

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) => {
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, form);
      views.live(paths.other, other);
    });
  });
});

/** What a browser has of a site, as far as its scripts can see. */
interface Kept {
  readonly local: readonly (readonly [string, string])[];
  readonly session: readonly (readonly [string, string])[];
  readonly databases: readonly string[];
  readonly caches: readonly string[];
  readonly cookies: string;
}

let site: BrowserSite;
before(async () => {
  site = await browserSite({ router: routes, production: true });
});
after(() => site?.close());

test("a browser keeps nothing of what was typed, shown and handed over: not in storage, not in a cache", async (t) => {
  const { page } = await site.opened(t);
  await page.fill("[name=note]", "a note of mine");
  await page.fill("[name=password]", "vier kleine Pferde");
  await shows(page.locator("#length"), "14");
  await reconnected(page, () => page.click("#fail"));
  await page.click("text=Other");
  await shows(page.locator("h1"), "Other");
  const kept = await page.evaluate<Kept>(`(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    cookies: document.cookie,
  }))()`);
  const text = JSON.stringify(kept);
  for (const secret of ["a note of mine", "vier kleine Pferde", "phx-session"]) assert.ok(!text.includes(secret), text);
  // The client counts there how often a page has failed to join, so as not to load it for ever.
  const names = [...kept.local, ...kept.session].map(([name]) => name);
  assert.deepEqual(
    names.filter((name) => !/^phx:|consecutive/.test(name)),
    [],
  );
  assert.deepEqual([kept.databases, kept.caches, kept.cookies], [[], [], ""]);
});
