import {
  assignAsync,
  asyncResult,
  definePaths,
  each,
  html,
  link,
  liveComponent,
  liveFileInput,
  liveLayout,
  liveRender,
  liveView,
  pageLayout,
  portal,
  props,
  type Router,
  router,
  stream,
  upload,
  uploadWriter,
} from "livegate";
import { z } from "zod";
import { guarded } from "./browser-site.ts";

const paths = definePaths({
  home: "/",
  next: "/next",
  list: "/list",
  seats: "/seats",
  shelves: "/shelves",
  task: "/task?p",
});

/** What uploads write into: how many files are there, and a gate before each chunk. */
export const storage = { files: 0, gate: Promise.resolve(), release: (): void => {} };
/** Has chunks wait until `release` is called. */
export function holdChunks(): void {
  const { promise, resolve } = Promise.withResolvers<void>();
  storage.gate = promise;
  storage.release = resolve;
}
const held = uploadWriter({
  init: () => {
    storage.files += 1;
    return { bytes: 0 };
  },
  writeChunk: async (state: { bytes: number }, chunk) => {
    await storage.gate;
    state.bytes += chunk.length;
  },
  meta: ({ bytes }) => ({ bytes }),
  dispose: () => {
    storage.files -= 1;
  },
});

const uploader = liveComponent({
  props: props<{ label: string }>(),
  uploads: { files: upload({ accept: [".txt"], writer: held, chunkSize: 1000 }) },
  events: { validate: null, save: null },
  mount: () => ({ saved: [] as readonly string[] }),
  handle: {
    validate: () => {},
    save: async (socket) => {
      const got = await socket.consumeUploadedEntries("files", ({ bytes }) => `${bytes}`);
      socket.update("saved", (saved) => [...saved, ...got]);
    },
  },
  render: ({ uploads, saved, label, id }, ev) => html`<li id=${id} class="uploader">
    <form id="form-${id}" phx-change=${ev.validate} phx-submit=${ev.save}>${liveFileInput(uploads.files)}<button>Save ${label}</button></form>
    <i class="progress">${uploads.files.entries.map((e) => e.progress).join(" ")}</i><b class="saved">${saved.join(" ")}</b></li>`,
});

const Player = liveView({
  components: [uploader],
  events: { inc: null },
  mount: () => ({ n: 0 }),
  handle: { inc: (socket) => socket.update("n", (n) => n + 1) },
  render: ({ n }, ev) =>
    html`<button class="inc" phx-click=${ev.inc}>${n}</button><ul>${uploader({ id: "up", label: "up" })}</ul>`,
});

const layout = liveLayout({
  needs: [],
  views: { player: Player },
  render: ({ inner }) => html`${inner}${liveRender(Player, { id: "player", sticky: true })}`,
});

interface Line {
  readonly id: string;
  readonly text: string;
}
const card = liveComponent({
  props: props<{ text: string; dom: string }>(),
  events: { add: null, drop: null },
  mount: ({ text }) => ({ lines: stream<Line>([{ id: "0", text }], { key: (l) => l.id }), n: 0 }),
  handle: {
    add: (socket) => {
      const n = socket.assigns.n + 1;
      socket.assign({ n });
      socket.stream("lines").insert({ id: `${n}`, text: `l${n}` }, { at: 0 });
    },
    drop: (socket) => socket.stream("lines").deleteByKey("0"),
  },
  render: ({ id, dom, text, lines, n }, ev) => html`<li id=${dom} title=${text}>
    <ul id="lines-${id}" phx-update="stream">${each(lines, (line, row) => html`<li id=${row}>${line.text}</li>`)}</ul><em>${lines.size}</em>
    ${portal({ id: `portal-${id}`, target: "#outside", children: html`<div id="tele-${id}"><button class="add" phx-click=${ev.add}>add ${n}</button><button class="drop" phx-click=${ev.drop}>drop</button></div>` })}
  </li>`,
});
const Shelf = liveView({
  session: z.object({ name: z.string() }),
  components: [card],
  events: { add: null, drop: null, reset: null },
  mount: ({ session: { name } }) => ({ name, books: stream([{ id: "a" }, { id: "b" }], { key: ({ id }) => id }) }),
  handle: {
    add: (socket) => socket.stream("books").insert({ id: "c" }, { at: 0 }),
    drop: (socket) => socket.stream("books").deleteByKey("a"),
    reset: (socket) => socket.stream("books").reset([{ id: "b" }, { id: "d" }]),
  },
  render: ({ name, books }, ev) => html`<ul id="books-in-${name}" phx-update="stream">
      ${each(books, ({ id }, dom) => html`<li id=${dom}>${id}</li>`)}
    </ul>
    <ol>${card({ id: `card-${name}`, text: name, dom: `card-in-${name}` })}</ol>
    <button class="add" phx-click=${ev.add}>add</button> <button class="drop" phx-click=${ev.drop}>drop</button>
    <button class="reset" phx-click=${ev.reset}>reset</button>`,
});
/** How many of these have a page. */
export const counters = { alive: 0 };
const Counter = liveView({
  events: { inc: null },
  mount: () => ({ n: 0, life: assignAsync(watched) }),
  handle: { inc: (socket) => socket.update("n", (n) => n + 1) },
  render: ({ n }, ev) => html`<button class="inc" phx-click=${ev.inc}>${n}</button>`,
});
/** Lasts as long as its view. */
function watched({ signal }: { readonly signal: AbortSignal }): Promise<never> {
  counters.alive += 1;
  signal.addEventListener("abort", () => {
    counters.alive -= 1;
  });
  return new Promise(() => {});
}

