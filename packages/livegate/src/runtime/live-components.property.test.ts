import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Part,
  type Random,
  build,
  change,
  componentSites,
  randomPart,
  seeded,
} from "../diff/random-page.fixture.ts";
import { type StockTree, joinStockClient } from "../diff/stock-client.fixture.ts";
import type { Html } from "../html/brand.ts";
import { each } from "../html/each.ts";
import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import type { LiveComponent } from "../live/component-kind.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { liveView } from "../live/live-view.ts";
import { runLifecycle } from "./lifecycle.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { OwnerContext } from "./owner-context.ts";
import { liveTestApp } from "./live-test-app.ts";

const RUNS = Number(process.env["PROPERTY_PAGES"] ?? 400);
const STEPS = 12;
const DEPTH = 5;

const numbers = (count: number): Html =>
  each(
    Array.from({ length: count % 4 }, (_, index) => index),
    (n) => n,
    (n) => html`<li>${n % 2 === 0 ? html`<b>${n}</b>` : n}</li>`,
  );

/** What each kind shows of its part of the page and of its own state: one element, perhaps now one and now another. */
const templates: readonly ((id: string, count: number, part: Part) => Html)[] = [
  (id, count, part) => html`<section id="c-${id}">${count}<i>${build(part)}</i></section>`,
  (id, count, part) =>
    count % 2 === 0 ? html`<div>${id}${html`<b>${count}</b>`}${build(part)}</div>` : html`<p>${build(part)}</p>`,
  (_id, count, part) =>
    html` <ul title=${count}>${numbers(count)}${count % 3 === 0 ? html`<li>${build(part)}</li>` : build(part)}</ul>`,
];

const kinds: LiveComponent<{ part: Part }>[] = [];
const shared = {
  components: kinds,
  props: props<{ part: Part }>(),
  events: { inc: null },
  mount: () => ({ count: 0 }),
};
const inc = (socket: { update(key: "count", change: (count: number) => number): unknown }) =>
  void socket.update("count", (count) => count + 1);
kinds.push(
  liveComponent({ ...shared, handle: { inc }, render: ({ id, count, part }) => templates[0]!(id, count, part) }),
  liveComponent({
    ...shared,
    update: async () => {
      await Promise.resolve();
    },
    handle: { inc },
    render: ({ id, count, part }) => templates[1]!(id, count, part),
  }),
  liveComponent({
    ...shared,
    updateMany: (updates) => {
      for (const { socket, former } of updates) assert.notEqual(socket.assigns.part, former?.part);
    },
    handle: { inc },
    render: ({ id, count, part }) => templates[2]!(id, count, part),
  }),
);

const view = (first: Part) =>
  liveView({ components: kinds, mount: () => ({ part: first }), render: ({ part }) => build(part) });

/** Live components, or for a fresh print what they would show. */
function sites(fresh: ((kind: number, id: string) => number) | null): void {
  kinds.forEach((kind, which) => {
    componentSites[which] = (id, part) =>
      fresh ? templates[which]!(`${id}`, fresh(which, `${id}`), part) : kind({ id, part });
  });
}

/** The components of a page by their ids, in the order in which they stand. */
const idsOf = (part: Part): readonly number[] =>
  part.kind === "component"
    ? [part.id, ...idsOf(part.part)]
    : part.kind === "site"
      ? part.parts.flatMap(idsOf)
      : part.kind === "list"
        ? part.items.flatMap((item) => idsOf(item.part))
        : [];

const componentsOf = (part: Part): readonly Part[] =>
  part.kind === "component"
    ? [part, ...componentsOf(part.part)]
    : part.kind === "site"
      ? part.parts.flatMap(componentsOf)
      : part.kind === "list"
        ? part.items.flatMap((item) => componentsOf(item.part))
        : [];

/** Another page, in which a component of an earlier one, or of another place, may stand. */
function nextPage(random: Random, page: Part, former: readonly Part[]): Part {
  for (;;) {
    let next = change(random, page, DEPTH);
    const old = former[random(former.length + 1)];
    if (old !== undefined && random(2) === 0) next = placedWithin(random, next, old);
    const ids = sites === null ? [] : idsOf(next);
    if (new Set(ids).size === ids.length) return next;
  }
}

function placedWithin(random: Random, page: Part, component: Part): Part {
  if (page.kind === "site" && random(3) > 0) {
    const at = random(page.parts.length);
    return {
      ...page,
      parts: page.parts.map((part, index) => (index === at ? placedWithin(random, part, component) : part)),
    };
  }
  if (page.kind === "list" && page.items.length > 0) {
    const at = random(page.items.length);
    const item = page.items[at]!;
    return { ...page, items: page.items.with(at, { ...item, part: placedWithin(random, item.part, component) }) };
  }
  if (page.kind === "component" && random(3) > 0) return { ...page, part: placedWithin(random, page.part, component) };
  return component;
}

