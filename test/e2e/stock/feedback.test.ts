import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import { definePaths, events, html, liveView, router } from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "../browser-site.ts";
import { eventually, live, shows } from "../teacher-browser.ts";

// Protocol, 5.3: pages that hide feedback by themselves, as clients did before 1.0, with what the client tells of inputs.

const paths = definePaths({ home: "/" });
const Fields = z.looseObject({ name: z.string().default(""), title: z.string().default("") });
const ev = events({ validate: Fields, save: Fields, count: null, toggle: null });

const home = liveView({
  events: ev,
  mount: () => ({ validated: 0, saved: 0, count: 0, isBound: true }),
  handle: {
    validate: (socket) => socket.update("validated", (n) => n + 1),
    save: (socket) => socket.update("saved", (n) => n + 1),
    count: (socket) => socket.update("count", (n) => n + 1),
    toggle: (socket) => socket.update("isBound", (is) => !is),
  },
  render: ({ validated, saved, count, isBound }) => html`
    <p id="validated">${validated}</p><p id="saved">${saved}</p>
    <button id="count" phx-click=${ev.count}>${count}</button>
    <form id="form" phx-change=${ev.validate} phx-submit=${ev.save}>
      <input id="name" name="name" aria-label="name" /> <input id="title" name="title" aria-label="title" />
      <p id="feedback" data-feedback-for="title">is wrong ${validated}</p>
      <button id="save">Save</button> <button id="reset" type="reset">Reset</button>
    </form>
    <p id="bound" data-feedback-for=${isBound ? "title" : null}>bound</p>
    <button id="toggle" phx-click=${ev.toggle}>Toggle</button>`,
});

/** What an app brings along that hid feedback by an attribute. */
const SHIM = `
import { connect } from "livegate/client";
import { isUsedInput } from "phoenix_live_view";
const judge = () => {
  for (const note of document.querySelectorAll("[data-feedback-for]")) {
    note.hidden = ![...document.getElementsByName(note.dataset.feedbackFor)].some(isUsedInput);
  }
};
judge();
connect({ liveSocket: { dom: { onPatchEnd: judge } } });
`;

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    client: SHIM,
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (r) => r.liveSession("all", { public: true }, (r) => r.live(paths.home, home))),
    ),
  });
});
after(() => site?.close());

async function opened(t: TestContext): Promise<Page> {
  const { page } = await site.visitor(t);
  await page.goto("/");
  await live(page);
  return page;
}

const isSeen = (page: Page, id: string, expected: boolean): Promise<void> =>
  eventually(async () => assert.equal(await page.locator(`#${id}`).isVisible(), expected));

test("feedback shows once its input was used, not because of others or of the page", async (t) => {
  const page = await opened(t);
  await isSeen(page, "feedback", false);
  await page.locator("#count").click();
  await shows(page.locator("#count"), "1");
  await page.locator("#name").fill("x");
  await shows(page.locator("#validated"), "1");
  await isSeen(page, "feedback", false);
  await page.locator("#title").fill("x");
  await shows(page.locator("#validated"), "2");
  await isSeen(page, "feedback", true);
});

test("feedback shows when its form was sent, and goes when it is emptied", async (t) => {
  const page = await opened(t);
  await page.locator("#save").click();
  await shows(page.locator("#saved"), "1");
  await isSeen(page, "feedback", true);
  await page.locator("#reset").click();
  await isSeen(page, "feedback", false);
});

test("feedback that the server binds to an input and sets free is hidden and shown", async (t) => {
  const page = await opened(t);
  for (const isThere of [true, false]) {
    await isSeen(page, "bound", !isThere);
    await page.locator("#toggle").click();
    await isSeen(page, "bound", isThere);
  }
});
