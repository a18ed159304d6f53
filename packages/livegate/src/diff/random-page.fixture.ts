import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import { each, row } from "../html/each.ts";
import { html } from "../html/html.ts";
import { js } from "../html/js.ts";
import { link } from "../html/link.ts";
import { csrfToken, nonce } from "../html/page-constants.ts";
import { raw } from "../html/raw.ts";
import type { Slot } from "../html/slot.ts";
import { Path } from "../paths/path.ts";

/** A page as data, never changed in place: `build` makes its template, `change` another page that shares most of it. */
export type Part =
  | { readonly kind: "text"; readonly value: string | number | boolean | null }
  | { readonly kind: "site"; readonly site: number; readonly value: string | null; readonly parts: readonly Part[] }
  | { readonly kind: "component"; readonly component: number; readonly id: number; readonly part: Part }
  | { readonly kind: "list"; readonly row: number; readonly props: number; readonly items: readonly Item[] };

interface Item {
  readonly id: number;
  readonly flag: boolean;
  readonly part: Part;
}

/** Numbers below a bound, the same for the same seed. */
export type Random = (bound: number) => number;

export function seeded(seed: number): Random {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const TEXTS: readonly string[] = [
  "",
  "a",
  "Ada",
  `<i>"&'`,
  "new\nline\\",
  "é€😀",
  "</textarea>",
  "javascript:alert(1)",
  " ",
  "0",
];
const VALUES = [...TEXTS, null, false, true, 7, 1.5];
const pick = <T>(random: Random, choices: readonly T[]): T | null => choices[random(choices.length)] ?? null;

/** Each call site takes a value for attributes and two inner slots. */
const sites: readonly ((value: string | null, a: Slot, b: Slot) => Html)[] = [
  (_value, a, b) => html`${a}${b}`,
  (value, a, b) => html`<b id=${value} class="x ${value} y ${value}" title="${value}">${a}</b> ${b}`,
  (value, a) => html`<p ${attrs({ "data-a": value, hidden: value === null, class: ["k", value] })}>${a}</p>`,
  () => html`<hr />`,
  (value, a, b) => html`before ${a}<textarea name="t">${value}</textarea><title>${value}</title>${b}`,
  (value, a) => html`<a href=${value} data-n=${nonce}>${a}</a>`,
  (value, a) => html`<section><input value=${value} checked=${value === null} />${a}</section>`,
  (value, a) => link({ href: new Path(`/x?q=${value?.length ?? 0}`), method: value === null ? "delete" : "get" }, a),
  (value, a, b) =>
    html`<div aria-hidden=${value === null} phx-click=${js.hide({ to: `#${value}` })}>
      ${csrfToken}${[a, "-", [b]]}
    </div>`,
  (value, a, b) => html`${value === null ? a : [b, raw(`<u>${value.length}</u>`)]}${["x", value]}`,
];

const rowSites = [
  (item: Item, props: number) => html`<li id="i-${item.id}">${props}${build(item.part)}</li>`,
  (item: Item, props: number) => (item.flag ? html`<li>${build(item.part)}</li>` : html`<dt>${props}${item.id}</dt>`),
  (item: Item) => build(item.part),
  (item: Item) =>
    html`<tr>
      <td>${item.flag && html`<em>${item.id}</em>`}</td>
    </tr>`,
] as const;
const pureRows = rowSites.map((site) => row((item: Item, props: { n: number }) => site(item, props.n)));

/** Shows one kind of live component each; empty where a test has none. */
export const componentSites: ((id: number, part: Part) => Html)[] = [];

/** Evaluates a page anew: the same page always makes an equal template. */
export function build(part: Part): Html {
  const built = buildSlot(part);
  return typeof built === "object" && built !== null && !Array.isArray(built) ? (built as Html) : html`${built}`;
}

function buildSlot(part: Part): Slot {
  if (part.kind === "text") return part.value;
  if (part.kind === "site") {
    const [a, b] = part.parts.map(buildSlot);
    return sites[part.site % sites.length]?.(part.value, a, b);
  }
  if (part.kind === "component") return componentSites[part.component]?.(part.id, part.part);
  const { items, props } = part;
  const pure = pureRows[part.row];
  if (pure !== undefined) return each(items, (item) => item.id, pure, { n: props });
  const site = rowSites[part.row % rowSites.length] ?? rowSites[0];
  if (part.row < 2 * rowSites.length)
    return each(
      items,
      (item) => `k${item.id}`,
      (item) => site(item, props),
    );
  return items.map((item) => site(item, props));
}

export function randomPart(random: Random, depth: number): Part {
  const kind = depth <= 0 ? 0 : random(10);
  if (depth > 0 && componentSites.length > 0 && random(4) === 0) {
    const component = random(componentSites.length);
    return { kind: "component", component, id: random(2 ** 30), part: randomPart(random, depth - 1) };
  }
  if (kind < 2) return { kind: "text", value: pick(random, VALUES) };
  if (kind < 7) {
    const parts = [randomPart(random, depth - 1), randomPart(random, depth - 1)];
    return { kind: "site", site: random(sites.length), value: randomValue(random), parts };
  }
  const items = Array.from({ length: random(6) }, () => randomItem(random, depth - 1));
  return { kind: "list", row: random(3 * rowSites.length), props: random(3), items };
}

const randomValue = (random: Random): string | null => (random(4) === 0 ? null : pick(random, TEXTS));

const randomItem = (random: Random, depth: number): Item => ({
  id: random(2 ** 30),
  flag: random(2) === 0,
  part: randomPart(random, depth),
});

/** Another page: one place of it changed, all else shared. */
export function change(random: Random, part: Part, depth: number): Part {
  if (random(8) === 0) return randomPart(random, depth);
  if (part.kind === "text") return randomPart(random, Math.min(depth, 1));
  if (part.kind === "component") return { ...part, part: change(random, part.part, depth - 1) };
  if (part.kind === "list") return { ...part, ...changeList(random, part, depth) };
  const choice = random(4);
  if (choice === 0) return { ...part, value: randomValue(random) };
  const at = random(part.parts.length);
  return {
    ...part,
    parts: part.parts.map((inner, index) => (index === at ? change(random, inner, depth - 1) : inner)),
  };
}

function changeList(random: Random, list: Part & { kind: "list" }, depth: number): Partial<Part & { kind: "list" }> {
  const copy = [...list.items];
  const at = random(copy.length + 1);
  const item = copy[at];
  switch (random(9)) {
    case 0:
      return { props: random(3) };
    case 1:
      return { items: copy.toReversed() };
    case 2:
      return { items: copy.toSorted(() => random(3) - 1) };
    case 3:
      return { items: [] };
    case 4:
      return { items: copy.toSpliced(at, 1) };
    case 5:
      return { items: copy.toSpliced(at, 0, randomItem(random, depth - 1)) };
    case 6:
      return { items: [...copy.slice(at), ...copy.slice(0, at)] };
    default:
      if (item === undefined) return { items: [...copy, randomItem(random, depth - 1)] };
      return {
        items: copy.with(at, { ...item, flag: random(3) === 0, part: change(random, item.part, depth - 1) }),
      };
  }
}
