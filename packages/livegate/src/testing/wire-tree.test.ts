import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WireTree } from "./wire-tree.ts";

describe("slots", () => {
  test("a diff changes the slots that it names, in templates within templates too", () => {
    const tree = new WireTree({ 0: "a", 1: { 0: "b", s: 0 }, s: ["<p>", "", "</p>"], p: { 0: ["<b>", "</b>"] } });
    assert.equal(tree.html, "<p>a<b>b</b></p>");
    assert.equal(tree.merge({ 1: { 0: "c" } }), true);
    assert.equal(tree.html, "<p>a<b>c</b></p>");
    tree.merge({ 1: "" });
    assert.equal(tree.html, "<p>a</p>");
  });

  test("a message of events alone changes nothing", () => {
    const tree = new WireTree({ 0: "a", s: ["", ""] });
    assert.equal(tree.merge({ e: [["saved", {}]], r: {} }), false);
  });

  test("what the page could not follow is no page", () => {
    const page = { 0: "a", s: ["", ""] };
    assert.throws(() => new WireTree(page).merge({ 0: { 0: "b" } }), /a diff without statics meets no template/);
    assert.throws(() => new WireTree(page).merge({ 0: null }), /null stands in a slot/);
    assert.throws(() => new WireTree(page).merge({ 0: { s: 7 } }), /the statics 7 were never sent/);
    assert.throws(() => new WireTree({ s: ["", ""] }), /slot 0 is missing/);
  });
});

describe("lists", () => {
  const list = (rows: Record<string, unknown>) => ({ 0: { k: rows, s: ["<i>", "</i>"] }, s: ["", ""] });
  const abc = () => new WireTree(list({ 0: { 0: "a" }, 1: { 0: "b" }, 2: { 0: "c" }, kc: 3 }));

  test("rows move, change, come and go", () => {
    const tree = abc();
    tree.merge({ 0: { k: { 0: 2, 1: [0, { 0: "A" }], 2: { 0: "d" }, kc: 3, km: true } } });
    assert.equal(tree.html, "<i>c</i><i>A</i><i>d</i>");
    tree.merge({ 0: { k: { kc: 1 } } });
    assert.equal(tree.html, "<i>c</i>");
  });

  test("rows that moved and were sent anew are told; rows that changed aren't", () => {
    const told: string[] = [];
    const tree = new WireTree(list({ 0: { 0: "a" }, 1: { 0: "b" }, 2: { 0: "c" }, kc: 3 }), (row) => told.push(row));
    tree.merge({ 0: { k: { 0: { 0: "x" }, 1: { 0: "y" }, kc: 3 } } });
    tree.merge({ 0: { k: { 0: 1, 1: 0, kc: 3, km: true } } });
    assert.deepEqual(told, []);
    tree.merge({ 0: { k: { 0: { 0: "x" }, 1: { 0: "c" }, kc: 2 } } });
    assert.deepEqual(told, ["<i>x</i>"]);
  });

  test("a row may bring a component, and rows with components are told like others", () => {
    const component = (text: string) => ({ 0: text, s: ["<b>", "</b>"] });
    const told: string[] = [];
    const page = { ...list({ 0: { 0: 1 }, 1: { 0: 2 }, kc: 2 }), c: { 1: component("a"), 2: component("b") } };
    const tree = new WireTree(page, (row) => told.push(row));
    tree.merge({ 0: { k: { 0: { 0: 3 }, 1: 0, 2: 1, kc: 3 } }, c: { 3: component("c") } });
    assert.deepEqual([tree.html.replaceAll(/<[^>]*>/g, ""), told], ["cab", []]);
    tree.merge({ 0: { k: { 0: { 0: 4 }, 1: { 0: 3 }, 2: { 0: 1 }, 3: { 0: 2 }, kc: 4 } }, c: { 4: component("d") } });
    assert.deepEqual(told, ['<i><b data-phx-component="3">c</b></i>']);
  });
});

