import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import { definePaths, each, events, html, js, liveRender, liveView, router, stream } from "livegate";
import type { Locator, Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "../browser-site.ts";
import { eventually, live, shows } from "../teacher-browser.ts";
import { type Wire, listen } from "./wire.ts";

// Protocol, 5.2 and 5.9: which gestures become events, with which values and when, and what commands do without the server.

const paths = definePaths({
  keys: "/keys",
  pace: "/pace",
  feed: "/feed",
  commands: "/commands",
  held: "/held",
  heldInside: "/held-inside",
});

const heard = events({ hear: z.looseObject({}) });

/** Shows the payloads that it was sent. */
const keys = liveView({
  events: heard,
  mount: () => ({ last: "", count: 0 }),
  handle: {
    hear: (socket, payload) => socket.assign({ last: JSON.stringify(payload) }).update("count", (count) => count + 1),
  },
  render: ({ last, count }, ev) => html`
    <p id="last">${last}</p><p id="count">${count}</p>
    <input id="any" phx-keydown=${ev.hear} /> <input id="enter" phx-keyup=${ev.hear} phx-key="Enter" />
    <div phx-window-keydown=${ev.hear} phx-key="F2" phx-value-from="window"></div>
    <input id="focus" value="v" phx-focus=${ev.hear} phx-blur=${ev.hear} phx-value-which="focus" />
    <div id="menu" phx-click-away=${ev.hear} phx-value-away="yes"><button id="inside">inside</button></div>
    <button id="values" phx-click=${js.push(heard.hear, { b: 3, c: 4 })} phx-value-a="1" phx-value-b="2">values</button>`,
});

const words = events({ search: z.looseObject({ q: z.string().default("") }), hit: null });
const pace = liveView({
  events: words,
  mount: () => ({ searched: [] as readonly string[], hits: 0 }),
  handle: {
    search: (socket, { q }) => socket.update("searched", (searched) => [...searched, q]),
    hit: (socket) => socket.update("hits", (hits) => hits + 1),
  },
  render: ({ searched, hits }, ev) => html`<p id="searched">${searched.join("|")}</p><p id="hits">${hits}</p>
    <form id="slow" phx-change=${ev.search}><input id="debounced" name="q" phx-debounce="200" /></form>
    <form id="blurred" phx-change=${ev.search}><input id="on-blur" name="q" phx-debounce="blur" /></form>
    <button id="throttled" phx-click=${ev.hit} phx-throttle="60000">hit</button>`,
});

const SIZE = 70;
const WINDOW = 30;
const PAGE = 10;
const item = (id: number) => ({ id });
const span = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, at) => item(from + at));

/** A list of seventy of which the page has thirty. */
const feed = liveView({
  events: { older: z.looseObject({}), newer: z.looseObject({ _overran: z.boolean().optional() }) },
  mount: () => ({ first: 0, rows: stream(span(0, WINDOW), { key: ({ id }) => id }) }),
  handle: {
    older: (socket) => {
      const from = socket.assigns.first + WINDOW;
      const rows = span(from, Math.min(SIZE, from + PAGE));
      for (const row of rows) socket.stream("rows").insert(row, { limit: -WINDOW });
      socket.update("first", (first) => first + rows.length);
    },
    newer: (socket, { _overran: overran }) => {
      const { first } = socket.assigns;
      const to = overran ? 0 : Math.max(0, first - PAGE);
      if (overran) socket.stream("rows").reset(span(0, WINDOW));
      else for (const row of span(to, first).toReversed()) socket.stream("rows").insert(row, { at: 0, limit: WINDOW });
      socket.assign({ first: to });
    },
  },
  render: ({ rows, first }, ev) => html`<p id="first">${first}</p>
    <ul id="feed" phx-update="stream" phx-viewport-top=${first > 0 && ev.newer}
      phx-viewport-bottom=${first + WINDOW < SIZE && ev.older}>
      ${each(rows, ({ id }, dom) => html`<li id=${dom} class="row">row ${id}</li>`)}</ul>`,
});

