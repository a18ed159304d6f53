import assert from "node:assert/strict";
import { test } from "node:test";
import { addElement } from "./add-element.ts";
import { edited, refusal } from "./edited.fixture.ts";

const last = addElement({ what: "adds c", array: "list", element: "c()", known: "c(" });
const behindA = addElement({ what: "adds c", array: "list", element: "c()", known: "c(", after: "a" });

const cases: readonly (readonly [what: string, before: string, atTheEnd: string, behindTheFirst: string])[] = [
  ["one line", "[a, b]", "[a, b, c()]", "[a, c(), b]"],
  ["one line with a comma at its end", "[a, b,]", "[a, b, c(),]", "[a, c(), b,]"],
  ["a line each", "[\n  a,\n  b,\n]", "[\n  a,\n  b,\n  c(),\n]", "[\n  a,\n  c(),\n  b,\n]"],
  ["no comma at the end", "[\n  a,\n  b\n]", "[\n  a,\n  b,\n  c()\n]", "[\n  a,\n  c(),\n  b\n]"],
  ["tabs", "[\n\ta,\n\tb,\n]", "[\n\ta,\n\tb,\n\tc(),\n]", "[\n\ta,\n\tc(),\n\tb,\n]"],
  [
    "comments beside items",
    "[\n  a, // first\n  b // second, last\n  // the end\n]",
    "[\n  a, // first\n  b, // second, last\n  // the end\n  c()\n]",
    "[\n  a, // first\n  c(),\n  b // second, last\n  // the end\n]",
  ],
  [
    "comments within a line",
    "[a, /* , ] */ b /* b */]",
    "[a, /* , ] */ b /* b */, c()]",
    "[a, c(), /* , ] */ b /* b */]",
  ],
  ["several on a line", "[\n  a, b,\n]", "[\n  a, b,\n  c(),\n]", "[\n  a, c(), b,\n]"],
  ["as const", "[a, b] as const", "[a, b, c()] as const", "[a, c(), b] as const"],
];

for (const [what, before, atTheEnd, behindTheFirst] of cases) {
  test(`a list keeps its form: ${what}`, () => {
    assert.equal(edited(`const list = ${before};`, last), `const list = ${atTheEnd};`);
    assert.equal(edited(`const list = ${before};`, behindA), `const list = ${behindTheFirst};`);
  });
}

test("an empty list gets its first item", () => {
  for (const [before, after] of [
    ["[]", "[c()]"],
    ["[ ]", "[c()]"],
    ["[\n]", "[\n  c(),\n]"],
    ["[\n  // none yet\n]", "[\n  // none yet\n  c(),\n]"],
    ["[/* none */]", "[/* none */ c()]"],
  ]) {
    assert.equal(edited(`const list = ${before};`, last), `const list = ${after};`);
  }
});

test("an item of several lines is indented like its neighbours", () => {
  const tall = addElement({ what: "adds", array: "list", element: '{\n  a: "x",\n}', known: "a:" });
  assert.equal(
    edited("function f() {\n\tconst list = [\n\t\tb('y'),\n\t];\n}\n", tall),
    "function f() {\n\tconst list = [\n\t\tb('y'),\n\t\t{\n\t\t\ta: 'x',\n\t\t},\n\t];\n}\n",
  );
});

test("what is no array, or is one of two, is refused", () => {
  for (const source of ["", "const list = make();", "{ const list = []; } { const list = []; }"]) {
    assert.match(refusal(source, last), /no array "list"/);
  }
  assert.match(refusal("const list = [b];", behindA), /has no a$/);
});
