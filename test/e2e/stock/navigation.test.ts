import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import { definePaths, html, link, liveView, router } from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "../browser-site.ts";
import { eventually, isAt, live, shows } from "../teacher-browser.ts";
import { type Wire, listen } from "./wire.ts";

// Protocol, 7: what a live navigation sends, what it leaves in the history, and where the page stands afterwards.

const paths = definePaths({
  one: "/one?p",
  two: "/two",
  long: "/long?p",
  box: "/box",
  elsewhere: "/elsewhere",
  loop: "/loop?turn",
  form: "/form",
  plain: "/plain",
});

const Page = z.object({ p: z.coerce.number<string>().default(0) });

const links = html`<nav>
  ${link({ patch: paths.one({ p: "1" }), id: "patch" }, "patch")}
  ${link({ patch: paths.one({ p: "2" }), replace: true, id: "replace" }, "replace")}
  ${link({ navigate: paths.one(), id: "to-one" }, "one")} ${link({ navigate: paths.two(), id: "to-two" }, "two")}
  ${link({ navigate: paths.elsewhere(), id: "to-elsewhere" }, "elsewhere")}
  ${link({ navigate: "/long#deep", id: "to-deep" }, "deep")} ${link({ href: paths.plain(), id: "to-plain" }, "plain")}
</nav>`;

const one = liveView({
  params: Page,
  events: { lead: null },
  mount: () => ({ p: 0 }),
  handleParams: (socket, { p }) => socket.assign({ p }),
  handle: { lead: (socket) => socket.pushNavigate(paths.two()) },
  render: ({ p }, ev) => html`<h1>One ${p}</h1>${links}<button id="lead" phx-click=${ev.lead}>lead</button>`,
});
const two = liveView({ mount: () => ({}), render: () => html`<h1>Two</h1>${links}` });
const elsewhere = liveView({ mount: () => ({}), render: () => html`<h1>Elsewhere</h1>${links}` });

const tall = (id: string) => html`<div class="tall" id=${id}>${id}</div>`;
const long = liveView({
  params: Page,
  mount: () => ({ p: 0 }),
  handleParams: (socket, { p }) => socket.assign({ p }),
  render: ({ p }) => html`<h1>Long ${p}</h1>${links}<a href="#deep" id="hash">deep</a>${tall("first")}${tall("deep")}
    <p>${link({ navigate: paths.two(), id: "down-two" }, "two")}</p>
    <p>${link({ patch: paths.long({ p: "1" }), id: "down-patch" }, "patch")}</p>
    <p>${link({ href: paths.plain(), id: "down-plain" }, "plain")}</p>${tall("last")}`,
});
const box = liveView({
  mount: () => ({}),
  render: () => html`<h1>Box</h1>
    <div id="box">${tall("boxed")}${link({ navigate: paths.two(), id: "in-box" }, "two")}${tall("end")}</div>`,
});

/** Patches itself without end once it is told to. */
const loop = liveView({
  params: z.object({ turn: z.string().optional() }),
  events: { spin: null },
  mount: ({ navigationType }) => ({ how: navigationType, spins: false }),
  handleParams: (socket) => {
    if (socket.assigns.spins) socket.pushPatch(paths.loop({ turn: "again" }));
  },
  handle: { spin: (socket) => socket.assign({ spins: true }).pushPatch(paths.loop({ turn: "first" })) },
  render: ({ how }, ev) =>
    html`<h1>Loop</h1><p id="how">${how}</p><button id="spin" phx-click=${ev.spin}>spin</button>`,
});

const form = liveView({
  events: { save: z.object({ text: z.string().default("") }) },
  mount: () => ({ saved: "" }),
  handle: { save: (socket, { text }) => socket.assign({ saved: text }) },
  render: ({ saved }, ev) => html`<h1>Form</h1>${links}
    <form id="form" phx-submit=${ev.save} data-confirm-leave="Leave what you wrote?">
      <input id="text" name="text" /><button id="save">Save</button>
    </form><p id="saved">${saved}</p>`,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    styles: ".tall{height:150vh} #box{height:40vh;overflow:auto}",
    client: `import { confirmLeave, connect } from "livegate/client";
      confirmLeave();
      window.heard = [];
      addEventListener("phx:navigate", ({ detail }) => window.heard.push(detail));
      addEventListener("phx:before-navigate", (event) => { window.asked = (window.asked ?? 0) + 1; if (window.held) event.preventDefault(); });
      window.liveSocket = connect();`,
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (r) => {
        r.get(paths.plain, (c) => c.render(html`<h1>Plain</h1>`));
        r.liveSession("here", { public: true }, (r) => {
          r.live(paths.one, one);
          r.live(paths.two, two);
          r.live(paths.long, long);
          r.live(paths.box, box);
          r.live(paths.loop, loop);
          r.live(paths.form, form);
        });
        r.liveSession("there", { public: true }, (r) => r.live(paths.elsewhere, elsewhere));
      }),
    ),
  });
});
after(() => site?.close());

