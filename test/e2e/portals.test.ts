import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import {
  definePaths,
  each,
  events,
  focusWrap,
  html,
  js,
  link,
  liveComponent,
  liveView,
  portal,
  props,
  router,
  runtimeHook,
  stream,
  when,
} from "livegate";
import type { Page } from "playwright-core";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, hasFocus, isAnswered, isAt, shows } from "./teacher-browser.ts";

// Protocol, 8.9 and 10.3: what a template puts elsewhere, what keeps the focus, and hooks that the page brings along.

const paths = definePaths({ home: "/", other: "/other", focus: "/focus", tips: "/tips" });

/** A stream and a button of a component that stands in a portal; the button is put elsewhere once more. */
const Basket = liveComponent({
  props: props<{}>(),
  events: { add: null },
  mount: () => ({ fruits: stream([{ id: 1 }], { key: ({ id }) => id }), count: 1 }),
  handle: {
    add: (socket) => {
      const id = socket.assigns.count + 1;
      socket.assign({ count: id }).stream("fruits").insert({ id });
    },
  },
  render: ({ fruits }, { add }) =>
    html`<div id="basket">
      <ol id="fruits" phx-update="stream">${each(fruits, ({ id }, dom) => html`<li id=${dom}>fruit ${id}</li>`)}</ol>
      ${portal({ id: "add-portal", target: "#aside", children: html`<button id="add" phx-click=${add}>Add</button>` })}
    </div>`,
});

const ev = events({ count: null, toggle: null, away: null });

const home = liveView({
  components: [Basket],
  events: ev,
  mount: () => ({ count: 0, shown: true, left: 0 }),
  handle: {
    count: (socket) => socket.update("count", (n) => n + 1),
    toggle: (socket) => socket.update("shown", (is) => !is),
    away: (socket) => socket.update("left", (n) => n + 1),
  },
  render: ({ count, shown, left }) => html`
    <p id="left">${left}</p>
    <button id="toggle" phx-click=${ev.toggle}>toggle</button>
    ${link({ navigate: paths.other(), id: "to-other" }, "other")}
    <div id="source" phx-click-away=${ev.away}>
      <button id="inside">inside</button>
      ${when(shown, () =>
        portal({
          id: "dialog",
          target: "body",
          class: "dialog",
          children: html`<h2 id="dialog-count">${count}</h2>
            <button id="dialog-button" phx-click=${ev.count}>count</button>
            <b id="dialog-hook" phx-hook="Mark"></b>
            ${portal({
              id: "inner",
              target: "body",
              children: html`<p id="inner-count">${count}</p><button id="inner-button" phx-click=${ev.count}>+</button>`,
            })}`,
        }),
      )}
    </div>
    <div id="aside"></div>
    ${portal({ id: "basket-portal", target: "body", children: Basket({ id: "basket" }) })}
  `,
});

const other = liveView({
  mount: () => ({}),
  render: () => html`${link({ navigate: paths.focus(), id: "to-focus" }, "focus")}`,
});

const focusEvents = events({ choose: null });
const focusPage = liveView({
  events: focusEvents,
  mount: () => ({ chosen: 0 }),
  handle: { choose: (socket) => socket.update("chosen", (n) => n + 1) },
  render: ({ chosen }) => html`
    <button id="open" phx-click=${js.pushFocus().show({ to: "#choices" }).focusFirst({ to: "#choices" })}>open</button>
    <p id="chosen">${chosen}</p>
    ${focusWrap({
      id: "choices",
      rest: { hidden: false, "phx-window-keydown": js.hide({ to: "#choices" }).popFocus(), "phx-key": "Escape" },
      children: html`<button id="one" phx-click=${js.push(focusEvents.choose).hide({ to: "#choices" }).popFocus()}>one</button>
        <input id="two" aria-label="two" />
        <a id="three" href="/focus">three</a>`,
    })}
    ${runtimeHook("Shout", "{ mounted() { this.el.textContent = this.el.textContent.toUpperCase(); } }")}
    <p id="loud" phx-hook="Shout">hello</p>
  `,
});

