import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import {
  definePaths,
  each,
  events,
  html,
  js,
  liveComponent,
  liveRender,
  liveView,
  portal,
  props,
  router,
} from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "../browser-site.ts";
import { eventually, hasFocus, isAt, live, shows } from "../teacher-browser.ts";
import { type Wire, listen } from "./wire.ts";

// Protocol, 5.6: after a lost connection the page sends its forms again, each as it stood.

const paths = definePaths({ root: "/root", nested: "/nested", kinds: "/kinds", moved: "/moved?to", rows: "/rows" });

const Any = z.looseObject({});
const Text = z.looseObject({ a: z.string().default(""), b: z.string().default("") });

/** The very same form in a component. */
const FormPart = liveComponent({
  props: props<{}>(),
  events: { change: Text },
  mount: () => ({ a: "", b: "" }),
  handle: { change: (socket, { a, b }) => socket.assign({ a, b }) },
  render: ({ a, b }, ev) => html`<form id="part" phx-change=${ev.change}>
    <input id="part-a" name="a" value=${a} /><input id="part-b" name="b" value=${b} /><i id="part-seen">${a}</i></form>`,
});

const fields = ({ a, b }: { a: string; b: string }) => html`<input id="a" name="a" value=${a} />
  <input id="b" name="b" value=${b} /><input type="hidden" name="hidden" value="h" />
  <input name="readonly" value="r" readonly />`;

/** Forms of every place: in the view, in a component, in a portal. */
const forms = liveView({
  components: [FormPart],
  events: { change: Text, elsewhere: Text },
  mount: ({ connected }) => ({ a: "", b: "", x: "", mounted: connected }),
  handle: {
    change: (socket, { a, b }) => socket.assign({ a, b }),
    elsewhere: (socket, { a }) => socket.assign({ x: a }),
  },
  render: ({ a, b, x }, ev) => html`
    <form id="main" phx-change=${ev.change}>${fields({ a, b })}</form><input id="outside" form="main" name="outside" />
    <p id="seen">${a}</p>
    ${FormPart({ id: "part" })}
    ${portal({
      id: "away",
      target: "body",
      children: html`<form id="moved" phx-change=${ev.elsewhere}><input id="moved-a" name="a" value=${x} /></form>`,
    })}<p id="moved-seen">${x}</p>`,
});
const around = liveView({
  views: { forms },
  mount: () => ({}),
  render: () => html`<h1>Around</h1>${liveRender(forms, { id: "inside" })}`,
});

const told = events({ change: Any, custom: Any });
/** What becomes of forms that say more about themselves. */
const kinds = liveView({
  events: told,
  mount: () => ({ own: "" }),
  handle: { change: () => {}, custom: (socket) => socket.assign({ own: "the server's" }) },
  render: ({ own }, ev) => html`
    <form id="command" phx-change=${js.push(ev.change, { by: "command" })}><input id="in-command" name="c" /></form>
    <form phx-change=${ev.change}><input id="in-nameless" name="n" /></form>
    <form id="still"><input id="in-still" name="s" /></form>
    <form id="own" phx-change=${ev.change} phx-auto-recover=${ev.custom}><input id="in-own" name="o" value=${own} /><input name="p" /></form>
    <form id="never" phx-change=${ev.change} phx-auto-recover="ignore"><input id="in-never" name="v" /></form>
    <form id="off" phx-change=${ev.change}><input id="in-off" name="f" /><fieldset disabled><input name="disabled" value="d" /></fieldset></form>
    <form id="bare" phx-change=${ev.change} phx-no-unused-field><input id="in-bare" name="x" /><input name="y" /></form>
    <form id="half" phx-change=${ev.change}><input id="in-half" name="x" /><input name="y" phx-no-unused-field /><input name="z" /></form>`,
});

const moved = liveView({
  params: z.object({ to: z.string().default("start") }),
  events: { change: Text },
  mount: () => ({ at: "" }),
  handleParams: (socket, { to }) => socket.assign({ at: to }),
  handle: { change: (socket, { a }) => socket.pushPatch(paths.moved({ to: a })) },
  render: ({ at }, ev) =>
    html`<p id="at">${at}</p><form id="main" phx-change=${ev.change}><input id="a" name="a" /></form>`,
});

const Rows = z.looseObject({
  rows: z.record(z.string(), z.string()).default({}),
  drop: z.array(z.string()).default([]),
});
/** Rows that a tick takes away and another adds, without commands of ours. */
const rows = liveView({
  events: { change: Rows },
  mount: () => ({ rows: ["one", "two"] as readonly string[] }),
  handle: {
    change: (socket, { rows: typed, drop, add }) => {
      const kept = Object.values(typed).filter((_, index) => !drop.includes(String(index)));
      socket.assign({ rows: add === undefined ? kept : [...kept, "new"] });
    },
  },
  render: ({ rows: shown }, ev) => html`<form id="rows" phx-change=${ev.change}>
    ${each(
      shown.map((text, index) => ({ text, index })),
      ({ index }) => index,
      ({ text, index }) => html`<p><input id="row-${index}" name="rows[${index}]" value=${text} />
        <label><input type="checkbox" name="drop[]" value=${index} />drop ${index}</label></p>`,
    )}
    <label><input type="checkbox" name="add" value="yes" />add</label></form>`,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    client: `import { connect } from "livegate/client"; window.liveSocket = connect();`,
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (r) =>
        r.liveSession("all", { public: true }, (r) => {
          r.live(paths.root, forms);
          r.live(paths.nested, around);
          r.live(paths.kinds, kinds);
          r.live(paths.moved, moved);
          r.live(paths.rows, rows);
        }),
      ),
    ),
  });
});
after(() => site?.close());

