// Measures templates and diffs alone: one line of JSON, CPU microseconds and allocated bytes of each operation.
//
//   node bench/micro/render.ts
import { printDiff } from "../../packages/livegate/src/diff/print-diff.ts";
import { printFull } from "../../packages/livegate/src/diff/print-full.ts";
import type { Html } from "../../packages/livegate/src/html/brand.ts";
import { each, row } from "../../packages/livegate/src/html/each.ts";
import { escapeHtml } from "../../packages/livegate/src/html/escape.ts";
import { html } from "../../packages/livegate/src/html/html.ts";
import { printHtml } from "../../packages/livegate/src/html/print-html.ts";
import { type Album, albums, renamed } from "../app/albums.ts";
import { type Cost, lastResult, measure } from "./measure.ts";

const context = { csrfToken: "token", nonce: "nonce", base: "", development: false };

const rowOf = (album: Album): Html =>
  html`<tr id="album-${album.id}">
    <td>${album.title}</td>
    <td>${album.artist}</td>
    <td>${album.year}</td>
    <td>${album.genre}</td>
    <td>${album.tracks}</td>
  </tr>`;
const AlbumRow = row(rowOf);

const page = (count: number, list: readonly Album[]): Html =>
  html`<h1>Albums</h1>
    <p><button phx-click="inc">Count</button> <span id="count">${count}</span></p>
    <table>
      <tbody>
        ${each(list, (album) => album.id, AlbumRow)}
      </tbody>
    </table>`;

const plainPage = (count: number, list: readonly Album[]): Html =>
  html`<h1>Albums</h1>
    <p><span id="count">${count}</span></p>
    <table>
      <tbody>
        ${each(
          list,
          (album) => album.id,
          (album) => rowOf(album),
        )}
      </tbody>
    </table>`;

/** The string is made whole, as a socket needs it. */
const flat = (text: string): number => Buffer.byteLength(text);

function pageCosts(size: number): Record<string, Cost> {
  const list: readonly Album[] = albums(size);
  const renames = Array.from({ length: 64 }, (_, index) => {
    const at = (index * 37) % size;
    return list.map((album, place) => (place === at ? renamed(album) : album));
  });
  const moved = [list, list.toReversed()];
  const longer = [list, [...albums(size + 1).slice(size), ...list]];
  const diffOf = (render: typeof page, next: (count: number) => readonly [number, readonly Album[]]) => {
    let shown = render(...next(0));
    printFull(shown, context);
    return (count: number) => {
      const previous = shown;
      shown = render(...next(count));
      return flat(printDiff(previous, shown, context));
    };
  };
  return {
    render: measure((count) => page(count, list)),
    idle: measure(diffOf(page, () => [0, list])),
    inc: measure(diffOf(page, (count) => [count, list])),
    rename: measure(diffOf(page, (count) => [0, renames[count % 64] ?? list])),
    reverse: measure(diffOf(page, (count) => [0, moved[count % 2] ?? list])),
    prepend: measure(diffOf(page, (count) => [0, longer[count % 2] ?? list])),
    plainInc: measure(diffOf(plainPage, (count) => [count, list])),
    full: measure((count) => flat(printFull(page(count, list), context))),
    html: measure((count) => flat(printHtml(page(count, list), context))),
  };
}

const clean = "Southern Machines";
const dirty = 'The "Weather" & Silent <Trio>';
const long = clean.repeat(60);

console.log(
  JSON.stringify({
    node: process.version,
    rows100: pageCosts(100),
    ...(process.argv.includes("--large") ? { rows1000: pageCosts(1000) } : {}),
    escape: {
      clean: measure(() => escapeHtml(clean)),
      dirty: measure(() => escapeHtml(dirty)),
      long: measure(() => escapeHtml(long)),
    },
    printed: {
      fullBytes: flat(printFull(page(1, albums(100)), context)),
      htmlBytes: flat(printHtml(page(1, albums(100)), context)),
    },
    kept: typeof lastResult(),
  }),
);
