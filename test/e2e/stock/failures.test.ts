import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import { definePaths, html, liveRender, liveView, router } from "livegate";
import type { Page } from "playwright-core";
import { type BrowserSite, type VisitorOptions, browserSite, guarded } from "../browser-site.ts";
import { eventually, live, shows } from "../teacher-browser.ts";
import { type Wire, listen } from "./wire.ts";

// Protocol, 3.4 and 8.8: what fails alone, what takes others along, and how the page comes back.

const paths = definePaths({
  broken: "/broken",
  hopeless: "/hopeless",
  home: "/home",
  twins: "/twins",
  wide: "/wide",
  narrow: "/narrow",
  away: "/away",
});

const broken = liveView({
  mount: () => {
    throw new Error("mount");
  },
  render: () => html`<p>never</p>`,
});

const hopeless = liveView({
  mount: ({ connected }) => {
    if (connected) throw new Error("join");
    return {};
  },
  render: () => html`<h1>Hopeless</h1>`,
});

let mounts = 0;
/** Crashes when it is told to. */
const part = () =>
  liveView({
    events: { inc: null, crash: null },
    mount: ({ connected }) => ({ stamp: connected ? ++mounts : 0, count: 0 }),
    handle: {
      inc: (socket) => socket.update("count", (count) => count + 1),
      crash: () => {
        throw new Error("part");
      },
    },
    render: ({ stamp, count }, ev) =>
      html`<i class="stamp">${stamp}</i><b class="count">${count}</b><button class="inc" phx-click=${ev.inc}>+</button>
        <button class="crash" phx-click=${ev.crash}>!</button>`,
  });
const [alone, linked] = [part(), part()];
const home = liveView({
  views: { alone, linked },
  mount: ({ connected }) => ({ stamp: connected ? ++mounts : 0 }),
  render: ({ stamp }) => html`<h1>${stamp}</h1>${liveRender(alone, { id: "alone" })}
    ${liveRender(linked, { id: "linked", linked: true })}`,
});

/** Fails at its first join and at no other. */
const fragile = liveView({
  mount: ({ connected, navigationType }) => {
    if (connected && navigationType === "load") throw new Error("first join");
    return {};
  },
  render: () => html`<b>whole</b>`,
});
const twins = liveView({
  views: { fragile, alone },
  mount: ({ navigationType }) => ({ navigationType }),
  render: ({ navigationType }) => html`<h1>${navigationType}</h1>${liveRender(fragile, { id: "fragile", linked: true })}
    ${liveRender(alone, { id: "alone" })}`,
});

/** Tells the page something before it leads it elsewhere, at its join. */
const away = liveView({
  container: { tag: "main" },
  mount: ({ connected }) => ({ connected }),
  handleParams: (socket) => {
    if (socket.connected) socket.pushEvent("leaving", { to: "wide" }).pushNavigate(paths.wide());
  },
  render: () => html`<h1>Away</h1>`,
});
const wide = liveView({
  container: { tag: "main", attributes: { class: "wide", lang: "de", hidden: false } },
  mount: () => ({}),
  render: () => html`<h1>Wide</h1>`,
});
const narrow = liveView({
  container: { tag: "main", attributes: { class: ["narrow", "page"], "data-kind": "n" } },
  mount: () => ({}),
  render: () =>
    html`<h1>Narrow</h1><a id="to-wide" href="/wide" data-phx-link="redirect" data-phx-link-state="push">wide</a>`,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    production: true,
    client: `import { connect } from "livegate/client";
      window.heard = [];
      addEventListener("phx:leaving", ({ detail }) => window.heard.push(detail.to));
      window.liveSocket = connect({ liveSocket: { maxReloads: 2, reloadJitterMin: 20, reloadJitterMax: 40, failsafeJitter: 60_000 } });`,
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (r) => {
        r.liveSession("failing", { public: true }, (r) => {
          r.live(paths.broken, broken);
          r.live(paths.hopeless, hopeless);
          r.live(paths.home, home);
          r.live(paths.twins, twins);
        });
        r.liveSession("contained", { public: true }, (r) => {
          r.live(paths.wide, wide);
          r.live(paths.narrow, narrow);
          r.live(paths.away, away);
        });
      }),
    ),
  });
});
after(() => site?.close());

async function opened(t: TestContext, path: string, options?: VisitorOptions): Promise<{ page: Page; wire: Wire }> {
  const { page } = await site.visitor(t, options);
  const wire = listen(page);
  await page.goto(path);
  return { page, wire };
}

test("a mount that fails over HTTP is an error page", async (t) => {
  const { page } = await site.visitor(t, { mayComplain: /status of (?:500|404)/ });
  const response = await page.goto("/broken");
  assert.equal(response?.status(), 500);
});

test("a join that always fails reloads the page a few times, and then waits longer and longer", async (t) => {
  const { page, wire } = await opened(t, "/hopeless");
  let loads = 0;
  await eventually(async () => {
    loads += wire.loads();
    assert.equal(loads, 3);
  });
  await page.locator("[data-phx-main].phx-error").waitFor();
  assert.equal(await page.textContent("h1"), "Hopeless");
});

test("a view inside a page crashes alone, one that is linked takes its page's view along, over the same socket", async (t) => {
  const { page, wire } = await opened(t, "/home");
  await live(page);
  await page.locator("#linked.phx-connected").waitFor();
  const stamps = async (): Promise<(string | null)[]> => [
    await page.textContent("h1"),
    await page.textContent("#alone .stamp"),
    await page.textContent("#linked .stamp"),
  ];
  const first = await stamps();
  await page.click("#alone .crash");
  await eventually(async () => assert.notEqual((await stamps())[1], first[1]));
  const second = await stamps();
  assert.deepEqual([second[0], second[2]], [first[0], first[2]]);
  await page.click("#linked .crash");
  await eventually(async () => {
    const third = await stamps();
    for (const at of [0, 1, 2]) assert.ok(Number(third[at]) > Number(second[at]), third.join());
  });
  for (const id of ["alone", "linked"]) {
    await page.click(`#${id} .inc`);
    await shows(page.locator(`#${id} .count`), "1");
  }
  assert.equal(wire.loads(), 1);
});

test("a view that is linked and fails as it joins takes its page's view along; both join again, without a page load", async (t) => {
  const { page, wire } = await opened(t, "/twins");
  for (const id of ["fragile", "alone"]) await page.locator(`#${id}.phx-connected`).waitFor();
  await live(page);
  await shows(page.locator("h1"), "reconnect");
  await page.click("#alone .inc");
  await shows(page.locator("#alone .count"), "1");
  assert.equal(wire.loads(), 1);
});

test("what a join says before it leads elsewhere is heard", async (t) => {
  const { page } = await opened(t, "/away");
  await shows(page.locator("h1"), "Wide");
  await live(page);
  assert.deepEqual(await page.evaluate("heard"), ["wide"]);
});

test("the element around a page's view is the view's own, and changes when the page navigates", async (t) => {
  const { page } = await opened(t, "/narrow");
  await live(page);
  const main = page.locator("main[data-phx-main]");
  assert.match((await main.getAttribute("class")) ?? "", /^narrow page\b/);
  await page.click("#to-wide");
  await shows(page.locator("h1"), "Wide");
  await eventually(async () => {
    assert.match((await main.getAttribute("class")) ?? "", /\bwide\b/);
    assert.deepEqual([await main.getAttribute("lang"), await main.getAttribute("data-kind")], ["de", null]);
  });
});