/** The page's side of the farewell: it says what it has lost, looks again, and forgets what the server has forgotten. */
class Page {
  readonly client: StockTree;
  readonly #instance: LiveInstance;
  /** Lost, and not said yet: the message is under way. */
  #untold: readonly number[] = [];
  #lost: readonly number[] = [];

  constructor(client: StockTree, instance: LiveInstance) {
    this.client = client;
    this.#instance = instance;
  }

  shown(print: () => string): string {
    const before = this.client.shownCids;
    const text = print();
    const lost = [...before].filter((cid) => !this.client.shownCids.has(cid));
    for (const cid of lost) this.client.resetRender(cid);
    this.#untold = [...this.#untold, ...lost];
    return text;
  }

  tell(): void {
    this.#instance.present?.willDestroy(this.#untold);
    this.#lost = [...this.#lost, ...this.#untold];
    this.#untold = [];
  }

  forget(): void {
    const gone = this.#lost.filter((cid) => !this.client.shownCids.has(cid));
    this.#lost = [];
    this.client.pruneCIDs(this.#instance.present?.destroyed(gone) ?? []);
  }
}

/** A message that changes nothing but components makes the client patch those alone, which skips nothing in them. */
function shownBy(client: StockTree, instance: LiveInstance, diff: string | null): string {
  const { c, ...tree } = JSON.parse(`{${diff ?? ""}}`) as { readonly c?: object };
  if (diff === null) return client.print(true);
  const cids = new Set(Object.keys(c ?? {}).map(Number));
  if (Object.keys(tree).length > 0) return client.print(true, [...cids]);
  for (const cid of cids) if (!isWithin(instance.present!.at(cid)!.context.parent, cids)) client.printComponent(cid);
  return client.print(false);
}

/** A fresh print of templates alone knows no components that events could go to. */
const withoutTargets = (text: string): string => text.replaceAll(/ phx-target="\d+"/g, "");

const isWithin = (owner: OwnerContext | null, cids: ReadonlySet<number>): boolean =>
  owner !== null && ((owner.cid !== null && cids.has(owner.cid)) || isWithin(owner.parent, cids));

async function play(seed: number, development: boolean, tamper: (diff: string) => string): Promise<string | null> {
  const random = seeded(seed);
  const context = { csrfToken: "t0k<en>", nonce: 'n"1', base: "/base", development };
  sites(null);
  let state: Part = randomPart(random, DEPTH);
  const former: Part[] = [...componentsOf(state)];
  const app = liveTestApp([{ path: "/", view: view(state) }], { production: !development });
  const url = { href: "/", local: "/", path: "/", params: {}, hasFragment: false };
  const result = await runLifecycle({
    runtime: app.runtime,
    route: app.routes[0]!,
    url: url as never,
    session: app.info.session,
    connected: true,
    flash: {},
  });
  assert.ok(result.ok);
  const { instance } = result;
  let stale: string | null = null;
  const client = joinStockClient(JSON.parse(`{${await instance.printer.printTree(context)}}`), (was, wanted) => {
    stale ??= `left alone: ${was}\nshould be: ${wanted}`;
  });
  const page = new Page(client, instance);
  const count = (kind: number, id: string) =>
    (instance.present?.find(kinds[kind]!, id)?.state.assigns["count"] as number | undefined) ?? 0;
  let diff: string | null = null;
  for (let step = 0; step <= STEPS; step++) {
    const got = withoutTargets(page.shown(() => shownBy(client, instance, diff)));
    sites(count);
    const wanted = printHtml(build(state), context);
    sites(null);
    if (got !== wanted) return `seed ${seed}, step ${step}\nwanted ${wanted}\ngot    ${got}`;
    if (stale !== null) return `seed ${seed}, step ${step}\n${stale}`;
    if (random(3) > 0) page.tell();
    if (random(2) === 0) page.forget();
    diff = "";
    const turned = [...client.shownCids][random(client.shownCids.size + 1)];
    if (turned !== undefined && random(2) === 0) {
      await instance.handleEvent({ name: "inc", payload: undefined, record: undefined }, instance.present!.at(turned)!);
    } else {
      for (let changes = random(3); changes > 0; changes--) state = nextPage(random, state, former);
    }
    former.push(...componentsOf(state));
    instance.state.assign({ part: state });
    diff = tamper(await instance.printer.printTree(context));
    if (diff !== "") client.mergeDiff(JSON.parse(`{${diff}}`));
  }
  return null;
}

test("the stock client that merges our diffs shows live components as a fresh render prints them", async () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const difference = await play(seed, seed % 4 === 0, (diff) => diff);
    assert.equal(difference, null, difference ?? "");
  }
});
