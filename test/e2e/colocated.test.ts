import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import { type Html, definePaths, events, html, js, liveView, router } from "livegate";
import type { Locator, Page } from "playwright-core";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, shows } from "./teacher-browser.ts";

// Protocol, 8.9: hooks, scripts and styles that stand beside the view they belong to.

const paths = definePaths({ home: "/" });
const ev = events({ toggle: null });

/** Rewrites code once, when its module is loaded, so it is a constant of the templates that show it. */
const highlighted = (code: string): Html =>
  html`<pre id="code"><code>${code.split(/\b/).map((word) => (word === "const" ? html`<b class="word">${word}</b>` : word))}</code></pre>`;
const example = highlighted("const a = 1 < 2;");

const home = liveView({
  events: ev,
  mount: () => ({ shown: true }),
  handle: {
    toggle: (socket) => {
      const shown = !socket.assigns.shown;
      socket.assign({ shown }).pushEvent("panel", { run: shown ? "show" : "hide" });
    },
  },
  render: ({ shown }) => html`
    <input id="phone" aria-label="Phone" phx-hook="PhoneNumber" />
    <p id="state">${shown ? "shown" : "hidden"}</p>
    <button id="toggle" phx-click=${ev.toggle}>toggle</button>
    <p id="panel" data-show=${js.show()} data-hide=${js.hide()}>panel</p>
    <p id="global" class="painted">global</p>
    <section data-css="card">
      <b id="inside">inside</b>
      <div id="bound" data-css="badge"><b id="badge">another's</b></div>
    </section>
    <b id="outside">outside</b>
    ${example}
  `,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    client: `import { connect } from "livegate/client";
      import { hooks } from "livegate:colocated";
      window.liveSocket = connect({ hooks });`,
    files: {
      "web/live/phone-live.client.ts": `
        import { hook } from "livegate/client";
        export const PhoneNumber = hook({
          mounted() {
            const input = this.el as HTMLInputElement;
            input.addEventListener("input", () => {
              const digits = input.value.replace(/\\D/g, "").slice(0, 7);
              input.value = digits.replace(/^(\\d{3})(\\d)/, "$1-$2");
            });
          },
        });`,
      "web/live/panel.client.ts": `
        window.addEventListener("phx:panel", (event) => {
          const panel = document.getElementById("panel");
          window.liveSocket.execJS(panel, panel.getAttribute("data-" + event.detail.run));
        });`,
      "web/components/painted.css": `.painted { color: rgb(1, 2, 3); }
        @scope ([data-css~="card"]) to (:scope [data-css] > *) { * { outline-color: rgb(7, 8, 9); } }`,
      "web/components/card.scoped.css": "b, div { color: rgb(4, 5, 6); }",
    },
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (pages) =>
        pages.liveSession("all", { public: true }, (views) => views.live(paths.home, home)),
      ),
    ),
    production: true,
  });
});
after(() => site?.close());

async function opened(t: TestContext): Promise<Page> {
  const { page, complaints } = await site.opened(t);
  t.after(() => assert.deepEqual(complaints, []));
  return page;
}

const colour = (element: Locator, of: "color" | "outlineColor" = "color"): Promise<string> =>
  element.evaluate((node, name) => node.ownerDocument.defaultView?.getComputedStyle(node)[name] ?? "", of);

test("a hook beside its view is in the bundle, by the name that it exports", async (t) => {
  const page = await opened(t);
  await page.locator("#phone").pressSequentially("5551234");
  await eventually(async () => assert.equal(await page.locator("#phone").inputValue(), "555-1234"));
});

test("a script beside its view hears the server, and runs the commands that the page holds", async (t) => {
  const page = await opened(t);
  await page.locator("#toggle").click();
  await shows(page.locator("#state"), "hidden");
  await page.locator("#panel").waitFor({ state: "hidden" });
  await page.locator("#toggle").click();
  await page.locator("#panel").waitFor({ state: "visible" });
});

test("a style sheet beside a component is in the page's, and a scoped one ends where another begins", async (t) => {
  const page = await opened(t);
  assert.equal(await colour(page.locator("#global")), "rgb(1, 2, 3)");
  assert.equal(await colour(page.locator("#inside")), "rgb(4, 5, 6)");
  assert.notEqual(await colour(page.locator("#badge")), "rgb(4, 5, 6)");
  assert.notEqual(await colour(page.locator("#outside")), "rgb(4, 5, 6)");
});

test("a scoped style sheet ends before the element that names another, and one that says so behind it", async (t) => {
  const page = await opened(t);
  const [bound, inside] = [page.locator("#bound"), page.locator("#badge")];
  assert.notEqual(await colour(bound), "rgb(4, 5, 6)");
  assert.deepEqual(
    [await colour(page.locator("#inside"), "outlineColor"), await colour(bound, "outlineColor")],
    ["rgb(7, 8, 9)", "rgb(7, 8, 9)"],
  );
  assert.notEqual(await colour(inside, "outlineColor"), "rgb(7, 8, 9)");
});

test("a block of code that a function has rewritten is markup of the page, and is sent once", async (t) => {
  const { page } = await site.visitor(t);
  const frames: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(String(payload))));
  await page.goto("/");
  await page.locator("#code").waitFor();
  await page.locator("#toggle").click();
  await shows(page.locator("#state"), "hidden");
  assert.equal(await page.locator("#code .word").innerText(), "const");
  assert.equal(await page.locator("#code").innerText(), "const a = 1 < 2;");
  assert.equal(frames.filter((frame) => frame.includes("<b class=")).length, 1);
});
