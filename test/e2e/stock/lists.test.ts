import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import {
  asyncResult,
  definePaths,
  each,
  events,
  html,
  js,
  link,
  liveView,
  router,
  stream,
  streamAsync,
} from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { seededRandom } from "../../../packages/livegate/src/protocol/seeded-random.ts";
import { type BrowserSite, browserSite, guarded } from "../browser-site.ts";
import { eventually, live, shows } from "../teacher-browser.ts";

// Protocol, 4.4 and 4.5: lists as the server has them, whatever happened in between.

const paths = definePaths({ tables: "/tables/:keys", shelf: "/shelf?of", leaving: "/leaving", later: "/later" });

const Groups = z.array(z.object({ id: z.number(), rows: z.array(z.number()) }));
type Groups = z.infer<typeof Groups>;
const tableEvents = events({ show: z.object({ groups: Groups }) });

const keysOf = { all: [true, true], outer: [true, false], none: [false, false] } as const;
/** Tables in a table: keyed at both depths, at the outer one, or nowhere. */
const tables = liveView({
  params: z.object({ keys: z.enum(["all", "outer", "none"]) }),
  events: tableEvents,
  mount: ({ params }) => ({ keys: keysOf[params.keys], groups: [] as Groups }),
  handle: { show: (socket, { groups }) => socket.assign({ groups }) },
  render: ({ keys: [outer, inner], groups }) =>
    html`<h1 id="hook" phx-hook="Show">Tables</h1><table>${each(
      groups.map((group, at) => ({ ...group, at })),
      ({ id, at }) => (outer ? id : at),
      ({ id, rows }) =>
        html`<tbody><tr><th>${id}</th><td>${each(
          rows.map((row, at) => ({ row, at })),
          ({ row, at }) => (inner ? row : at),
          ({ row }) => html`<i title=${row}>${row % 2 === 0 ? html`<b>${row}</b>` : row}</i> `,
        )}</td></tr></tbody>`,
    )}</table>`,
});

const item = (id: string) => ({ id });
const key = ({ id }: { readonly id: string }) => id;
const items = (ids: string) => Array.from(ids, item);

const shelves: Readonly<Record<string, string>> = { books: "abc", films: "bde" };
/** A stream that a patch swaps, beside something that is none. */
const shelf = liveView({
  params: z.object({ of: z.string().default("books") }),
  events: { add: z.object({ id: z.string() }), empty: null, hide: null, redraw: null },
  mount: () => ({ rows: stream<{ id: string }>([], { key }), n: 0 }),
  handleParams: (socket, { of }) => socket.stream("rows").reset(items(shelves[of] ?? "")),
  handle: {
    add: (socket, { id }) => socket.stream("rows").insert({ id }),
    empty: (socket) => socket.stream("rows").reset(),
    hide: () => {},
    redraw: (socket) => socket.update("n", (n) => n + 1),
  },
  render: ({ rows, n }, ev) => html`<p id="n">${n}</p>
    ${link({ patch: paths.shelf({ of: "films" }), id: "films" }, "films")} ${link({ patch: paths.shelf(), id: "books" }, "books")}
    <button id="add" phx-click=${ev.add} phx-value-id="z">add</button><button id="empty" phx-click=${ev.empty}>empty</button>
    <button id="redraw" phx-click=${ev.redraw}>redraw</button>
    <button id="hide" phx-click=${js.hide({ to: "#rows-b" })}>hide</button>
    <ul id="rows" phx-update="stream">
      <li id="nothing">none</li>

      ${each(rows, ({ id }, dom) => html`<li id=${dom}>${id}</li>`)}

    </ul>`,
});

/** Rows that leave slowly, and may be back before they are gone. */
const leaving = liveView({
  events: { reset: z.object({ ids: z.string() }) },
  mount: () => ({ rows: stream(items("abc"), { key }) }),
  handle: { reset: (socket, { ids }) => socket.stream("rows").reset(items(ids)) },
  render: ({ rows }, ev) => html`<button id="swap" phx-click=${ev.reset} phx-value-ids="de">swap</button>
    <button id="back" phx-click=${ev.reset} phx-value-ids="cba">back</button>
    <ul id="rows" phx-update="stream">${each(
      rows,
      ({ id }, dom) => html`<li id=${dom} phx-remove=${js.hide({ transition: "fade", time: 150 })}>${id}</li>`,
    )}</ul>`,
});