const tipEvents = events({ count: null });
/** What is shown beside something while the pointer is on it: where it stands in the page, and elsewhere. */
const tips = liveView({
  events: tipEvents,
  mount: () => ({ count: 0 }),
  handle: { count: (socket) => socket.update("count", (n) => n + 1) },
  render: ({ count }) => {
    const tip = (id: string) => html`<p id=${id} role="tooltip" class="tip" hidden>${count} times</p>`;
    const trigger = (id: string, of: string) =>
      html`<button id=${id} phx-hook="Tip" phx-click=${tipEvents.count} aria-describedby=${of}
        data-enter=${js.show({ to: `#${of}` })} data-leave=${js.hide({ to: `#${of}` })}>${id}</button>`;
    return html`<div class="narrow">${trigger("far", "far-tip")}${portal({ id: "far-portal", target: "body", children: tip("far-tip") })}</div>
      <div class="narrow">${trigger("near", "near-tip")}${tip("near-tip")}</div>`;
  },
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    client: `import { connect } from "livegate/client";
      const Tip = {
        mounted() {
          const run = (name) => this.js().exec(this.el.getAttribute(name));
          this.el.addEventListener("mouseenter", () => run("data-enter"));
          this.el.addEventListener("mouseleave", () => run("data-leave"));
        },
      };
      connect({ hooks: { Tip, Mark: { mounted() { this.el.textContent = "marked"; } } } });`,
    styles: ".narrow{position:relative;height:3rem;overflow:hidden} .tip{position:absolute;top:8rem;left:0;margin:0}",
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (pages) =>
        pages.liveSession("all", { public: true }, (views) => {
          views.live(paths.home, home);
          views.live(paths.other, other);
          views.live(paths.focus, focusPage);
          views.live(paths.tips, tips);
        }),
      ),
    ),
  });
});
after(() => site?.close());

async function opened(t: TestContext, path = "/"): Promise<Page> {
  return (await site.opened(t, path)).page;
}

const parentOf = (page: Page, selector: string): Promise<string> =>
  page.locator(selector).evaluate((element) => element.parentElement?.closest("[id]")?.id ?? "body");
const isThere = (page: Page, selector: string, expected: boolean): Promise<void> =>
  eventually(async () => assert.equal((await page.locator(selector).count()) > 0, expected));

