import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { definePaths, events, html, link, liveView, router } from "livegate";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, shows } from "./teacher-browser.ts";

const paths = definePaths({ note: "/", other: "/other" });
const saved: string[] = [];
let loading = Promise.withResolvers<void>();

/** Takes as long as a test wants. */
const slowly = z.object({ note: z.string() }).refine(async () => (await loading.promise, true));
const ev = events({ save: slowly });

const noteView = liveView({
  events: ev,
  mount: () => ({}),
  handle: { save: (_socket, { note }) => void saved.push(note) },
  render: () =>
    html`<form id="note" phx-submit=${ev.save}><label>Note <input name="note" /></label> <button>Save</button></form>
      ${link({ navigate: paths.other() }, "Other")}`,
});
const otherView = liveView({ mount: () => ({}), render: () => html`<h1>Other</h1>` });

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) => {
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.note, noteView);
      views.live(paths.other, otherView);
    });
  });
});

let site: BrowserSite;

before(async () => {
  site = await browserSite({ router: routes });
});
after(() => site?.close());

test("who saves and follows a link before that is done has saved", async (t) => {
  loading = Promise.withResolvers();
  const { page } = await site.opened(t);
  await page.getByLabel("Note").fill("at once");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("#note.phx-submit-loading").waitFor();
  await page.getByRole("link", { name: "Other" }).click();
  await shows(page.getByRole("heading"), "Other");
  loading.resolve();
  await eventually(async () => assert.deepEqual(saved, ["at once"]));
});