const noted = events({ note: null, redraw: null });
const commands = liveView({
  events: noted,
  mount: () => ({ n: 0 }),
  handle: { note: (socket) => socket.update("n", (n) => n + 1), redraw: (socket) => socket.update("n", (n) => n + 1) },
  render: ({ n }, ev) => html`<p id="n">${n}</p><button id="redraw" phx-click=${ev.redraw}>redraw</button>
    <div id="panel" data-n=${n} hidden class=${`a ${n > 1 && "b"}`}>panel</div>
    <button id="toggle" aria-expanded="false" phx-click=${js
      .toggleAttribute("aria-expanded", ["true", "false"])
      .toggle({ to: "#panel", in: ["fade", "from", "to"], out: ["fade", "to", "from"], time: 30 })}>toggle</button>
    <button id="set" phx-click=${js.setAttribute("title", "set", { to: "#panel" }).show({ to: "#panel", transition: "fade", time: 30 })}>set</button>
    <button id="remove" phx-click=${js.removeAttribute("title", { to: "#panel" }).hide({ to: "#panel", transition: "fade", time: 30 })}>remove</button>
    <button id="class" phx-click=${js.addClass("own", { to: "#panel" }).toggleClass("other", { to: { closest: "[data-phx-main]" } })}>class</button>
    <button id="exec" phx-click=${js.exec("data-run", { to: "#runs" })}>exec</button>
    <div id="runs" data-run=${js.push(ev.note).dispatch("app:ran", { detail: { n: 1 } })} phx-mounted=${js.addClass("came", { to: "#panel" })}></div>
    <details id="details" phx-mounted=${js.ignoreAttributes("open")}><summary>more</summary>${n}</details>
    ${n > 2 && html`<p id="leaving" phx-remove=${js.addClass("went", { to: "#panel" })}>leaving</p>`}`,
});

/** Handlers wait here until a test lets them go. */
class Gate {
  #waiting: (() => void)[] = [];
  pass = (): Promise<void> => new Promise((done) => this.#waiting.push(done));
  get waits(): number {
    return this.#waiting.length;
  }
  open(): void {
    for (const go of this.#waiting.splice(0)) go();
  }
}
const gate = new Gate();

const Text = z.looseObject({ text: z.string().default(""), kind: z.string().default("") });
const held = liveView({
  events: { change: Text, save: Text, push: null },
  mount: () => ({ text: "", saved: 0, rows: stream([item(0)], { key: ({ id }) => id }) }),
  handle: {
    change: async (socket, { text }) => {
      await gate.pass();
      socket.assign({ text });
      socket.stream("rows").insert(item(socket.assigns.rows.size));
    },
    save: async (socket) => {
      await gate.pass();
      socket.update("saved", (saved) => saved + 1);
    },
    push: () => gate.pass(),
  },
  render: ({ text, saved, rows }, ev) => html`<p id="saved">${saved}</p>
    <form id="form" phx-change=${ev.change} phx-submit=${ev.save}>
      <input id="text" name="text" value=${text} /><input id="fixed" name="fixed" value="x" readonly />
      <select id="kind" name="kind" class=${text === "" ? "blank" : "filled"}><option>a</option><option>b</option></select>
      <button id="save" phx-disable-with="Saving …">Save</button>
      <button id="both" name="by" value="both" phx-click=${js.addClass("clicked", { to: "#saved" })}>Both</button>
      <ul id="rows" phx-update="stream">${each(rows, ({ id }, dom) => html`<li id=${dom} phx-hook="Count">${id}</li>`)}</ul>
    </form>
    <button id="push" phx-click=${ev.push} phx-disable-with="Wait …">push</button>`,
});
const around = liveView({
  views: { held },
  mount: () => ({}),
  render: () => html`<h1>Around</h1>${liveRender(held, { id: "inside" })}`,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    styles: ".row{height:80px} .fade{transition:opacity 30ms} .from{opacity:0} .to{opacity:1}",
    client: `import { connect } from "livegate/client";
      window.hooks = [];
      window.ran = 0;
      addEventListener("app:ran", ({ detail }) => { window.ran += detail.n; });
      connect({
        hooks: { Count: { mounted() { window.hooks.push(this.el.id); } } },
        liveSocket: { metadata: { keydown: (event) => ({ alt: event.altKey }) } },
      });`,
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (r) =>
        r.liveSession("all", { public: true }, (r) => {
          r.live(paths.keys, keys);
          r.live(paths.pace, pace);
          r.live(paths.feed, feed);
          r.live(paths.commands, commands);
          r.live(paths.held, held);
          r.live(paths.heldInside, around);
        }),
      ),
    ),
  });
});
after(() => site?.close());

async function opened(t: TestContext, path: string): Promise<{ page: Page; wire: Wire; at: (id: string) => Locator }> {
  const { page } = await site.visitor(t);
  const wire = listen(page);
  await page.goto(path);
  await live(page);
  wire.forget();
  return { page, wire, at: (id) => page.locator(`#${id}`) };
}