describe("a portal", () => {
  test("puts its content at its target, where patches reach it and events lead back", async (t) => {
    const page = await opened(t);
    await shows(page.locator("#dialog-count"), "0");
    assert.equal(await page.locator("[data-phx-main] #dialog-count").count(), 0);
    await shows(page.locator("#dialog-hook"), "marked");
    await page.locator("#dialog-button").click();
    await shows(page.locator("#dialog-count"), "1");
  });

  test("goes and comes back with its place, and is gone after a navigation", async (t) => {
    const page = await opened(t);
    await isThere(page, "#dialog-count", true);
    await page.locator("#toggle").click();
    await isThere(page, "#dialog-count", false);
    await isThere(page, "#inner-count", false);
    await page.locator("#toggle").click();
    await isThere(page, "#dialog-count", true);
    await isThere(page, "#inner-count", true);
    await page.locator("#to-other").click();
    await isAt(page, "/other");
    for (const selector of ["#dialog-count", "#inner-count", "#fruits"]) await isThere(page, selector, false);
  });

  test("may stand in another one", async (t) => {
    const page = await opened(t);
    await page.locator("#inner-button").click();
    await shows(page.locator("#inner-count"), "1");
    await shows(page.locator("#dialog-count"), "1");
  });

  test("may hold a component with a stream, and a button of it that stands elsewhere again", async (t) => {
    const page = await opened(t);
    assert.equal(await parentOf(page, "#add"), "_lv_portal_wrap_add-portal");
    await page.locator("#add").click();
    await page.locator(`#add${isAnswered}`).click();
    await eventually(async () =>
      assert.deepEqual(await page.locator("#fruits li").allInnerTexts(), ["fruit 1", "fruit 2", "fruit 3"]),
    );
  });

  test("is no elsewhere for a click away from where it came from", async (t) => {
    const page = await opened(t);
    await page.locator("#dialog-button").click();
    await shows(page.locator("#dialog-count"), "1");
    await shows(page.locator("#left"), "0");
    await page.locator("#inside").click();
    await page.locator("#left").click();
    await shows(page.locator("#left"), "1");
  });

  test("lets a tooltip out of the box that would cut it off, and patches reach it as they reach one in its place", async (t) => {
    const page = await opened(t, "/tips");
    const [far, near] = [page.locator("#far-tip"), page.locator("#near-tip")];
    const areSeen = (...expected: readonly boolean[]): Promise<void> =>
      eventually(async () => assert.deepEqual([await far.isVisible(), await near.isVisible()], expected));
    const isOnTop = (id: string): Promise<boolean> =>
      page.evaluate(`(({ left, top }) => document.elementFromPoint(left + 2, top + 2)?.id === "${id}")(
        document.getElementById("${id}").getBoundingClientRect())`);
    await areSeen(false, false);
    await page.locator("#far").hover();
    await areSeen(true, false);
    assert.equal(await isOnTop("far-tip"), true);
    await page.locator("#far").click();
    await shows(far, "1 times");
    await page.locator("#near").hover();
    await areSeen(false, true);
    assert.equal(await isOnTop("near-tip"), false);
    await page.locator("#near").click();
    await shows(near, "2 times");
    await page.mouse.move(300, 300);
    await areSeen(false, false);
  });

  test("shows nothing without JavaScript", async (t) => {
    const { page } = await site.visitor(t, { javaScriptEnabled: false });
    await page.goto("/");
    await isThere(page, "#toggle", true);
    await isThere(page, "#dialog-count", false);
  });
});

describe("a focus wrap", () => {
  test("gives the focus to its first thing, and wraps in both directions", async (t) => {
    const page = await opened(t, "/focus");
    await page.locator("#open").click();
    await hasFocus(page.locator("#one"));
    await page.keyboard.press("Shift+Tab");
    await hasFocus(page.locator("#three"));
    await page.keyboard.press("Tab");
    await hasFocus(page.locator("#one"));
    await page.keyboard.press("Tab");
    await hasFocus(page.locator("#two"));
  });

  test("is the client's hook between two ends that take the focus and are nothing to a screen reader", async (t) => {
    const page = await opened(t, "/focus");
    assert.equal(await page.locator("#choices").getAttribute("phx-hook"), "Phoenix.FocusWrap");
    const [first, last] = [page.locator("#choices > :first-child"), page.locator("#choices > :last-child")];
    assert.deepEqual([await first.getAttribute("id"), await last.getAttribute("id")], ["choices-start", "choices-end"]);
    for (const end of [first, last]) {
      assert.deepEqual([await end.getAttribute("tabindex"), await end.getAttribute("aria-hidden")], ["0", "true"]);
    }
  });

  test("gives the focus back when it closes, by a choice or by Escape", async (t) => {
    const page = await opened(t, "/focus");
    for (const close of [() => page.keyboard.press("Escape"), () => page.locator("#one").click()]) {
      await page.locator("#open").click();
      await hasFocus(page.locator("#one"));
      await close();
      await hasFocus(page.locator("#open"));
    }
    await shows(page.locator("#chosen"), "1");
  });
});

test("a hook that the page brings along runs under the policy, also after a navigation", async (t) => {
  const page = await opened(t, "/focus");
  await shows(page.locator("#loud"), "HELLO");
  await page.goto("/other");
  await page.locator("#to-focus").click();
  await isAt(page, "/focus");
  await shows(page.locator("#loud"), "HELLO");
});
