import assert from "node:assert/strict";
import { test } from "node:test";
import type { Html } from "../html/brand.ts";
import { each, row } from "../html/each.ts";
import { html as h } from "../html/html.ts";
import { csrfToken } from "../html/page-constants.ts";
import type { Slot } from "../html/slot.ts";
import { Path } from "../paths/path.ts";
import { printDiff } from "./print-diff.ts";
import { printFull } from "./print-full.ts";

const context = { csrfToken: "t", nonce: "n", base: "", development: false };
const full = (page: Html): unknown => JSON.parse(`{${printFull(page, context)}}`);

/** The diff between two pages of which the first has been sent. */
function diff(from: Html, to: Html): unknown {
  printFull(from, context);
  return JSON.parse(`{${printDiff(from, to, context)}}`);
}

const one = (slot: Slot): Html => h`<p>${slot}</p>`;
const two = (a: Slot, b: Slot): Html => h`<p id=${a}>${b}</p>`;
const other = (slot: Slot): Html => h`<i>${slot}</i> ${slot}`;

interface Item {
  readonly id: string;
  readonly text: string;
}
let evaluations = 0;
const ItemRow = row((item: Item, props: { readonly mark: string }) => {
  evaluations += 1;
  return h`<li>${props.mark}${item.text}</li>`;
});
const items = (texts: string): readonly Item[] => [...texts].map((id) => ({ id, text: id.toUpperCase() }));
const listed = (list: readonly Item[], mark = ""): Html =>
  h`<ul>${each(list, (item) => item.id, ItemRow, { mark })}</ul>`;

test("a whole page has its statics inline, nested ones in a table, and strings only", () => {
  assert.deepEqual(full(two(1, 'a"<\n\\')), {
    "0": ' id="1"',
    "1": 'a"<\n\\'.replace('"', "&quot;").replace("<", "&lt;"),
    s: ["<p", ">", "</p>"],
  });
  assert.deepEqual(full(one([one("a"), one(null), other(true)])), {
    "0": {
      k: {
        "0": { "0": { "0": "a", s: 0, r: 1 } },
        "1": { "0": { "0": "", s: 0, r: 1 } },
        "2": { "0": { "0": "", "1": "", s: 1 } },
        kc: 3,
      },
      s: 2,
    },
    p: { "0": ["<p>", "</p>"], "1": ["<i>", "</i> ", ""], "2": ["", ""] },
    s: ["<p>", "</p>"],
  });
});

test("the top never says that it has one root, since r means a reply there", () => {
  assert.ok(!("r" in (full(one("a")) as object)));
});

test("a page that is no template stands in one", () => {
  assert.deepEqual(
    full(
      each(
        ["a"],
        (text) => text,
        (text) => one(text),
      ),
    ),
    {
      "0": { k: { "0": { "0": "a" }, kc: 1 }, s: 0 },
      p: { "0": ["<p>", "</p>"] },
      s: ["", ""],
    },
  );
});

test("only slots that differ are sent, and an equal page sends nothing", () => {
  assert.deepEqual(diff(two("a", "b"), two("a", "c")), { "1": "c" });
  assert.deepEqual(diff(two("a", "b"), two(null, "b")), { "0": "" });
  assert.deepEqual(diff(one(one("a")), one(one("b"))), { "0": { "0": "b" } });
  assert.equal(printDiff(two("a", "b"), two("a", "b"), context), "");
});

test("values that print the same send nothing", () => {
  const same: readonly (readonly [Slot, Slot])[] = [
    [null, false],
    [undefined, ""],
    [5, "5"],
    [Number.NaN, Number.NaN],
    [new Path("/x"), new Path("/x")],
    [
      ["a", 1],
      ["a", 1],
    ],
    [[], ""],
    [csrfToken, csrfToken],
  ];
  for (const [a, b] of same) assert.deepEqual(diff(one(a), one(b)), {});
  assert.deepEqual(diff(two(["a", "b"], ""), two("a b", "")), {});
});

test("a page of another template is sent as a whole", () => {
  assert.deepEqual(diff(one("a"), other("b")), full(other("b")));
});