describe("a gesture is an event", () => {
  test("keys: of an element or of the window, all or one, with what the app adds", async (t) => {
    const { page, at } = await opened(t, "/keys");
    await at("any").press("a");
    await shows(at("last"), '{"key":"a","alt":false,"value":""}');
    await at("enter").press("b");
    await at("enter").press("Enter");
    await shows(at("last"), '{"key":"Enter","value":"b"}');
    await shows(at("count"), "2");
    await at("inside").focus();
    await page.keyboard.press("Alt+F2");
    await shows(at("last"), '{"key":"F2","alt":true,"from":"window"}');
  });

  test("focus and blur of an element", async (t) => {
    const { at } = await opened(t, "/keys");
    await at("focus").focus();
    await shows(at("last"), '{"which":"focus","value":"v"}');
    await shows(at("count"), "1");
    await at("inside").focus();
    await shows(at("count"), "2");
  });

  test("clicks: with values, those of the command last, and clicks away from something", async (t) => {
    const { at } = await opened(t, "/keys");
    await at("inside").click();
    await at("values").click();
    await shows(at("last"), '{"a":"1","b":3,"value":"","c":4}');
    await shows(at("count"), "2");
  });
});

describe("the pace of events", () => {
  test("a debounced input waits for a pause, and sends at once when it is left or its form is sent", async (t) => {
    const { page, at, wire } = await opened(t, "/pace");
    await at("debounced").pressSequentially("abc");
    await shows(at("searched"), "abc");
    assert.deepEqual(wire.sent(), ["event"]);
    await at("debounced").pressSequentially("d");
    await at("throttled").focus();
    await shows(at("searched"), "abc|abcd");
    await at("on-blur").pressSequentially("xyz");
    await page.keyboard.press("Tab");
    await shows(at("searched"), "abc|abcd|xyz");
    assert.deepEqual(wire.sent(), ["event", "event"]);
  });

  test("a throttled click counts once in its time", async (t) => {
    const { at, wire } = await opened(t, "/pace");
    for (let click = 0; click < 4; click++) await at("throttled").click();
    await shows(at("hits"), "1");
    assert.deepEqual(wire.sent(), ["event"]);
  });
});

describe("a list without end", () => {
  const rows = (page: Page): Promise<string[]> => page.locator("#feed > li").allInnerTexts();
  const wheel = async (page: Page, by: number): Promise<void> => {
    await page.mouse.move(200, 200);
    await page.mouse.wheel(0, by);
  };

  test("gets more at its end and at its start as it is scrolled, and never has more than its window", async (t) => {
    const { page, at } = await opened(t, "/feed");
    await eventually(async () => {
      await wheel(page, 1500);
      assert.ok(Number(await at("first").innerText()) >= 20);
      assert.equal((await rows(page)).length, WINDOW);
    });
    const first = Number(await at("first").innerText());
    assert.deepEqual((await rows(page))[0], `row ${first}`);
    await eventually(async () => {
      await wheel(page, -700);
      assert.equal(await at("first").innerText(), "0");
    });
    assert.deepEqual((await rows(page)).slice(0, 2), ["row 0", "row 1"]);
    assert.equal((await rows(page)).length, WINDOW);
  });

  test("ends where there is no more", async (t) => {
    const { page, at } = await opened(t, "/feed");
    await eventually(async () => {
      // At the very end there is nothing to scroll, and so nothing to hear.
      await wheel(page, -100);
      await wheel(page, 1500);
      assert.equal(await at("first").innerText(), `${SIZE - WINDOW}`);
    });
    assert.equal((await rows(page)).at(-1), `row ${SIZE - 1}`);
    assert.equal(await at("feed").getAttribute("phx-viewport-bottom"), null);
  });
});