async function opened(t: TestContext, path: string): Promise<{ page: Page; wire: Wire }> {
  const { page } = await site.visitor(t);
  const wire = listen(page);
  await page.goto(path);
  await live(page);
  wire.forget();
  return { page, wire };
}

const heading = (page: Page, text: string) => shows(page.locator("h1"), text);
const back = async (page: Page): Promise<void> => void (await page.evaluate("history.back()"));
const forward = async (page: Page): Promise<void> => void (await page.evaluate("history.forward()"));
const entries = (page: Page): Promise<number> => page.evaluate("history.length");
const scrollTo = async (page: Page, y: number): Promise<void> => {
  await page.evaluate(`scrollTo(0, ${y})`);
  // The client notes where the page stands a little after the last scroll.
  await eventually(async () => assert.equal(await page.evaluate("history.state?.scroll"), y));
};
const standsAt = (page: Page, y: number): Promise<void> =>
  eventually(async () => assert.equal(Math.round(await page.evaluate<number>("scrollY")), y));
const inSight = (page: Page, selector: string): Promise<void> =>
  eventually(async () => {
    const top = await page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(Math.abs(top) < 2, `${selector} is ${top} below the top`);
  });

describe("within a live session", () => {
  test("patches and navigations use the socket alone, and each is an entry of the history", async (t) => {
    const { page, wire } = await opened(t, "/one");
    const first = await entries(page);
    await page.click("#patch");
    await heading(page, "One 1");
    await isAt(page, "/one?p=1");
    assert.deepEqual(wire.sent(), ["live_patch"]);
    await page.click("#to-two");
    await heading(page, "Two");
    await isAt(page, "/two");
    assert.deepEqual(wire.sent(), ["phx_leave", "phx_join"]);
    assert.equal(await entries(page), first + 2);
    await page.click("#to-one");
    await heading(page, "One 0");
    wire.forget();
    await page.click("#replace");
    await heading(page, "One 2");
    assert.equal(await entries(page), first + 3, "a patch that replaces adds none");
    assert.equal(wire.loads(), 0);
  });

  test("back and forward go over the socket too: patches where the view stays, joins where it doesn't", async (t) => {
    const { page, wire } = await opened(t, "/one");
    await page.click("#patch");
    await heading(page, "One 1");
    await page.click("#to-two");
    await heading(page, "Two");
    wire.forget();
    await back(page);
    await heading(page, "One 1");
    assert.deepEqual(wire.sent(), ["phx_leave", "phx_join"]);
    await back(page);
    await heading(page, "One 0");
    await forward(page);
    await heading(page, "One 1");
    assert.deepEqual(wire.sent(), ["live_patch", "live_patch"]);
    await forward(page);
    await heading(page, "Two");
    assert.deepEqual(wire.sent(), ["phx_leave", "phx_join"]);
    assert.equal(wire.loads(), 0);
  });

  test("the window hears of each: whether it is a patch, whether from the history, and in which direction", async (t) => {
    const { page } = await opened(t, "/one");
    await page.click("#patch");
    await heading(page, "One 1");
    await page.click("#to-two");
    await heading(page, "Two");
    await back(page);
    await heading(page, "One 1");
    await back(page);
    await heading(page, "One 0");
    await forward(page);
    await heading(page, "One 1");
    const heard = await page.evaluate<{ href: string; patch: boolean; pop: boolean; direction: string }[]>("heard");
    const pathOf = (href: string): string => href.slice(href.indexOf("/", "http://".length));
    assert.deepEqual(
      heard.map(({ href, patch, pop, direction }) => ({ at: pathOf(href), patch, pop, direction })),
      [
        { at: "/one?p=1", patch: true, pop: false, direction: "forward" },
        { at: "/two", patch: false, pop: false, direction: "forward" },
        { at: "/one?p=1", patch: false, pop: true, direction: "backward" },
        { at: "/one", patch: true, pop: true, direction: "backward" },
        { at: "/one?p=1", patch: true, pop: true, direction: "forward" },
      ],
    );
  });

  test("a page may keep its visitor from links and history, not from where the server leads", async (t) => {
    const { page, wire } = await opened(t, "/one");
    await page.click("#patch");
    await heading(page, "One 1");
    wire.forget();
    await page.evaluate("window.held = true; window.asked = 0");
    await page.click("#to-two");
    await eventually(async () => assert.equal(await page.evaluate("asked"), 1));
    await back(page);
    await eventually(async () => assert.equal(await page.evaluate("asked"), 2));
    await isAt(page, "/one?p=1");
    assert.deepEqual([await page.textContent("h1"), wire.sent()], ["One 1", []]);
    await page.evaluate("window.held = false");
    await page.click("#to-two");
    await heading(page, "Two");
    await page.click("#to-one");
    await heading(page, "One 0");
    await page.evaluate("window.held = true; window.asked = 0");
    await page.click("#lead");
    await heading(page, "Two");
    assert.equal(await page.evaluate("asked"), 0);
  });

  test("a form with unsaved text asks before its page is left, over the socket and otherwise", async (t) => {
    const { page, wire } = await opened(t, "/form");
    const asked: string[] = [];
    let answer = false;
    page.on("dialog", (dialog) => {
      asked.push(`${dialog.type()}: ${dialog.message()}`);
      void (answer ? dialog.accept() : dialog.dismiss());
    });
    await page.locator("#text").pressSequentially("hello");
    await page.click("#to-two");
    await eventually(async () => assert.deepEqual(asked, ["confirm: Leave what you wrote?"]));
    assert.deepEqual([await page.textContent("h1"), wire.sent()], ["Form", []]);
    // The browser words this question itself.
    await page.evaluate("void setTimeout(() => location.reload())");
    await eventually(async () => assert.match(asked.at(-1) ?? "", /^beforeunload/));
    await page.click("#save");
    await shows(page.locator("#saved"), "hello");
    const questions = asked.length;
    await page.click("#to-two");
    await heading(page, "Two");
    assert.equal(asked.length, questions, "what is saved isn't asked about");
    await page.goto("/form");
    await live(page);
    await page.locator("#text").pressSequentially("again");
    answer = true;
    await page.click("#to-two");
    await heading(page, "Two");
  });

  test("a view that patches itself without end crashes alone, and comes back", async (t) => {
    const { page, wire } = await opened(t, "/loop");
    await page.click("#spin");
    await shows(page.locator("#how"), "reconnect");
    assert.match(wire.received().join("\n"), /phx_error/);
    assert.equal(wire.loads(), 0);
  });
});