test("a nested template that changes is sent with its statics, and again after a text stood there", () => {
  const nested = { "0": "b", "1": "b", s: 0 };
  assert.deepEqual(diff(one(one("a")), one(other("b"))), { "0": nested, p: { "0": ["<i>", "</i> ", ""] } });
  assert.deepEqual(diff(one("a"), one(other("b"))), { "0": nested, p: { "0": ["<i>", "</i> ", ""] } });
  assert.deepEqual(diff(one(other("b")), one("a")), { "0": "a" });
  assert.deepEqual(diff(one(other("b")), one(null)), { "0": "" });
});

test("a list changes in place, and loses and gains rows at its end", () => {
  const list = items("abc");
  const changed = list.with(1, { id: "b", text: "X" });
  assert.deepEqual(diff(listed(list), listed(changed)), { "0": { k: { "1": { "1": "X" }, kc: 3 } } });
  assert.deepEqual(diff(listed(list), listed(list.slice(0, 2))), { "0": { k: { kc: 2 } } });
  assert.deepEqual(diff(listed(list.slice(0, 2)), listed(list)), { "0": { k: { "2": { "0": "", "1": "C" }, kc: 3 } } });
});

test("moved rows are sent as moves, changed ones with what changed", () => {
  const [a, b, c] = items("abc") as [Item, Item, Item];
  const moved = { kc: 3, km: true };
  assert.deepEqual(diff(listed([a, b, c]), listed([c, a, b])), { "0": { k: { "0": 2, "1": 0, "2": 1, ...moved } } });
  assert.deepEqual(diff(listed([a, b, c]), listed([{ ...c, text: "X" }, b, a])), {
    "0": { k: { "0": [2, { "1": "X" }], "2": 0, ...moved } },
  });
  assert.deepEqual(diff(listed([a, b]), listed([c, a, b])), {
    "0": { k: { "0": { "0": "", "1": "C" }, "1": 0, "2": 1, ...moved } },
  });
  assert.deepEqual(diff(listed([a, b, c]), listed([a, c])), { "0": { k: { "1": 2, kc: 2, km: true } } });
});

test("an empty list is an empty text, before and after it had rows", () => {
  const rows = { k: { "0": { "0": "", "1": "A" }, kc: 1 }, s: 0 };
  const p = { "0": ["<li>", "", "</li>"] };
  assert.deepEqual(full(listed([])), { "0": "", s: ["<ul>", "</ul>"] });
  assert.deepEqual(diff(listed([]), listed(items("a"))), { "0": rows, p });
  assert.deepEqual(diff(listed(items("a")), listed([])), { "0": "" });
  assert.deepEqual(diff(listed([]), listed([])), {});
});

test("rows of a row() are evaluated only where item or props differ", () => {
  const list = items("abcdefgh");
  const count = (from: Html, to: Html): number => {
    printFull(from, context);
    const before = evaluations;
    printDiff(from, to, context);
    return evaluations - before;
  };
  assert.equal(count(listed(list), listed(list)), 0);
  assert.equal(count(listed(list), listed([...list])), 0);
  assert.equal(count(listed(list), listed(list.toReversed())), 0);
  assert.equal(count(listed(list), listed(list.with(2, { id: "c", text: "X" }))), 2);
  assert.equal(count(listed(list), listed([...list, ...items("z")])), 1);
  assert.equal(count(listed(list), listed(list, "!")), 16);
});

test("what is known of a list's rows is handed on from page to page", () => {
  const list = items("abcdefgh");
  const pages = [listed(list), listed(list), listed([...list]), listed(list.toReversed()), listed(list)];
  printFull(pages[0] as Html, context);
  const before = evaluations;
  for (const [index, page] of pages.slice(1).entries()) printDiff(pages[index] as Html, page, context);
  assert.equal(evaluations, before);
});

test("an array of templates that was changed in place is sent as it is now", () => {
  const parts = [one("a")];
  const page = () => h`<p>${parts}</p>`;
  const from = page();
  printFull(from, context);
  parts.push(one("b"));
  assert.equal(printDiff(from, page(), context), '"0":{"k":{"1":{"0":"b"},"kc":2}}');
});