async function opened(t: TestContext, path: string): Promise<{ page: Page; wire: Wire }> {
  const { page } = await site.visitor(t);
  const wire = listen(page);
  await page.goto(path);
  await live(page);
  return { page, wire };
}

/** Loses the connection and gets it again; nothing is typed meanwhile. */
async function reconnected(page: Page, wire: Wire): Promise<void> {
  wire.forget();
  await page.evaluate("new Promise((done) => liveSocket.disconnect(done))");
  await page.evaluate("liveSocket.connect()");
  await page.locator("[data-phx-main].phx-connected").waitFor();
}

interface Change {
  readonly event: string;
  readonly value: string;
  readonly meta: Record<string, unknown>;
  readonly cid?: number;
}
/** The form events that a page has sent, as soon as there are so many. */
const changesOf = async (wire: Wire, count: number): Promise<readonly Change[]> => {
  const changes: Change[] = [];
  await eventually(async () => {
    changes.push(...(wire.payloads("event") as Change[]));
    assert.equal(changes.length, count, JSON.stringify(changes));
  });
  return changes.toSorted((one, other) => (one.value < other.value ? -1 : 1));
};
const valueOf = (page: Page, id: string): Promise<string> => page.locator(`#${id}`).inputValue();

for (const [where, path, isOfPage] of [
  ["a page's view", "/root", true],
  // What a view inside a page has put elsewhere the client takes away as soon as the connection is lost.
  ["a view inside a page", "/nested", false],
] as const) {
  describe(`a form of ${where}`, () => {
    test("comes back with values, focus and what nobody has touched, in components and portals too", async (t) => {
      const { page, wire } = await opened(t, path);
      await page.fill("#a", "one");
      await shows(page.locator("#seen"), "one");
      await page.fill("#part-a", "two");
      await shows(page.locator("#part-seen"), "two");
      await page.fill("#moved-a", "three");
      await shows(page.locator("#moved-seen"), "three");
      await page.fill("#outside", "four");
      await page.focus("#a");
      await reconnected(page, wire);
      const changes = await changesOf(wire, isOfPage ? 3 : 2);
      assert.deepEqual(
        changes.map(({ value }) => decodeURIComponent(value)),
        [
          ...(isOfPage ? ["a=three"] : []),
          "a=one&_unused_b=&b=&hidden=h&_unused_readonly=&readonly=r&outside=four",
          "a=two&_unused_b=&b=",
        ].toSorted(),
      );
      for (const { meta } of changes) assert.equal(meta["_target"], "a");
      await shows(page.locator("#seen"), "one");
      await shows(page.locator("#part-seen"), "two");
      assert.deepEqual([await valueOf(page, "a"), await valueOf(page, "part-a")], ["one", "two"]);
      await shows(page.locator("#moved-seen"), isOfPage ? "three" : "");
      // The client replaces the element of a view inside a page, and with it what had the focus.
      if (isOfPage) await hasFocus(page.locator("#a"));
    });
  });
}

test("what a form says of itself: by a command, by an event of its own, never, or without marks", async (t) => {
  const { page, wire } = await opened(t, "/kinds");
  for (const id of ["command", "nameless", "still", "own", "never", "off", "bare", "half"]) {
    await page.fill(`#in-${id}`, "x");
  }
  await changesOf(wire, 7);
  await reconnected(page, wire);
  const changes = await changesOf(wire, 5);
  assert.deepEqual(changes.map(({ event, value, meta }) => `${event} ${value} ${meta["by"] ?? ""}`.trim()).toSorted(), [
    "change c=x command",
    "change f=x",
    "change x=x&y=",
    "change x=x&y=&_unused_z=&z=",
    "custom o=x&_unused_p=&p=",
  ]);
  // What the server makes of an event of its own stands above what was typed.
  await eventually(async () => assert.equal(await valueOf(page, "in-own"), "the server's"));
});

test("a patch that a recovered form leads to ends at its address", async (t) => {
  const { page, wire } = await opened(t, "/moved");
  await page.fill("#a", "there");
  await shows(page.locator("#at"), "there");
  await page.evaluate("history.replaceState(history.state, '', '/moved')");
  await reconnected(page, wire);
  await shows(page.locator("#at"), "there");
  await isAt(page, "/moved?to=there");
});

test("ticks take rows away and add them, and no row more after the connection was lost", async (t) => {
  const { page, wire } = await opened(t, "/rows");
  const typed = (): Promise<string[]> =>
    page
      .locator("#rows p > input")
      .evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value));
  const are = (expected: readonly string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await typed(), expected));
  // What the server answers has no tick in it, so both are as they were.
  await page.getByLabel("add").click();
  await are(["one", "two", "new"]);
  await page.fill("#row-2", "three");
  await page.getByLabel("drop 0").click();
  await are(["two", "three"]);
  await reconnected(page, wire);
  await are(["two", "three"]);
});
