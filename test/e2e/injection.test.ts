import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import { definePaths, each, events, html, liveView, router } from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, bare, browserSite, guarded } from "./browser-site.ts";
import { holes, payloads } from "./injection-corpus.ts";
import { eventually } from "./teacher-browser.ts";

const paths = definePaths({ guarded: "/?text", bare: "/bare?text" });

const ev = events({ show: z.object({ text: z.string() }), stolen: null, none: z.unknown() });

/** A page with every kind of hole: its text comes with the address, and later by an event. */
const holesLive = () =>
  liveView({
    params: z.object({ text: z.string().default("") }),
    events: ev,
    mount: ({ params: { text } }) => ({ text, stolen: false }),
    handle: {
      show: (socket, { text }) => socket.assign({ text }),
      stolen: (socket) => socket.assign({ stolen: true }),
      none: () => undefined,
    },
    pageTitle: ({ text }) => text,
    render: ({ text, stolen }) => html`
      <div id="show" phx-hook="Show"></div>
      <div id="stolen">${String(stolen)}</div>
      <div id="holes">
        ${each(
          Object.entries(holes),
          ([name]) => name,
          ([name, hole]) => html`<section data-hole=${name}>${hole(text)}</section>`,
        )}
      </div>
    `,
  });

const CLIENT = `
import { connect } from "livegate/client";
const Show = { mounted() { window.show = (text) => new Promise((done) => this.pushEvent("show", { text }, done)); } };
connect({ hooks: { Show } });
`;

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) =>
    pages.liveSession("guarded", { public: true }, (views) => views.live(paths.guarded, holesLive())),
  );
  r.scope({ pipeThrough: bare }, (pages) =>
    pages.liveSession("bare", { public: true }, (views) => views.live(paths.bare, holesLive())),
  );
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({ router: routes, client: CLIENT });
});
after(() => site?.close());

/**
 * The names of the holes that hold what their author didn't write, or whose script runs when a visitor does what visitors do. A
 * link isn't followed unless its address is a script's: that would run in this very page.
 */
const HARMED = `[...document.querySelectorAll("#holes > section")].filter((hole) => {
  const isScript = (address) => /^(javascript:|vbscript:|data:text)/i.test((address ?? "").replace(/[\\u0000-\\u0020]/g, ""));
  const former = window.ran ?? 0;
  let strange = hole.querySelector("script:not([type='application/json']), iframe, style, details, math, object") !== null;
  for (const element of hole.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      strange ||= /^(on|style$|srcdoc$|autofocus$)/i.test(name);
      strange ||= ["href", "src", "action", "formaction", "xlink:href"].includes(name) && isScript(value);
    }
    for (const type of ["mouseover", "focus", "toggle", "load", "error", "begin", "animationstart"]) {
      element.dispatchEvent(new Event(type));
    }
    const leads = element.closest("a, form");
    if (!leads || isScript(leads.getAttribute("href") ?? leads.getAttribute("action"))) element.click?.();
  }
  return strange || (window.ran ?? 0) > former;
}).map((hole) => hole.dataset.hole)`;

/** Addresses of the corpus lead nowhere, and the policy says what it has stopped. */
const INJECTED = /404|UNKNOWN_URL_SCHEME|Content.Security.Policy|strict MIME/i;

async function isHarmless(page: Page, what: string): Promise<void> {
  assert.equal(await page.locator("#holes > section").count(), Object.keys(holes).length, `the page is whole: ${what}`);
  assert.deepEqual(await page.evaluate(HARMED), [], what);
  assert.equal(await page.evaluate("window.ran ?? 0"), 0, `something ran by itself: ${what}`);
}

async function nothingRuns(t: TestContext, address: (text: string) => string): Promise<void> {
  const { page } = await site.opened(t, address(""), { mayComplain: INJECTED });
  for (const text of payloads) {
    await page.evaluate(`window.show(${JSON.stringify(text)})`);
    await isHarmless(page, `${JSON.stringify(text)} by a diff`);
  }
  assert.equal(await page.locator("#stolen").textContent(), "false", "no text became a command");
  // Without its client: what a parser makes of a whole page is another thing than what a diff becomes.
  const complete = await page.context().newPage();
  for (const text of payloads) {
    await complete.setContent(await (await fetch(site.url + address(text))).text());
    await isHarmless(complete, `${JSON.stringify(text)} in the page`);
  }
}

test("no text runs in any place of a template, without a policy to stop it", (t) =>
  nothingRuns(t, (text) => String(paths.bare({ text }))));

test("no text runs in any place of a template, under the policy", (t) =>
  nothingRuns(t, (text) => String(paths.guarded({ text }))));

test("the policy stops what is put into a page by other means", async (t) => {
  const { page } = await site.opened(t, String(paths.guarded()), { mayComplain: INJECTED });
  await page.evaluate(`document.querySelector("#holes").innerHTML = "<img src=x onerror='window.ran=1'>"`);
  await eventually(async () =>
    assert.equal(await page.evaluate(`document.querySelector("#holes img").complete`), true),
  );
  assert.equal(await page.evaluate("window.ran ?? 0"), 0);
});

test("these very checks see an injection where there is one", async (t) => {
  const { page } = await site.opened(t, String(paths.bare()), { mayComplain: INJECTED });
  const harmedBy = (markup: string): Promise<unknown> =>
    page.evaluate(`document.querySelector("[data-hole=text]").innerHTML = ${JSON.stringify(markup)}; ${HARMED}`);
  for (const markup of payloads.filter((text) => /^<(?!!)/.test(text))) {
    assert.deepEqual(await harmedBy(markup), ["text"], markup);
  }
  assert.deepEqual(await harmedBy(`<a href="javascript:window.ran=1">a</a>`), ["text"]);
  assert.deepEqual(await harmedBy("<p>a harmless text</p>"), []);
});