/** Each row of a stream is a view of its own. */
const seats = liveView({
  views: { counter: Counter },
  events: { add: null, drop: null, reset: null },
  mount: () => ({ rows: stream([{ id: "a" }, { id: "b" }], { key: ({ id }) => id, limit: 3 }) }),
  handle: {
    add: (socket) => socket.stream("rows").insert({ id: "c" }, { at: 0 }),
    drop: (socket) => socket.stream("rows").deleteByKey("a"),
    reset: (socket) => socket.stream("rows").reset([{ id: "d" }, { id: "b" }]),
  },
  render: ({ rows }, ev) => html`<h1>Seats</h1>
    <ul id="rows" phx-update="stream">
      ${each(rows, (_, id) => html`${liveRender(Counter, { id, container: { tag: "li" } })}`)}
    </ul>
    <button id="add" phx-click=${ev.add}>add</button> <button id="drop" phx-click=${ev.drop}>drop</button>
    <button id="reset" phx-click=${ev.reset}>reset</button>`,
});
const shelves = liveView({
  views: { shelf: Shelf },
  mount: () => ({}),
  render: () => html`<h1>Shelves</h1><div id="outside"></div>
    ${["one", "two"].map((name) => html`<section>${liveRender(Shelf, { id: name, session: { name } })}</section>`)}`,
});

const board = liveComponent({
  props: props<Record<never, never>>(),
  components: [card],
  events: { more: null, less: null, reset: null },
  mount: () => ({
    cards: stream<Line>(
      [
        { id: "a", text: "A" },
        { id: "b", text: "B" },
      ],
      { key: (c) => c.id },
    ),
  }),
  handle: {
    more: (socket) => socket.stream("cards").insert({ id: "c", text: "C" }, { at: 0 }),
    less: (socket) => socket.stream("cards").deleteByKey("a"),
    reset: (socket) =>
      socket.stream("cards").reset([
        { id: "b", text: "B2" },
        { id: "d", text: "D" },
      ]),
  },
  render: ({ cards }, ev) => html`<section>
    <button id="more" phx-click=${ev.more}>more</button><button id="less" phx-click=${ev.less}>less</button><button id="reset" phx-click=${ev.reset}>reset</button>
    <ul id="cards" phx-update="stream">${each(cards, (c, dom) => html`${card({ id: c.id, text: c.text, dom })}`)}</ul></section>`,
});

const Inner = liveView({
  components: [board],
  mount: () => ({}),
  render: () => html`<div>${board({ id: "board" })}</div>`,
});
const home = liveView({
  views: { inner: Inner },
  events: { turn: null },
  mount: () => ({ n: 0 }),
  handle: { turn: (socket) => socket.update("n", (n) => n + 1) },
  render: (
    { n },
    ev,
  ) => html`<h1>Home</h1><button id="turn" phx-click=${ev.turn}>turn ${n}</button><div id="outside"></div>
    ${liveRender(Inner, { id: "inner" })} ${link({ navigate: paths.next() }, "Next")}`,
});
const next = liveView({
  mount: () => ({}),
  render: () => html`<h1>Next</h1>${link({ navigate: paths.home() }, "Home")}`,
});
const list = liveView({
  components: [uploader],
  events: { more: null, less: null },
  mount: () => ({ rows: stream([{ id: "a" }, { id: "b" }], { key: ({ id }: { id: string }) => id }) }),
  handle: {
    more: (socket) => socket.stream("rows").insert({ id: "c" }, { at: 0 }),
    less: (socket) => socket.stream("rows").deleteByKey("a"),
  },
  render: (
    { rows },
    ev,
  ) => html`<h1>List</h1><ul id="rows" phx-update="stream">${each(rows, (r, dom) => html`${uploader({ id: dom, label: r.id })}`)}</ul>
    <button id="more" phx-click=${ev.more}>more</button><button id="less" phx-click=${ev.less}>less</button>
    ${link({ navigate: paths.next() }, "Next")}`,
});

interface Run {
  readonly end: (value: string) => void;
  readonly signal: AbortSignal;
}
/** The tasks that have begun, in order; each ends when the test says so. */
export const runs: Run[] = [];
const run = ({ signal }: { readonly signal: AbortSignal }): Promise<string> =>
  new Promise((end) => {
    runs.push({ end, signal });
  });
const task = liveView({
  params: z.object({ p: z.string().default("0").catch("0") }),
  events: { start: null, cancel: null },
  mount: () => ({ word: assignAsync(run), p: "0", said: [] as readonly string[] }),
  handleParams: (socket, { p }) => socket.assign({ p }),
  handle: {
    start: (socket) =>
      socket.startAsync("job", {
        run,
        handleAsync: (landed, outcome) =>
          landed.update("said", (said) => [...said, outcome.ok ? outcome.value : outcome.reason]),
      }),
    cancel: (socket) => socket.cancelAsync("job"),
  },
  render: (
    { word, p, said },
    ev,
  ) => html`<h1>Task ${p}</h1><p id="word">${asyncResult({ of: word, loading: "loading", ok: (w) => w })}</p><p id="said">${said.join(" ")}</p>
    <button id="start" phx-click=${ev.start}>start</button><button id="cancel" phx-click=${ev.cancel}>cancel</button>
    ${link({ patch: paths.task({ p: "1" }) }, "Patch")} ${link({ navigate: paths.next() }, "Next")}`,
});

export const combinedRoutes: Router = router((r) => {
  r.scope({ pipeThrough: guarded, layout: pageLayout({ needs: [], render: ({ inner }) => inner }) }, (r) => {
    r.liveSession("all", { layout }, (r) => {
      r.live(paths.home, home);
      r.live(paths.next, next);
      r.live(paths.list, list);
      r.live(paths.seats, seats);
      r.live(paths.shelves, shelves);
      r.live(paths.task, task);
    });
  });
});
