import assert from "node:assert/strict";
import { test } from "node:test";
import { definePaths } from "../paths/define-paths.ts";
import { nearby, pagination } from "./pagination.ts";
import { attribute, print, tags } from "./print.fixture.ts";

const paths = definePaths({ albums: "/albums?page" });
const shown = (page: number, pages: number): readonly string[] =>
  tags(print(pagination({ page, pages, to: (number) => paths.albums({ page: number }) })), "a");

test("the first, the last and those near the page are named, and no gap hides a single one", () => {
  assert.deepEqual(nearby(1, 3), [1, 2, 3]);
  assert.deepEqual(nearby(1, 9), [1, 2, null, 9]);
  assert.deepEqual(nearby(5, 9), [1, null, 4, 5, 6, null, 9]);
  assert.deepEqual(nearby(4, 7), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(nearby(9, 9), [1, null, 8, 9]);
});

test("each page is named once and in order, whatever there are", () => {
  for (let pages = 2; pages < 30; pages++) {
    for (let page = 1; page <= pages; page++) {
      const numbers = nearby(page, pages).filter((number) => number !== null);
      assert.deepEqual(
        numbers,
        [...new Set(numbers)].toSorted((a, b) => a - b),
      );
      assert.ok([1, page, pages].every((number) => numbers.includes(number)));
    }
  }
});

test("the page that is shown is marked, and its neighbours are a step away", () => {
  const links = shown(2, 5);
  const current = links.filter((tag) => attribute(tag, "aria-current") === "page");
  assert.deepEqual(
    current.map((tag) => attribute(tag, "href")),
    ["/albums?page=2"],
  );
  const steps = links.filter((tag) => attribute(tag, "rel") !== null);
  assert.deepEqual(
    steps.map((tag) => [attribute(tag, "aria-label"), attribute(tag, "href")]),
    [
      ["Previous page", "/albums?page=1"],
      ["Next page", "/albums?page=3"],
    ],
  );
});

test("there is no step before the first page or after the last, and nothing for a single page", () => {
  assert.equal(shown(1, 2).filter((tag) => attribute(tag, "rel") === "prev").length, 0);
  assert.equal(shown(2, 2).filter((tag) => attribute(tag, "rel") === "next").length, 0);
  assert.equal(print(pagination({ page: 1, pages: 1, to: () => paths.albums() })), "");
});
