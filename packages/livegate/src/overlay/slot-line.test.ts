import assert from "node:assert/strict";
import { test } from "node:test";
import { slotLine } from "./slot-line.ts";

/** A source as it stands in a file, and the texts that JavaScript gives for the template in it. */
const sourceOf = (template: string): readonly [source: string, raw: readonly string[]] => [
  `import { html } from "livegate";\n\nconst page = (x) => ${template};\n`,
  template.slice(5, -1).split(/«[^]*?»/),
];

/** Marks code in a slot: `«code»` stands for `${code}`. */
const lines = (marked: string): readonly (number | null)[] => {
  const [source, raw] = sourceOf(marked);
  const real = source.replaceAll("«", "${").replaceAll("»", "}");
  return raw.slice(1).map((_, slot) => slotLine(real, 3, raw, slot));
};

test("a slot is on the line on which its code begins", () => {
  assert.deepEqual(lines("html`<p>«a»</p>\n<p>«b»\n«c»</p>`"), [3, 4, 5]);
  assert.deepEqual(lines("html`<p>«\n  a\n»</p>«b»`"), [4, 5]);
});

test("code in a slot may hold braces, texts, templates and comments that look like an end", () => {
  assert.deepEqual(
    lines("html`«{ a: \"}`\", b: '}' }»\n«html`<b>${{ x }}\n</b>`»\n«/* } ` */ c // }\n»\n«d»`"),
    [3, 4, 6, 8],
  );
});

test("texts between slots may be empty or the same", () => {
  assert.deepEqual(lines("html`«a»«b»\n«c»\n«d»`"), [3, 3, 4, 5]);
});

test("of several templates the first at or below the line is taken", () => {
  const source = "html`<p>${a}</p>`;\nhtml`<p>${b}</p>`;";
  assert.deepEqual([slotLine(source, 1, ["<p>", "</p>"], 0), slotLine(source, 2, ["<p>", "</p>"], 0)], [1, 2]);
});

test("a template that isn't in the file has no line", () => {
  assert.equal(slotLine("html`<p>${a}</p>`", 1, ["<b>", "</b>"], 0), null);
  assert.equal(slotLine("html`<p>${a}</p>${b}`", 1, ["<p>", "</b>", ""], 1), null);
});