const later = liveView({
  events: { more: null },
  mount: () => ({
    rows: streamAsync(() => items("ab"), { key }),
  }),
  handle: { more: (socket) => socket.streamAsync("rows", () => items("cd")) },
  render: ({ rows }, ev) => html`<button id="more" phx-click=${ev.more}>more</button>
    <ul id="rows" phx-update="stream">${asyncResult({
      of: rows,
      ok: (list) =>
        each(
          list,
          ({ id }, dom) => html`<li id=${dom}>${["one", "two"].map((word) => html`<i>${id}${word}</i>`)}</li>`,
        ),
    })}</ul>`,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    styles: ".fade{opacity:0;transition:opacity 150ms}",
    client: `import { connect } from "livegate/client";
      const Show = { mounted() { window.show = (groups) => new Promise((done) => this.pushEvent("show", { groups }, done)); } };
      window.liveSocket = connect({ hooks: { Show } });`,
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (r) =>
        r.liveSession("all", { public: true }, (r) => {
          r.live(paths.tables, tables);
          r.live(paths.shelf, shelf);
          r.live(paths.leaving, leaving);
          r.live(paths.later, later);
        }),
      ),
    ),
  });
});
after(() => site?.close());

const opened = async (t: TestContext, path: string): Promise<Page> => (await site.opened(t, path)).page;

/** The rows of the list, by their ids. */
const order = (page: Page): Promise<string> =>
  page.locator("#rows > li").evaluateAll((rows) => rows.map(({ id }) => id.replace("rows-", "")).join(" "));
const has = (page: Page, ids: string): Promise<void> => eventually(async () => assert.equal(await order(page), ids));

for (const keys of ["all", "outer", "none"] as const) {
  test(`tables in a table end as the server has them after twenty shuffles: keys for ${keys}`, async (t) => {
    const page = await opened(t, `/tables/${keys}`);
    const random = seededRandom(7);
    const some = (most: number): number[] =>
      Array.from({ length: most }, (_, id) => id).filter(() => random.below(3) > 0);
    const shuffled = (ids: number[]): number[] => {
      for (let at = ids.length - 1; at > 0; at--) {
        const other = random.below(at + 1);
        [ids[at], ids[other]] = [ids[other]!, ids[at]!];
      }
      return ids;
    };
    for (let round = 0; round < 20; round++) {
      const groups: Groups = shuffled(some(6)).map((id) => ({
        id,
        rows: shuffled(some(5)).map((row) => id * 10 + row),
      }));
      await page.evaluate(`window.show(${JSON.stringify(groups)})`);
      const shown = await page.evaluate<string[]>(
        `Array.from(document.querySelectorAll("tbody"), (body) => [
          body.querySelector("th").textContent,
          ...Array.from(body.querySelectorAll("i"), (i) => i.title + "=" + i.textContent),
        ].join())`,
      );
      assert.deepEqual(
        shown,
        groups.map(({ id, rows }) => [id, ...rows.map((row) => `${row}=${row}`)].join()),
        `round ${round}`,
      );
    }
  });
}

describe("a stream in the browser", () => {
  test("is swapped by a patch, keeps what is no row of it, and gathers no white space", async (t) => {
    const page = await opened(t, "/shelf");
    const nodes = (): Promise<number> =>
      page.locator("#rows").evaluate((list) => list.childNodes.length - list.children.length);
    // Where among the rows it stands is the client's matter.
    const hasAll = (ids: string): Promise<void> =>
      eventually(async () => assert.equal((await order(page)).split(" ").toSorted().join(" "), ids));
    await hasAll("a b c nothing");
    await page.click("#films");
    await hasAll("b d e nothing");
    await page.click("#books");
    await hasAll("a b c nothing");
    await page.click("#empty");
    await has(page, "nothing");
    const texts = await nodes();
    await page.click("#add");
    await hasAll("nothing z");
    for (const n of ["1", "2", "3"]) {
      await page.click("#redraw");
      await shows(page.locator("#n"), n);
    }
    assert.ok((await nodes()) <= texts, "no text nodes more");
  });

  test("what a command has hidden stays hidden when the connection was lost", async (t) => {
    const page = await opened(t, "/shelf");
    await page.click("#hide");
    await eventually(async () => assert.equal(await page.locator("#rows-b").isVisible(), false));
    await page.evaluate("new Promise((done) => liveSocket.disconnect(done))");
    await page.evaluate("liveSocket.connect()");
    await live(page);
    await page.click("#redraw");
    await shows(page.locator("#n"), "1");
    assert.equal(await page.locator("#rows-b").isVisible(), false);
    assert.equal(await page.locator("#rows-a").isVisible(), true);
  });

  test("rows that are on their way out and come back by a reset are there, once and in order", async (t) => {
    const page = await opened(t, "/leaving");
    await page.click("#swap");
    await page.click("#back");
    await has(page, "c b a");
    await page.click("#swap");
    await has(page, "d e");
    await page.click("#back");
    await has(page, "c b a");
    for (const id of ["a", "b", "c"])
      await eventually(async () => assert.equal(await page.locator(`#rows-${id}`).isVisible(), true));
  });

  test("is filled by a task, and again, with lists in its rows", async (t) => {
    const page = await opened(t, "/later");
    await has(page, "a b");
    await page.click("#more");
    await has(page, "a b c d");
    assert.equal(await page.textContent("#rows-d"), "donedtwo");
  });
});
