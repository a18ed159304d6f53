import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import {
  definePaths,
  each,
  events,
  form,
  formEvent,
  html,
  liveComponent,
  liveView,
  props,
  router,
  stream,
} from "livegate";
import type { Locator, Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { eventually, hasFocus, isAnswered, live, shows } from "./teacher-browser.ts";
import { type Wire, listen } from "./stock/wire.ts";

const paths = definePaths({ home: "/", streams: "/streams" });

const Counter = liveComponent({
  props: props<{ step: number }>(),
  events: { inc: null },
  mount: () => ({ count: 0 }),
  handle: { inc: (socket) => socket.update("count", (count) => count + socket.assigns.step) },
  render: ({ id, count, step }, ev) =>
    html`<button id="counter-${id}" phx-click=${ev.inc}>${count} by ${step}${count > 2 && html`<b>!</b>`}</button>`,
});

const NoteSchema = z.object({ text: z.string().min(3) });
const named = { as: "note" } as const;

const Note = liveComponent({
  components: [Counter],
  props: props<{ step: number }>(),
  events: { validate: formEvent(NoteSchema, named), save: formEvent(NoteSchema, named) },
  mount: () => ({ form: form(NoteSchema, named), saved: "" }),
  handle: {
    validate: (socket, filled) => socket.assign({ form: filled }),
    save: (socket, filled) => socket.assign({ form: filled, saved: filled.output?.text ?? "" }),
  },
  render: ({ form: { fields, id }, saved, step }, ev) =>
    html`<section id="note">
      <form id=${id} phx-change=${ev.validate} phx-submit=${ev.save}>
        <input id="text" name=${fields.text.name} value=${fields.text.value} />
        <p id="error">${fields.text.errors}</p>
      </form>
      <p id="saved">${saved}</p>
      ${Counter({ id: "inside", step })}
    </section>`,
});

const ev = events({
  show: z.object({ ids: z.string() }),
  step: z.object({ by: z.coerce.number<string | number>() }),
  send: z.object({ id: z.string() }),
});

const board = liveView({
  components: [Counter, Note],
  events: ev,
  mount: () => ({ ids: "ab", step: 1 }),
  handle: {
    show: (socket, shown) => socket.assign(shown),
    step: (socket, { by }) => socket.assign({ step: by }),
    send: (socket, { id }) => socket.sendUpdate(Counter, id, { step: 100 }),
  },
  render: ({ ids, step }) => html`
    <p id="step">${step}</p>
    <ul id="list">
      ${each(
        Array.from(ids),
        (id) => id,
        (id) => html`<li class="row" title=${id}><span>${Counter({ id, step })}</span></li>`,
      )}
    </ul>
    ${Note({ id: 1, step })}
    ${["ab", "ba", "b", "abc", ""].map((shown) => html`<button id="show-${shown}" phx-click=${ev.show} phx-value-ids=${shown}>${shown}</button>`)}
    <button id="step-5" phx-click=${ev.step} phx-value-by="5">5</button>
    <button id="send-b" phx-click=${ev.send} phx-value-id="b">send</button>
  `,
});

const key = ({ id }: { readonly id: string }): string => id;
const items = (ids: string) => Array.from(ids, (id) => ({ id }));

/** A stream in a component, which is a row of a stream itself. */
const Shelf = liveComponent({
  props: props<{ dom: string; version: number }>(),
  events: { add: null, drop: null },
  mount: () => ({ books: stream(items("xy"), { key }) }),
  handle: {
    add: (socket) => socket.stream("books").insert({ id: "z" }),
    drop: (socket) => socket.stream("books").deleteByKey("x"),
  },
  render: ({ id, dom, version, books }, { add, drop }) =>
    html`<li id=${dom}>
      <i>${id}${version}</i>
      <button id="add-${id}" phx-click=${add}>+</button><button id="drop-${id}" phx-click=${drop}>-</button>
      <ol id="books-of-${id}" phx-update="stream">${each(books, ({ id: book }, bookDom) => html`<li id=${bookDom}>${book}</li>`)}</ol>
    </li>`,
});

const streamEvents = events({
  reset: z.object({ ids: z.string() }),
  update: z.object({ id: z.string() }),
  remove: z.object({ id: z.string() }),
});

const shelves = liveView({
  components: [Shelf],
  events: streamEvents,
  mount: () => ({ shelves: stream(items("pq"), { key }), version: 1 }),
  handle: {
    reset: (socket, { ids }) => socket.stream("shelves").reset(items(ids)),
    update: (socket, { id }) => {
      socket.update("version", (version) => version + 1);
      socket.stream("shelves").insert({ id });
    },
    remove: (socket, { id }) => socket.stream("shelves").deleteByKey(id),
  },
  render: ({ shelves: rows, version }) => html`
    <ul id="shelves" phx-update="stream">${each(rows, ({ id }, dom) => html`${Shelf({ id, dom, version })}`)}</ul>
    <button id="turn" phx-click=${streamEvents.reset} phx-value-ids="qp">turn</button>
    <button id="more" phx-click=${streamEvents.reset} phx-value-ids="rqp">more</button>
    <button id="update-p" phx-click=${streamEvents.update} phx-value-id="p">update</button>
    <button id="remove-p" phx-click=${streamEvents.remove} phx-value-id="p">remove</button>
  `,
});

let site: BrowserSite;
before(async () => {
  site = await browserSite({
    router: router((r) =>
      r.scope({ pipeThrough: guarded }, (pages) =>
        pages.liveSession("all", { public: true }, (views) => {
          views.live(paths.home, board);
          views.live(paths.streams, shelves);
        }),
      ),
    ),
  });
});
after(() => site?.close());

async function opened(
  t: TestContext,
  path = "/",
): Promise<{ page: Page; wire: Wire; counter: (id: string) => Locator; press: (id: string) => Promise<void> }> {
  const { page } = await site.visitor(t);
  const wire = listen(page);
  await page.goto(path);
  await live(page);
  return { page, wire, counter: (id) => page.locator(`#counter-${id}`), press: (id) => page.locator(`#${id}`).click() };
}

test("a component handles its own events, and its neighbours stay as they are", async (t) => {
  const { page, counter } = await opened(t);
  for (let click = 0; click < 3; click++) await page.locator(`#counter-b${isAnswered}`).click();
  await shows(counter("b"), "3 by 1!");
  await shows(counter("a"), "0 by 1");
});

test("new props reach components at any depth, in rows and inside others", async (t) => {
  const { counter, press } = await opened(t);
  await counter("a").click();
  await counter("inside").click();
  await press("step-5");
  for (const id of ["a", "inside"]) await shows(counter(id), "1 by 5");
  await shows(counter("b"), "0 by 5");
  await counter("inside").click();
  await shows(counter("inside"), "6 by 5!");
});

test("sendUpdate reaches one component", async (t) => {
  const { counter, press } = await opened(t);
  await press("send-b");
  await shows(counter("b"), "0 by 100");
  await counter("b").click();
  await shows(counter("b"), "100 by 100!");
  await shows(counter("a"), "0 by 1");
});

test("a row that moves takes its component along, and one that goes forgets it", async (t) => {
  const { page, wire, counter, press } = await opened(t);
  await counter("a").click();
  await counter("b").click();
  await page.locator(`#counter-b${isAnswered}`).click();
  await page.locator("#counter-a").evaluate((element) => Object.assign(element, { kept: true }));
  await press("show-ba");
  await shows(page.locator("#list"), "2 by 1\n1 by 1");
  assert.equal(await counter("a").evaluate((element) => "kept" in element), true);
  await press("show-b");
  // Until the page has told so, the server keeps what it was.
  await eventually(async () => assert.ok(wire.sent().includes("cids_destroyed")));
  assert.equal(await counter("a").count(), 0);
  await press("show-abc");
  await shows(page.locator("#list"), "0 by 1\n2 by 1\n0 by 1");
  await counter("a").click();
  await counter("c").click();
  await shows(page.locator("#list"), "1 by 1\n2 by 1\n1 by 1");
});

test("components that come and go in quick succession end as the server has them", async (t) => {
  const { page, counter } = await opened(t);
  await page.evaluate(
    `for (const id of ["show-", "show-b", "show-ab", "show-ba", "show-abc"]) document.getElementById(id).click()`,
  );
  await eventually(async () => assert.equal(await page.locator("#list li").count(), 3));
  for (const id of ["a", "b", "c"]) {
    await shows(counter(id), /^\d by 1$/);
    const count = Number((await counter(id).innerText()).split(" ")[0]);
    await counter(id).click();
    await shows(counter(id), `${count + 1} by 1`);
  }
});

test("the form of a component keeps focus and text while the page around it changes, and is recovered", async (t) => {
  const { page, counter, press } = await opened(t);
  const text = page.locator("#text");
  await text.pressSequentially("ab");
  await shows(page.locator("#error"), /3/);
  await page.evaluate('document.getElementById("step-5").click()');
  await shows(counter("inside"), "0 by 5");
  await hasFocus(text);
  assert.equal(await text.inputValue(), "ab");
  site.dropConnections();
  await page.locator("[data-phx-main].phx-connected").waitFor();
  await shows(page.locator("#step"), "1");
  assert.equal(await text.inputValue(), "ab");
  await text.pressSequentially("c");
  await text.press("Enter");
  await shows(page.locator("#saved"), "abc");
  await press("step-5");
});

test("streams in components keep to themselves, through updates and resets of the stream around them", async (t) => {
  const { page, press } = await opened(t, "/streams");
  const order = (list: string) =>
    page.locator(`#${list} > li`).evaluateAll((rows) => rows.map(({ id }) => id).join(" "));
  const has = (list: string, ids: string) => eventually(async () => assert.equal(await order(list), ids));
  await press("add-p");
  await press("drop-q");
  await has("books-of-p", "books-p-x books-p-y books-p-z");
  await has("books-of-q", "books-q-y");
  await press("update-p");
  await shows(page.locator("#shelves-p i"), "p2");
  await has("books-of-p", "books-p-x books-p-y books-p-z");
  await press("turn");
  await has("shelves", "shelves-q shelves-p");
  await has("books-of-p", "books-p-x books-p-y books-p-z");
  await press("more");
  await has("shelves", "shelves-r shelves-q shelves-p");
  await has("books-of-r", "books-r-x books-r-y");
  await press("remove-p");
  await has("shelves", "shelves-r shelves-q");
  await press("drop-r");
  await has("books-of-r", "books-r-y");
});

test("a page that comes back has its components as mount makes them", async (t) => {
  const { page, counter } = await opened(t);
  await counter("a").click();
  await page.reload();
  await live(page);
  await shows(counter("a"), "0 by 1");
});
