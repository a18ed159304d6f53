import assert from "node:assert/strict";
import { test } from "node:test";
import { LivegateError } from "../errors/livegate-error.ts";
import type { Html } from "../html/brand.ts";
import { each, row } from "../html/each.ts";
import { html as h } from "../html/html.ts";
import { printDiff } from "./print-diff.ts";
import { printFull } from "./print-full.ts";

const development = { csrfToken: "t", nonce: "n", base: "", development: true };
const production = { ...development, development: false };

interface Item {
  readonly id: number;
  text: string;
}

let clock = 0;
const ClockRow = row((item: Item) => h`<li>${item.text}<i>${clock}</i></li>`);
const page = (items: readonly Item[]): Html => h`<ul>${each(items, (item) => item.id, ClockRow)}</ul>`;
const list = (): Item[] => [1, 2, 3].map((id) => ({ id, text: `t${id}` }));

function diff(from: Html, meanwhile: () => void, to: () => Html, context = development): string {
  printFull(from, context);
  meanwhile();
  return printDiff(from, to(), context);
}
const tick = () => void clock++;
const impure = { code: "LG_ROW_IMPURE" };

test("a skipped row that would show something else now throws with file, line and slot", () => {
  const items = list();
  assert.throws(
    () => diff(page(items), tick, () => page([...items])),
    (error) => {
      assert.ok(error instanceof LivegateError && error.code === "LG_ROW_IMPURE");
      assert.match(error.message, /check-rows\.test\.ts:\d+, slot 2 \(after "<i>"\)/);
      return true;
    },
  );
  assert.throws(() => diff(page(items), tick, () => page(items)), impure);
});

test("a changed row whose old item shows something else now throws", () => {
  const items = list().slice(0, 1);
  assert.throws(() => diff(page(items), tick, () => page([{ id: 1, text: "new" }])), impure);
});

test("an item that was changed in place throws", () => {
  const items = list();
  const change = () => void ((items[1] as Item).text = "new");
  assert.throws(() => diff(page(items), change, () => page([...items])), impure);
});

test("an array that was changed in place throws", () => {
  const items = list();
  const push = () => void items.push({ id: 4, text: "t4" });
  assert.throws(() => diff(page(items), push, () => page(items)), { message: /An array was changed in place/ });
});

test("pure rows pass: moved, changed, added, removed, and with other props", () => {
  const PropRow = row((item: Item, props: { readonly mark: string }) => h`<li>${item.text}${props.mark}</li>`);
  const marked = (items: readonly Item[], mark: string) => h`${each(items, (item) => item.id, PropRow, { mark })}`;
  const items = list();
  const steps = [
    marked(items, "a"),
    marked(items.toReversed(), "a"),
    marked(items.toReversed(), "b"),
    marked(
      [
        { id: 2, text: "new" },
        { id: 9, text: "t9" },
      ],
      "b",
    ),
    marked([], "b"),
    marked(items, "c"),
  ];
  printFull(steps[0] as Html, development);
  for (const [index, step] of steps.entries()) {
    if (index > 0) printDiff(steps[index - 1] as Html, step, development);
  }
});

test("two rows with one key throw in development, when first printed and later", () => {
  const keyed = (keys: string) =>
    h`<p>${each(
      [...keys],
      (key) => key,
      (key) => h`<b>${key}</b>`,
    )}</p>`;
  const double = {
    code: "LG_EACH_KEYS",
    message: /Two rows have the key "a" in the list at .*check-rows\.test\.ts:\d+, slot 1/,
  };
  assert.throws(() => printFull(keyed("aba"), development), double);
  assert.throws(
    () =>
      diff(
        keyed("ab"),
        () => {},
        () => keyed("aba"),
      ),
    double,
  );
});

test("production checks nothing and keeps nothing", () => {
  const items = list();
  assert.equal(
    diff(page(items), tick, () => page([...items]), production),
    "",
  );
});
