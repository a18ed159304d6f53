import assert from "node:assert/strict";
import { test } from "node:test";
import type { Html } from "../html/brand.ts";
import { each } from "../html/each.ts";
import { html as h } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import { type Stream, StreamStart } from "../html/stream.ts";
import { StreamSnapshot, StreamSource } from "../html/stream-source.ts";
import { printDiff } from "./print-diff.ts";
import { printFull } from "./print-full.ts";
import { type Random, seeded } from "./random-page.fixture.ts";
import { type StockStream, joinStockClient } from "./stock-client.fixture.ts";

const RUNS = Number(process.env["PROPERTY_PAGES"] ?? 500);
const STEPS = 15;

interface Item {
  readonly id: number;
  readonly version: number;
}
const key = (item: unknown): number => (item as Item).id;
const row = ({ id, version }: Item, domId: string): Html =>
  version % 3 === 0 ? h`<li id=${domId}><b>${h`<i>${id}</i>`}</b></li>` : h`<li id=${domId}>${version}</li>`;
const page = (items: Stream<Item>, count: number): Html =>
  h`<p>${count}</p><ul id="list" phx-update="stream">${each(items, row)}</ul>`;

/** What the browser shows: ids with their rows. The client's rules for its DOM, without elements. */
function patch(
  shown: Map<string, string>,
  stream: StockStream,
  rows: ReadonlyMap<string, string>,
): Map<string, string> {
  const [, inserts, deletes, reset] = stream;
  let order = reset ? [] : [...shown.keys()].filter((id) => !deletes.includes(id));
  for (const [id, at, limit, updateOnly] of inserts) {
    if (order.includes(id) || (updateOnly && !shown.has(id))) continue;
    order.splice(at === -1 ? order.length : at, 0, id);
    if (limit !== null) order = limit > 0 ? order.slice(0, limit) : order.slice(limit);
  }
  return new Map(order.map((id) => [id, rows.get(id) ?? shown.get(id) ?? ""]));
}

/** Does one thing to the stream and to the plain list that it stands for. */
function operate(random: Random, source: StreamSource, list: readonly Item[], version: number): readonly Item[] {
  const item = { id: random(12), version };
  const limit = source.ref === "0" ? undefined : Number(source.ref);
  const at = random(5) - 1;
  const index = list.findIndex(({ id }) => id === item.id);
  switch (random(8)) {
    case 0:
      source.deleteByKey(`${item.id}`);
      return list.filter(({ id }) => id !== item.id);
    case 1:
      if (random(3) > 0) return list;
      source.reset(list.toReversed().slice(1), {});
      return list.toReversed().slice(1);
    case 2:
      source.insert(item, { updateOnly: true });
      return index === -1 ? list : list.with(index, item);
    case 3: {
      source.delete(item);
      source.insert(item, { at: 0 });
      return [item, ...list.filter(({ id }) => id !== item.id)];
    }
    default: {
      source.insert(item, { at, ...(limit !== undefined && { limit }) });
      if (index !== -1) return list.with(index, item);
      const longer = list.toSpliced(at === -1 ? list.length : at, 0, item);
      return limit === undefined ? longer : limit > 0 ? longer.slice(0, limit) : longer.slice(limit);
    }
  }
}

/** The rows that a message has brought, by id. */
const rowsOf = (printed: string): ReadonlyMap<string, string> =>
  new Map(Array.from(printed.matchAll(/<li id="([^"]+)"[^]*?<\/li>/g), ([text, id = ""]) => [id, text]));

function play(seed: number): void {
  const random = seeded(seed);
  const context = { csrfToken: "t", nonce: "n", base: "", development: seed % 2 === 0 };
  const source = new StreamSource({ name: "items", ref: ["0", "4", "-3"][seed % 3] ?? "0" }, context.development);
  let list: readonly Item[] = Array.from({ length: random(4) }, (_, id) => ({ id, version: id }));
  source.start(new StreamStart(list, key, null));
  let tree = page(new StreamSnapshot(source), 0);
  const client = joinStockClient(JSON.parse(`{${printFull(tree, context)}}`), () => {});
  source.printed();
  let shown = new Map<string, string>();
  for (let step = 1; step <= STEPS; step++) {
    const { page: printed, streams } = client.printStreams();
    for (const stream of streams) {
      const ids = stream[1].map(([id]) => id);
      assert.deepEqual([...rowsOf(printed).keys()], ids, `each row once, in the order of the inserts, seed ${seed}`);
      shown = patch(shown, stream, rowsOf(printed));
    }
    const wanted = list.map((item) => [`items-${item.id}`, printHtml(row(item, `items-${item.id}`), context)]);
    assert.deepEqual([...shown], wanted, `seed ${seed}, step ${step}`);
    assert.equal(source.size, list.length);
    assert.deepEqual(client.printStreams().streams, [], "nothing is told twice");
    for (let count = random(4); count > 0; count--) list = operate(random, source, list, step * 10 + count);
    const next = page(new StreamSnapshot(source), step % 4);
    const diff = printDiff(tree, next, context);
    source.printed();
    tree = next;
    if (diff !== "") client.mergeDiff(JSON.parse(`{${diff}}`));
  }
}

test("a stock client that follows a stream shows the list that the stream stands for", () => {
  for (let seed = 1; seed <= RUNS; seed++) play(seed);
});