test("rows of a plain function show whatever it read", () => {
  let suffix = "1";
  const list = items("ab");
  const page = () =>
    h`${each(
      list,
      (item) => item.id,
      (item) => h`${item.text}${suffix}`,
    )}`;
  const before = page();
  suffix = "2";
  assert.deepEqual(diff(before, page()), { "0": { k: { "0": { "1": "2" }, "1": { "1": "2" }, kc: 2 } } });
});

test("a list whose rows come to differ in their templates is sent anew", () => {
  const list = (keys: string) =>
    h`${each(
      [...keys],
      (key) => key,
      (key) => (key < "c" ? one(key) : other(key)),
    )}`;
  const p = { "0": ["<p>", "</p>"], "1": ["<i>", "</i> ", ""], "2": ["", ""] };
  const mixed = diff(list("ab"), list("abc")) as { readonly "0": { readonly s: number }; readonly p: object };
  assert.deepEqual([mixed[0].s, mixed.p], [2, p]);
  assert.deepEqual(diff(list("abc"), list("bac")), { "0": { k: { "0": 1, "1": 0, kc: 3, km: true } } });
  assert.deepEqual(diff(list("ab"), list("cd")), {
    "0": { k: { "0": { "0": "c", "1": "c" }, "1": { "0": "d", "1": "d" }, kc: 2 }, s: 0 },
    p: { "0": ["<i>", "</i> ", ""] },
  });
});

test("a list whose rows come to share a template is sent anew, so that its shape never depends on its past", () => {
  const Mixed = row((keys: string) => {
    const rows = each(
      [...keys],
      (key) => key,
      (key) => (key < "c" ? one(key) : other(key)),
    );
    return h`<div>${rows}</div>`;
  });
  const nested = (keys: string) =>
    h`${each(
      [{ keys }],
      () => 1,
      row(({ keys: all }: { readonly keys: string }) => Mixed(all)),
    )}`;
  const uniform = { "0": { k: { "0": { "0": { k: { "0": { "0": "a" }, "1": { "0": "b" }, kc: 2 }, s: 0 } }, kc: 1 } } };
  assert.deepEqual(diff(nested("bc"), nested("ab")), { ...uniform, p: { "0": ["<p>", "</p>"] } });
});

test("rows of another function are evaluated, even of the same items", () => {
  const list = items("ab");
  const A = row((item: Item) => h`<li>${item.text}</li>`);
  const B = row((item: Item) => h`<li>${item.text}!</li>`);
  const page = (shown: typeof A) => h`${each(list, (item) => item.id, shown)}`;
  assert.deepEqual(Object.keys(diff(page(A), page(B)) as object), ["0", "p"]);
});

test("one value may stand in many places and pages", () => {
  const shared = each(items("ab"), (item) => item.id, ItemRow, { mark: "" });
  const page = (a: Slot, b: Slot) => h`${a}|${b}`;
  assert.deepEqual(diff(page(shared, ""), page(shared, shared)), {
    "1": { k: { "0": { "0": "", "1": "A" }, "1": { "0": "", "1": "B" }, kc: 2 }, s: 0 },
    p: { "0": ["<li>", "", "</li>"] },
  });
  assert.deepEqual(diff(page("", shared), page("", shared)), {});
});

test("two rows with one key are still shown right", () => {
  const list = (...texts: readonly string[]) =>
    h`${each(
      texts,
      () => "k",
      (text) => one(text),
    )}`;
  assert.deepEqual(diff(list("a", "b"), list("b", "a", "c")), {
    "0": { k: { "0": { "0": "b" }, "1": { "0": "a" }, "2": { "0": "c" }, kc: 3 } },
  });
});

test("renaming one of 100 rows is a short message", () => {
  const list = Array.from({ length: 100 }, (_, index) => ({ id: `${index}`, text: "Old" }));
  const from = listed(list);
  printFull(from, context);
  assert.equal(
    printDiff(from, listed(list.with(55, { id: "55", text: "New" })), context),
    '"0":{"k":{"55":{"1":"New"},"kc":100}}',
  );
});