describe("commands", () => {
  const displayOf = (page: Page, id: string): Promise<string> =>
    page.evaluate(`getComputedStyle(document.getElementById("${id}")).display`);

  test("toggle an attribute and an element with transitions, in the order of the page", async (t) => {
    const { page, at } = await opened(t, "/commands");
    await page.evaluate(`
      window.changes = [];
      new MutationObserver((records) => records.forEach(({ target }) => changes.push(target.getAttribute("aria-expanded"))))
        .observe(document.getElementById("toggle"), { attributes: true, attributeFilter: ["aria-expanded"] });`);
    await at("toggle").click();
    await eventually(async () => assert.equal(await displayOf(page, "panel"), "block"));
    await eventually(async () => assert.doesNotMatch((await at("panel").getAttribute("class")) ?? "", /fade/));
    await at("toggle").click();
    await eventually(async () => assert.equal(await displayOf(page, "panel"), "none"));
    assert.deepEqual(await page.evaluate("changes"), ["true", "false"]);
  });

  test("set and remove attributes together with showing and hiding, and patches leave it so", async (t) => {
    const { at } = await opened(t, "/commands");
    await at("set").click();
    await eventually(async () => assert.equal(await at("panel").isVisible(), true));
    assert.equal(await at("panel").getAttribute("title"), "set");
    await at("redraw").click();
    await shows(at("n"), "1");
    assert.deepEqual([await at("panel").isVisible(), await at("panel").getAttribute("title")], [true, "set"]);
    await at("remove").click();
    await eventually(async () => assert.equal(await at("panel").isVisible(), false));
    assert.equal(await at("panel").getAttribute("title"), null);
  });

  test("add classes that stay, run what an attribute holds, and what is wished on coming and going", async (t) => {
    const { page, at } = await opened(t, "/commands");
    const classes = async (): Promise<string> => (await at("panel").getAttribute("class")) ?? "";
    assert.match(await classes(), /came/);
    await at("class").click();
    await eventually(async () =>
      assert.match((await page.locator("[data-phx-main]").getAttribute("class")) ?? "", /other/),
    );
    for (const n of ["1", "2"]) {
      await at("redraw").click();
      await shows(at("n"), n);
    }
    for (const name of ["own", "came", "b"]) assert.match(await classes(), new RegExp(`\\b${name}\\b`));
    await at("exec").click();
    await shows(at("n"), "3");
    assert.equal(await page.evaluate("ran"), 1);
    assert.equal(await at("leaving").count(), 1);
  });

  test("leave to the browser what it opened", async (t) => {
    const { at } = await opened(t, "/commands");
    await at("details").locator("summary").click();
    await at("redraw").click();
    await shows(at("n"), "1");
    assert.equal(await at("details").evaluate((element) => element.hasAttribute("open")), true);
  });
});

for (const [where, path, row] of [
  ["a page's view", "/held", "rows-"],
  ["a view inside a page", "/held-inside", "rows-inside-"],
] as const)
  describe(`until an event of ${where} is acknowledged`, () => {
    const waits = (count: number): Promise<void> => eventually(async () => assert.equal(gate.waits, count));
    const locks = (element: Locator): Promise<string> =>
      element.evaluate((el) => `${el.hasAttribute("data-phx-ref-lock")} ${el.className}`);

    test("its button is disabled and says so, and comes back as it was", async (t) => {
      const { at } = await opened(t, path);
      await at("push").click();
      await waits(1);
      assert.equal(await at("push").innerText(), "Wait …");
      assert.equal(await locks(at("push")), "true phx-click-loading");
      gate.open();
      await shows(at("push"), "push");
      assert.equal(await locks(at("push")), "false ");
    });

    test("a form that is being sent can't be changed or sent again, and what was fixed stays fixed", async (t) => {
      const { at } = await opened(t, path);
      for (let sent = 1; sent <= 2; sent++) {
        await at("save").click();
        await waits(1);
        assert.deepEqual([await at("save").isDisabled(), await at("save").innerText()], [true, "Saving …"]);
        assert.deepEqual([await at("text").isEditable(), await at("fixed").isEditable()], [false, false]);
        assert.match(await locks(at("form")), /phx-submit-loading/);
        gate.open();
        await shows(at("saved"), `${sent}`);
        await eventually(async () => assert.equal(await at("save").isDisabled(), false));
        assert.deepEqual([await at("text").isEditable(), await at("fixed").isEditable()], [true, false]);
      }
    });

    test("changes of a locked form wait for their own acknowledgement, rows and their hooks too", async (t) => {
      const { page, at } = await opened(t, path);
      const shown = (): Promise<string[]> => page.locator("#rows li").allInnerTexts();
      await at("text").pressSequentially("a");
      await waits(1);
      await at("text").pressSequentially("b");
      gate.open();
      await waits(1);
      // The first answer is here; the second event still locks the form.
      assert.deepEqual([await shown(), await page.evaluate("hooks")], [["0"], [`${row}0`]]);
      assert.equal(await at("text").inputValue(), "ab");
      await at("save").click();
      gate.open();
      await waits(1);
      gate.open();
      await shows(at("saved"), "1");
      await eventually(async () => assert.deepEqual(await shown(), ["0", "1", "2"]));
      assert.deepEqual(await page.evaluate("hooks"), [`${row}0`, `${row}1`, `${row}2`]);
      assert.equal(await locks(at("form")), "false ");
    });

    test("a button may run a command and send its form", async (t) => {
      const { at, wire } = await opened(t, path);
      await at("both").click();
      await waits(1);
      gate.open();
      await shows(at("saved"), "1");
      assert.equal(await at("saved").getAttribute("class"), "clicked");
      assert.match(JSON.stringify(wire.payloads("event")), /by=both/);
    });

    test("a list to choose from takes classes of the server's while it has the focus", async (t) => {
      const { at } = await opened(t, path);
      await at("text").fill("x");
      await waits(1);
      await at("kind").focus();
      gate.open();
      await eventually(async () => assert.equal(await at("kind").getAttribute("class"), "filled"));
    });
  });