test("into another live session the browser loads a page, once its join was refused", async (t) => {
  const { page, wire } = await opened(t, "/one");
  await page.click("#to-elsewhere");
  await heading(page, "Elsewhere");
  await live(page);
  assert.match(wire.received().join("\n"), /"reason":"unauthorized"/);
  await page.click("#to-two");
  await heading(page, "Two");
  await live(page);
  assert.equal(wire.loads(), 1);
});

describe("a page scrolls", () => {
  test("to the top of the next view, and back to where its reader was", async (t) => {
    const { page, wire } = await opened(t, "/long");
    await scrollTo(page, 900);
    await page.locator("#down-two").evaluate((element) => (element as unknown as { click(): void }).click());
    await heading(page, "Two");
    await standsAt(page, 0);
    await back(page);
    await heading(page, "Long 0");
    await standsAt(page, 900);
    await page.locator("#down-patch").evaluate((element) => (element as unknown as { click(): void }).click());
    await heading(page, "Long 1");
    await standsAt(page, 900);
    assert.equal(wire.loads(), 0);
    await scrollTo(page, 800);
    await page.locator("#down-plain").evaluate((element) => (element as unknown as { click(): void }).click());
    await heading(page, "Plain");
    await back(page);
    await heading(page, "Long 1");
    await live(page);
    await standsAt(page, 800);
  });

  test("to what a fragment names: in a link, in a navigation, in an address", async (t) => {
    const { page } = await opened(t, "/long");
    await page.click("#hash");
    await inSight(page, "#deep");
    await page.goto("/one");
    await live(page);
    await page.click("#to-deep");
    await heading(page, "Long 0");
    await inSight(page, "#deep");
    await page.goto("about:blank");
    await page.goto("/long#deep");
    await live(page);
    await inSight(page, "#deep");
  });

  test("not a box in it, which begins at its top again", async (t) => {
    const { page } = await opened(t, "/box");
    await page.locator("#box").evaluate((element) => element.scrollTo(0, 300));
    await page.locator("#in-box").evaluate((element) => (element as unknown as { click(): void }).click());
    await heading(page, "Two");
    await back(page);
    await heading(page, "Box");
    assert.equal(await page.locator("#box").evaluate((element) => element.scrollTop), 0);
  });
});
