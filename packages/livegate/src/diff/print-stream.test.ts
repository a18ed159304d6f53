import assert from "node:assert/strict";
import { test } from "node:test";
import type { Html } from "../html/brand.ts";
import { each } from "../html/each.ts";
import { container } from "../html/container.ts";
import { Embedding } from "../html/embedding.ts";
import { unmounted } from "../html/embedded-views.ts";
import { html as h } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import type { Slot } from "../html/slot.ts";
import { type Stream, StreamStart, stream } from "../html/stream.ts";
import { StreamSnapshot, StreamSource } from "../html/stream-source.ts";
import { printDiff } from "./print-diff.ts";
import { printFull } from "./print-full.ts";

const development = { csrfToken: "t", nonce: "n", base: "", development: true };

interface Song {
  readonly id: string;
  readonly title: string;
}
const song = (id: string, title = id.toUpperCase()): Song => ({ id, title });
const snapshot = (source: StreamSource): Stream<Song> => new StreamSnapshot(source);

function start(ids: string): StreamSource {
  const source = new StreamSource({ name: "songs", ref: "0" }, true);
  source.start(
    new StreamStart(
      Array.from(ids, (id) => song(id)),
      (item) => (item as Song).id,
      null,
    ),
  );
  return source;
}

const rows = (songs: Stream<Song>): Html => each(songs, ({ title }, id) => h`<li id=${id}>${title}</li>`);
const page = (songs: Stream<Song>, list = rows): Html => h`<ul id="list" phx-update="stream">${list(songs)}</ul>`;

/** Prints pages one after the other, as a view does: what is printed is forgotten. */
class View {
  readonly #source: StreamSource;
  #shown: Html | null = null;

  constructor(source: StreamSource) {
    this.#source = source;
  }

  print(next: Html): Record<string, unknown> {
    const members = this.#shown ? printDiff(this.#shown, next, development) : printFull(next, development);
    this.#shown = next;
    this.#source.printed();
    return JSON.parse(`{${members}}`) as Record<string, unknown>;
  }
}

const NEW_ROW = { "0": ' id="songs-c"', "1": "C" };

test("a join has all items with their statics; a page that tells nothing new is no diff", () => {
  const source = start("ab");
  const view = new View(source);
  assert.deepEqual(view.print(page(snapshot(source)))["0"], {
    k: { "0": { "0": ' id="songs-a"', "1": "A" }, "1": { "0": ' id="songs-b"', "1": "B" }, kc: 2 },
    s: 0,
    stream: [
      "0",
      [
        ["songs-a", -1, null, false],
        ["songs-b", -1, null, false],
      ],
      [],
    ],
  });
  assert.deepEqual(view.print(page(snapshot(source))), {});
});

test("an insert sends its row alone, without statics that the client has", () => {
  const source = start("ab");
  const view = new View(source);
  view.print(page(snapshot(source)));
  source.insert(song("c"), { at: 0, limit: -5 });
  const node = { k: { "0": NEW_ROW, kc: 1 }, stream: ["0", [["songs-c", 0, -5, false]], []] };
  assert.deepEqual(view.print(page(snapshot(source))), { "0": node });
});

test("deletes and resets send no rows, and true only for a reset", () => {
  const source = start("ab");
  const view = new View(source);
  view.print(page(snapshot(source)));
  source.deleteByKey("a");
  assert.deepEqual(view.print(page(snapshot(source))), { "0": { k: { kc: 0 }, stream: ["0", [], ["songs-a"]] } });
  source.reset([], {});
  assert.deepEqual(view.print(page(snapshot(source))), { "0": { k: { kc: 0 }, stream: ["0", [], [], true] } });
});

test("an empty stream is nothing at first, and its first row comes with statics", () => {
  const source = start("");
  const view = new View(source);
  assert.equal(view.print(page(snapshot(source)))["0"], "");
  source.insert(song("c"), {});
  const node = { k: { "0": NEW_ROW, kc: 1 }, s: 0, stream: ["0", [["songs-c", -1, null, false]], []] };
  assert.deepEqual(view.print(page(snapshot(source)))["0"], node);
});

test("rows of another template bring their statics, as do rows of several", () => {
  const either = (songs: Stream<Song>) =>
    each(songs, ({ title }, id) =>
      title < "C" ? h`<li id=${id}>${title}</li>` : h`<li id=${id} class="late">${title}</li>`,
    );
  const source = start("a");
  const view = new View(source);
  view.print(page(snapshot(source), either));
  const statics = (diff: Record<string, unknown>) =>
    (diff["p"] as Record<string, unknown>)[(diff["0"] as { s: string }).s];
  source.insert(song("c"), {});
  assert.deepEqual(statics(view.print(page(snapshot(source), either))), ["<li", ' class="late">', "</li>"]);
  source.insert(song("b"), {});
  source.insert(song("d"), {});
  const diff = view.print(page(snapshot(source), either));
  assert.deepEqual(statics(diff), ["", ""]);
});

