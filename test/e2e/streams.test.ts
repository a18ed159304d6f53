import assert from "node:assert/strict";
import { type TestContext, after, before, test } from "node:test";
import { definePaths, each, events, html, liveView, router, stream } from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { type Visitor, eventually } from "./teacher-browser.ts";

const paths = definePaths({ home: "/", limited: "/limited" });

/** What a test asks the page's stream to do: operations in order, in one turn. */
const Operation = z.object({
  do: z.enum(["insert", "delete", "reset"]),
  ids: z.string(),
  text: z.string().optional(),
  at: z.number().optional(),
  limit: z.number().optional(),
  updateOnly: z.boolean().optional(),
});
type Operation = z.infer<typeof Operation>;
const ev = events({ run: z.array(Operation) });

interface Item {
  readonly id: string;
  readonly text: string;
}
const items = (ids: string, text = ""): Item[] => Array.from(ids, (id) => ({ id, text }));

const listLive = (ids: string, limit?: number) =>
  liveView({
    events: ev,
    mount: () => ({
      rows: stream(items(ids), { key: ({ id }) => id, ...(limit !== undefined && { limit }) }),
      other: stream(items("xy"), { key: ({ id }) => id }),
      third: stream(items("pqr"), { key: ({ id }) => id }),
    }),
    handle: {
      run: (socket, operations) => {
        const rows = socket.stream("rows");
        for (const { do: what, ids: of, text, at, limit: most, updateOnly } of operations) {
          const options = {
            ...(at !== undefined && { at }),
            ...(most !== undefined && { limit: most }),
            ...(updateOnly !== undefined && { updateOnly }),
          };
          if (what === "reset") rows.reset(items(of, text), options);
          else if (what === "insert") for (const item of items(of, text)) rows.insert(item, options);
          else for (const item of items(of, text)) rows.delete(item);
        }
      },
    },
    render: ({ rows, other, third }) => html`
      <p id="size">${rows.size}</p>
      ${rows.isEmpty && html`<p id="none">Nothing</p>`}
      <ul id="rows" phx-update="stream">
        ${each(rows, ({ id: key, text }, id) => html`<li id=${id} title=${text || null}>${key}${text && html`<b>${text}</b>`}</li>`)}
      </ul>
      <ul id="others" phx-update="stream">
        <li id="placeholder">-</li>
        ${each(other, ({ id: key }, id) => html`<li id=${id}>${key}</li>`)}
      </ul>
      <ul id="thirds" phx-update="stream">${each(third, ({ id: key }, id) => html`<li id=${id}>${key}</li>`)}</ul>
      <div id="hook" phx-hook="Run"></div>
    `,
  });

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) => {
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.home, listLive("abc"));
      views.live(paths.limited, listLive("abcde", -3));
    });
  });
});

const CLIENT = `
import { connect } from "livegate/client";
const Run = { mounted() { window.run = (operations) => new Promise((done) => this.pushEvent("run", operations, done)); } };
window.liveSocket = connect({ hooks: { Run } });
`;

let site: BrowserSite;

before(async () => {
  site = await browserSite({ router: routes, client: CLIENT });
});
after(() => site?.close());

const opened = (t: TestContext, path = "/"): Promise<Visitor> => site.opened(t, path);

const run = (page: Page, ...operations: readonly Operation[]): Promise<unknown> =>
  page.evaluate(`window.run(${JSON.stringify(operations)})`);

const order = async (page: Page, list = "#rows"): Promise<string> =>
  (await page.locator(`${list} > li`).allTextContents()).join(" ");

const showsRows = (page: Page, wanted: string, size = wanted === "" ? 0 : wanted.split(" ").length): Promise<void> =>
  eventually(async () => {
    assert.equal(await order(page), wanted);
    assert.equal(await page.locator("#size").textContent(), `${size}`);
  });

const insert = (ids: string, options: Partial<Operation> = {}): Operation => ({ do: "insert", ids, ...options });
const remove = (ids: string): Operation => ({ do: "delete", ids });
const reset = (ids: string, options: Partial<Operation> = {}): Operation => ({ do: "reset", ids, ...options });