describe("streams", () => {
  const item = (id: string) => ({ 0: id, 1: id.toUpperCase() });
  const sent = (ids: readonly string[], operations: readonly unknown[]) => ({
    k: { ...Object.fromEntries(ids.map((id, at) => [at, item(id)])), kc: ids.length },
    stream: ["0", ...operations],
  });
  const insert = (ids: readonly string[], at = -1, limit: number | null = null, updateOnly = false) =>
    ids.map((id) => [id, at, limit, updateOnly]);
  const songs = () =>
    new WireTree({ 0: { ...sent(["a", "b"], [insert(["a", "b"]), []]), s: ['<li id="', '">', "</li>"] }, s: ["", ""] });
  const shown = (tree: WireTree) => [...tree.html.matchAll(/>(\w+)</g)].map(([, text]) => text).join("");
  const after = (ids: readonly string[], ...operations: readonly unknown[]) => {
    const tree = songs();
    tree.merge({ 0: sent(ids, operations) });
    return shown(tree);
  };

  test("items are inserted where they say, updated in place, deleted and forgotten", () => {
    assert.equal(after(["c"], insert(["c"]), []), "ABC");
    assert.equal(after(["c", "d"], insert(["c", "d"], 0), []), "DCAB");
    assert.equal(after(["c"], insert(["c"], 1), []), "ACB");
    assert.equal(after(["a"], insert(["a"]), []), "AB");
    assert.equal(after(["a"], insert(["a"]), ["a"]), "BA");
    assert.equal(after(["c"], insert(["c"], -1, null, true), []), "AB");
    assert.equal(after(["z"], insert(["z"]), [], true), "Z");
  });

  test("a limit keeps the first ones or the last ones", () => {
    assert.equal(after(["c"], insert(["c"], 0, 2), []), "CA");
    assert.equal(after(["c"], insert(["c"], -1, 2), []), "AB");
    assert.equal(after(["c"], insert(["c"], -1, -2), []), "BC");
    assert.equal(after(["c"], insert(["c"], 0, -2), []), "AB");
  });

  test("a row's id may be of any characters, and stand behind any other attribute", () => {
    const row = (printed: string) => ({ k: { 0: { 0: printed }, kc: 1 }, s: ['<li class="[&>b]:x" id="', '">!</li>'] });
    const tree = new WireTree({
      0: { ...row("&quot;&lt;b&gt;&amp;"), stream: ["0", insert(['"<b>&']), []] },
      s: ["", ""],
    });
    assert.equal(tree.html, '<li class="[&>b]:x" id="&quot;&lt;b&gt;&amp;">!</li>');
    tree.merge({ 0: { k: { kc: 0 }, stream: ["0", [], ['"<b>&']] } });
    assert.equal(tree.html, "");
  });

  test("a row whose element has another id is told: the client wouldn't find it again", () => {
    const tree = songs();
    tree.merge({ 0: { ...sent(["c"], [insert(["songs-c"]), []]) } });
    assert.throws(() => tree.html, /a row of a stream is no element whose id is "songs-c": <li id="c">C<\/li>/);
  });

  test("rows may be components, which come with the same message", () => {
    const row = (cid: number) => ({ 0: cid });
    const component = (id: string) => ({ 0: id, s: ['<li id="', '"></li>'] });
    const tree = new WireTree({
      0: { k: { 0: row(1), kc: 1 }, s: ["", ""], stream: ["0", insert(["a"]), []] },
      s: ["", ""],
      c: { 1: component("a") },
    });
    tree.merge({ 0: { k: { 0: row(2), kc: 1 }, stream: ["0", insert(["b"], 0), []] }, c: { 2: component("b") } });
    assert.equal(tree.html, '<li data-phx-component="2" id="b"></li><li data-phx-component="1" id="a"></li>');
  });
});

describe("components", () => {
  const two = () =>
    new WireTree({
      0: 1,
      1: 2,
      s: ["", "", ""],
      c: {
        1: { 0: "one", 1: { 0: "x", s: ["<u>", "</u>"] }, r: 1, s: ["<p>", "", "</p>"] },
        2: { 0: "two", 1: { 0: "y" }, s: 1 },
      },
    });

  test("are printed where they stand, marked with their numbers, with statics of one another", () => {
    assert.equal(two().html, '<p data-phx-component="1">one<u>x</u></p><p data-phx-component="2">two<u>y</u></p>');
  });

  test("are changed by themselves, and lend what they were before the message", () => {
    const tree = two();
    tree.merge({ 1: 3, c: { 1: { 0: "ONE" }, 3: { 0: "three", 1: { 0: "z" }, s: -1 } } });
    assert.equal(tree.html, '<p data-phx-component="1">ONE<u>x</u></p><p data-phx-component="3">three<u>z</u></p>');
    assert.deepEqual([...tree.cids], [1, 3]);
  });

  test("whose list lies over another's are not told to have moved its rows", () => {
    const told: string[] = [];
    const rows = (...texts: readonly string[]) => ({ ...texts.map((text) => ({ 0: text })), kc: texts.length });
    const list = { 0: { k: rows("a", "b", "c"), s: ["<i>", "</i>"] }, r: 1, s: ["<p>", "</p>"] };
    const tree = new WireTree({ 0: 1, 1: "", s: ["", "", ""], c: { 1: list } }, (row) => told.push(row));
    tree.merge({ 1: 2, c: { 2: { 0: { k: rows("b", "c", "d") }, s: -1 } } });
    assert.match(tree.html, /="1"><i>a<\/i><i>b<\/i><i>c<\/i><\/p><p data-phx-component="2"><i>b<\/i><i>c<\/i><i>d/);
    assert.deepEqual(told, []);
  });

  test("whose stream lies over another's have none of its rows", () => {
    const shelf = (id: string, statics: object) => ({
      0: { k: { 0: { 0: id }, kc: 1 }, stream: [`${id}-0`, [[id, -1, null, false]], []], ...statics },
    });
    const own = { ...shelf("a", { s: ['<li id="', '"></li>'] }), s: ["<ul>", "</ul>"] };
    const tree = new WireTree({ 0: 1, 1: 2, s: ["", "", ""], c: { 1: own, 2: { ...shelf("b", {}), s: 1 } } });
    const [, second = ""] = tree.html.split("</ul>");
    assert.equal(second, '<ul data-phx-component="2"><li id="b"></li>');
  });

  test("are forgotten once the server has", () => {
    const tree = two();
    tree.prune([2]);
    assert.throws(() => tree.html, /component 2 is shown and was never sent/);
  });
});