test("ids are escaped for where they stand", () => {
  const source = start("");
  const view = new View(source);
  source.insert(song('"<&\\', "x"), {});
  const node = view.print(page(snapshot(source)))["0"] as { k: object; stream: unknown[] };
  assert.deepEqual(node.k, { "0": { "0": ' id="songs-&quot;&lt;&amp;\\"', "1": "x" }, kc: 1 });
  assert.deepEqual(node.stream[1], [['songs-"<&\\', -1, null, false]]);
});

test("over HTTP all items stand where their inserts put them", () => {
  const source = start("ab");
  source.insert(song("c"), { at: 0, limit: 1 });
  source.insert(song("d"), { at: 1 });
  const printed = printHtml(page(snapshot(source)), development);
  assert.deepEqual(
    [...printed.matchAll(/songs-./g)].map(([id]) => id),
    ["songs-c", "songs-d", "songs-a", "songs-b"],
  );
});

const wrongContainers: Record<string, (list: Slot) => Html> = {
  "an id": (list) => h`<ul phx-update="stream">${list}</ul>`,
  'phx-update="stream"': (list) => h`<ul class="x" id=${"x"}><li id="p">none</li>${list}</ul>`,
};
for (const [lacks, wrong] of Object.entries(wrongContainers)) {
  test(`a container that lacks ${lacks} throws in development`, () => {
    assert.throws(() => printFull(wrong(rows(snapshot(start("a")))), development), {
      code: "LG_STREAM_CONTAINER",
      message: new RegExp(`lacks ${lacks}: <ul .*print-stream\\.test\\.ts:\\d+, slot`),
    });
  });
}

test("a container from slots, or of another template, passes", () => {
  const list = () => rows(snapshot(start("a")));
  printFull(h`<ul id=${"x"} phx-update=${"stream"}>${list()}</ul>`, development);
  printFull(h`<ul id="x" phx-update="stream"><li id="none" class="only"><br />None</li>${list()}</ul>`, development);
  printFull(h`<div>${h`${list()}`}</div>`, development);
});

test("a row without its id throws in development", () => {
  const wrong: readonly ((item: Song, id: string) => Html)[] = [
    ({ title }) => h`<li>${title}</li>`,
    ({ id, title }) => h`<li id=${id}>${title}</li>`,
    (_item, id) => h`x<li id=${id}></li>`,
    (_item, id) => h`<li data-id=${id}></li>`,
  ];
  for (const row of wrong) {
    const source = start("a");
    const list = page(snapshot(source), (songs) => each(songs, row));
    assert.throws(() => printFull(list, development), { code: "LG_STREAM_ROW_ID", message: /whose id is "songs-a"/ });
  }
});

test("a row with the input of an upload throws in development: it would never hear of its files", () => {
  const input = h`<input type="file" data-phx-active-refs="">`;
  const list = page(snapshot(start("a")), (songs) => each(songs, (_, id) => h`<li id=${id}>${input}</li>`));
  assert.throws(() => printFull(list, development), {
    code: "LG_STREAM_UPLOAD",
    message: /"songs-a" of the stream "songs"/,
  });
});

test("a row may be a live view whose id is the row's, and no other", () => {
  const view = (id: string) =>
    new Embedding({}, { id, values: {}, isSticky: false, isLinked: false, container: container() });
  const print = (row: (id: string) => Embedding) => {
    const list = page(snapshot(start("a")), (songs) => each(songs, (_, id) => h`${row(id)}`));
    return printFull(list, { ...development, views: unmounted });
  };
  assert.match(print(view), /songs-a/);
  assert.throws(() => print((id) => view(`${id}-view`)), { code: "LG_STREAM_ROW_ID" });
});

test("a stream that comes back after its items were forgotten throws in development, unless it is filled again", () => {
  const source = start("ab");
  const view = new View(source);
  const shown = (open: boolean) => h`<div>${open && page(snapshot(source))}</div>`;
  view.print(shown(true));
  view.print(shown(false));
  source.reset([song("c")], {});
  assert.match(JSON.stringify(view.print(shown(true))), /songs-c/);
  view.print(shown(false));
  assert.throws(() => view.print(shown(true)), { code: "LG_STREAM_FORGOTTEN", message: /"songs" of 1 items/ });
});

test("a stream whose container moves into another template keeps its items", () => {
  const source = start("ab");
  const view = new View(source);
  view.print(h`<div>${page(snapshot(source))}</div>`);
  assert.deepEqual(view.print(h`<main>${page(snapshot(source))}</main>`)["0"], { "0": "", s: 0, r: 1 });
});

test("a stream that is no assign can't be printed", () => {
  assert.throws(() => rows(stream([song("a")], { key: ({ id }) => id })), { code: "LG_STREAM_ASSIGN" });
});