const cases: Record<string, { readonly operations: readonly Operation[]; readonly shown: string }> = {
  "an insert appends": { operations: [insert("d")], shown: "a b c d" },
  "an insert at 0 prepends": { operations: [insert("d", { at: 0 })], shown: "d a b c" },
  "inserts at 0 end up reversed": { operations: [insert("de", { at: 0 })], shown: "e d a b c" },
  "an insert at an index": { operations: [insert("d", { at: 1 })], shown: "a d b c" },
  "several at one index": { operations: [insert("de", { at: 1 })], shown: "a e d b c" },
  "an insert behind the end": { operations: [insert("d", { at: 9 })], shown: "a b c d" },
  "an update stays in place": { operations: [insert("b", { at: 0, text: "!" })], shown: "a b! c" },
  "a delete": { operations: [remove("b")], shown: "a c" },
  "delete and insert at 0 move": { operations: [remove("c"), insert("c", { at: 0 })], shown: "c a b" },
  "insert and delete in one turn": { operations: [insert("d"), remove("d")], shown: "a b c" },
  "append with a negative limit drops from the front": { operations: [insert("d", { limit: -3 })], shown: "b c d" },
  "prepend with a positive limit drops from the back": {
    operations: [insert("d", { at: 0, limit: 3 })],
    shown: "d a b",
  },
  "append at a positive limit changes nothing": { operations: [insert("d", { limit: 3 })], shown: "a b c" },
  "prepend at a negative limit changes nothing": { operations: [insert("d", { at: 0, limit: -3 })], shown: "a b c" },
  "a positive limit at an index": { operations: [insert("d", { at: 1, limit: 3 })], shown: "a d b" },
  "a negative limit at an index": { operations: [insert("d", { at: 1, limit: -3 })], shown: "d b c" },
  "several appends beyond the limit": { operations: [insert("defg", { limit: -3 })], shown: "e f g" },
  "an insert beyond the limit, then a delete": { operations: [insert("d", { limit: -3 }), remove("b")], shown: "c d" },
  "what a limit has dropped comes back in one turn": { operations: [insert("dea", { limit: -3 })], shown: "d e a" },
  "an insert at an index, then a delete before it": {
    operations: [insert("d", { at: 2 }), remove("a")],
    shown: "b d c",
  },
  "a reset at an index that a limit follows": {
    operations: [reset("defg", { at: 1, limit: -3 }), remove("g"), insert("h", { limit: -3 })],
    shown: "f e h",
  },
  "a reset to other items": { operations: [reset("de")], shown: "d e" },
  "a reset with a mix": { operations: [reset("dbea")], shown: "d b e a" },
  "a reset in another order": { operations: [reset("cab")], shown: "c a b" },
  "a reset with new content": { operations: [reset("cb", { text: "!" })], shown: "c! b!" },
  "a reset, then inserts at both ends": {
    operations: [reset("b"), insert("d", { at: 0 }), insert("e")],
    shown: "d b e",
  },
  "update-only of a known item": { operations: [insert("b", { text: "!", updateOnly: true })], shown: "a b! c" },
  "update-only of an unknown item": { operations: [insert("d", { updateOnly: true })], shown: "a b c" },
};
for (const [what, { operations, shown }] of Object.entries(cases)) {
  test(`in the browser: ${what}`, async (t) => {
    const { page } = await opened(t);
    await showsRows(page, "a b c");
    await run(page, ...operations);
    await showsRows(page, shown);
    await run(page, insert("z"));
    await showsRows(page, `${shown} z`);
  });
}

test("each stream of a page begins with its own items, in their order", async (t) => {
  const { page } = await opened(t);
  await showsRows(page, "a b c");
  const others = (await order(page, "#others")).split(" ").filter((text) => text !== "-");
  assert.deepEqual([others.join(" "), await order(page, "#thirds")], ["x y", "p q r"]);
});

test("what was filtered by a reset gets more at both ends, and all of it comes back by another", async (t) => {
  const { page } = await opened(t);
  await run(page, reset("b"));
  await showsRows(page, "b");
  await run(page, insert("d", { at: 0 }));
  await run(page, insert("e"));
  await showsRows(page, "d b e");
  await run(page, reset("abcde"));
  await showsRows(page, "a b c d e");
  await run(page, reset(""));
  await showsRows(page, "");
  await run(page, reset("abc"));
  await showsRows(page, "a b c");
});

test("an element that is updated, or kept by a reset, stays the same element", async (t) => {
  const { page } = await opened(t);
  await page.evaluate('document.getElementById("rows-b").kept = true');
  await run(page, insert("b", { text: "new" }));
  await run(page, reset("db", { text: "!" }));
  await showsRows(page, "d! b!");
  assert.equal(await page.evaluate('document.getElementById("rows-b").kept'), true);
  assert.equal(await page.locator("#rows-b").getAttribute("title"), "!");
});

test("the empty state comes and goes with the stream's size", async (t) => {
  const { page } = await opened(t);
  assert.equal(await page.locator("#none").count(), 0);
  await run(page, remove("abc"));
  await showsRows(page, "");
  assert.equal(await page.locator("#none").count(), 1);
  await run(page, insert("d"));
  await showsRows(page, "d");
  assert.equal(await page.locator("#none").count(), 0);
});

test("limits hold on the socket and not over HTTP", async (t) => {
  const response = await fetch(`${site.url}/limited`);
  assert.equal([...(await response.text()).matchAll(/<li id="rows-/g)].length, 5);
  const { page } = await opened(t, "/limited");
  await showsRows(page, "c d e");
  await run(page, insert("f"));
  await showsRows(page, "d e f");
});

test("after a lost connection the page shows what mount gives anew", async (t) => {
  const { page } = await opened(t);
  await run(page, remove("b"), insert("d"));
  await showsRows(page, "a c d");
  await page.evaluate("new Promise((done) => window.liveSocket.disconnect(done))");
  await page.evaluate("window.liveSocket.connect()");
  await showsRows(page, "a b c");
  await run(page, insert("e", { at: 0 }));
  await showsRows(page, "e a b c");
});

test("a placeholder in the container stays through inserts into another stream", async (t) => {
  const { page } = await opened(t);
  await run(page, reset(""), insert("q"));
  await showsRows(page, "q");
  assert.deepEqual((await order(page, "#others")).split(" ").toSorted(), ["-", "x", "y"]);
});
