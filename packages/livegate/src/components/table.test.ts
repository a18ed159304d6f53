import assert from "node:assert/strict";
import { test } from "node:test";
import { LivegateError } from "../errors/livegate-error.ts";
import { stream } from "../html/stream.ts";
import { definePaths } from "../paths/define-paths.ts";
import { attribute, print, tags } from "./print.fixture.ts";
import { type Column, table } from "./table.ts";

interface Album {
  readonly id: number;
  readonly title: string;
  readonly year: number;
}
const albums: readonly Album[] = [
  { id: 3, title: "Blue", year: 1971 },
  { id: 7, title: "<Hejira>", year: 1976 },
];
const paths = definePaths({ albums: "/albums?order" });
const columns: readonly Column<Album>[] = [
  { label: "Title", cell: ({ title }) => title, isHeader: true },
  {
    label: "Year",
    cell: ({ year }) => year,
    align: "end",
    sort: { patch: paths.albums({ order: "year" }), order: "ascending" },
  },
];
const parts = { id: "albums", caption: "Albums", columns, rows: albums, key: ({ id }: Album) => id } as const;

test("a table has a row for each record, named by its key, and a cell for each column", () => {
  const page = print(table(parts));
  assert.deepEqual(
    tags(page, "tr")
      .slice(1)
      .map((tag) => attribute(tag, "id")),
    ["albums-3", "albums-7"],
  );
  assert.match(page, /<th scope="row"[^>]*>&lt;Hejira&gt;<\/th> ?<td class="text-end tabular-nums">1976<\/td>/);
});

test("it is named, and can be scrolled with the keyboard", () => {
  const [region = ""] = tags(print(table(parts)), "div");
  assert.deepEqual(
    ["role", "aria-label", "tabindex"].map((name) => attribute(region, name)),
    ["region", "Albums", "0"],
  );
});

test("a column that sorts says how, and its label leads to the other order", () => {
  const [, year = ""] = tags(print(table(parts)), "th");
  assert.equal(attribute(year, "aria-sort"), "ascending");
  assert.match(print(table(parts)), /<a href="\/albums\?order=year"/);
});

test("what can be done with a row stands at its end, under a name that is heard", () => {
  const page = print(table({ ...parts, actions: ({ title }) => `Edit ${title}` }));
  assert.match(page, /<span class="sr-only">Actions<\/span>.*<td class="text-end">Edit Blue<\/td>/);
});

test("a table without rows says so across all columns", () => {
  const page = print(table({ ...parts, rows: [], actions: () => "Edit", empty: "Nothing yet." }));
  assert.match(page, /<td colspan="3"[^>]*>Nothing yet\.<\/td>/);
  assert.doesNotMatch(print(table({ ...parts, empty: "Nothing yet." })), /Nothing yet/);
});

test("the rows of a stream belong to a view", () => {
  const rows = stream(albums, { key: ({ id }) => id });
  assert.throws(
    () => table({ id: "albums", caption: "Albums", columns, rows }),
    (error) => error instanceof LivegateError && error.code === "LG_STREAM_ASSIGN",
  );
});
