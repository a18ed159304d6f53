import assert from "node:assert/strict";

/** A template on the wire with its statics inline. */
interface Rendered {
  readonly s: readonly string[];
  readonly slots: readonly Node[];
}
/** A loop: all entries share the statics. */
interface Keyed {
  readonly s: readonly string[];
  readonly entries: readonly (readonly Node[])[];
}
/** A number stands for a component. */
type Node = string | number | Rendered | Keyed;
type Wire = Readonly<Record<string, any>>;
type Statics = Readonly<Record<string, readonly string[]>>;

/**
 * A page's tree, merged from the messages of a server by the rules of the wire, and strict about them: a null or boolean
 * in a slot, a number that is no component, missing statics, a missing `kc` or `km` fails.
 */
export class WireTree {
  #root: Node;
  #components = new Map<number, Rendered>();
  title: string | null = null;

  /** Of the `rendered` of a join. */
  constructor(rendered: Wire) {
    this.#root = merge(null, this.#ofTree(rendered), rendered["p"] ?? {});
    this.#mergeComponents(rendered["c"] ?? {});
  }

  /** Merges the `diff` of a reply or push. */
  merge(diff: Wire): this {
    const tree = this.#ofTree(diff);
    if ("s" in tree) this.#components.clear();
    if (Object.keys(tree).length > 0) this.#root = merge(this.#root, tree, diff["p"] ?? {});
    this.#mergeComponents(diff["c"] ?? {});
    return this;
  }

  /** Forgets the components that the server has forgotten. */
  prune(cids: readonly number[]): void {
    for (const cid of cids) this.#components.delete(cid);
  }

  get html(): string {
    return print(this.#root, this.#components);
  }

  #mergeComponents(entries: Readonly<Record<string, Wire>>): void {
    const before = new Map(this.#components);
    for (const [cid, entry] of Object.entries(entries)) {
      const tree = componentOf(Number(cid), entry, { before, entries });
      this.#components.set(Number(cid), tree);
    }
  }

  #ofTree(message: Wire): Wire {
    const { p: _statics, e: _events, t, r: _reply, c: _components, ...tree } = message;
    if (t !== undefined) {
      assert.equal(typeof t, "string", "a title is text");
      this.title = t;
    }
    return tree;
  }
}

interface ComponentsAround {
  readonly before: ReadonlyMap<number, Rendered>;
  readonly entries: Readonly<Record<string, Wire>>;
}

function componentOf(cid: number, entry: Wire, around: ComponentsAround): Rendered {
  const { p: statics = {}, s, ...slots } = entry;
  if (Array.isArray(s)) {
    assert.equal(slots["r"], 1, "a component with statics is one element");
    return whole({ ...slots, s }, s, statics);
  }
  const own = around.before.get(cid);
  if (s === undefined) {
    assert.ok(own, `component ${cid} is changed before it is known`);
    return merge(own, slots, statics) as Rendered;
  }
  assert.ok(Number.isInteger(s) && s !== 0, `statics of component ${JSON.stringify(s)}`);
  const donor = s > 0 ? componentOf(s, around.entries[s]!, around) : around.before.get(-s);
  assert.ok(donor, `component ${cid} takes over the statics of one that is not there`);
  assert.equal(Object.keys(slots).length, donor.s.length - 1, "whoever takes over statics sends all slots");
  return merge(donor, slots, statics) as Rendered;
}

function merge(old: Node | null, diff: unknown, statics: Statics): Node {
  if (typeof diff === "string") return diff;
  if (typeof diff === "number" && Number.isInteger(diff) && diff > 0) return diff;
  assert.ok(typeof diff === "object" && diff !== null && !Array.isArray(diff), `${JSON.stringify(diff)} is in a slot`);
  const node = diff as Wire;
  if ("k" in node) return mergeKeyed(old, node, statics);
  if ("s" in node) return whole(node, staticsOf(node["s"], statics), statics);
  assert.ok(old !== null && typeof old === "object" && "slots" in old, "a diff without statics meets no template");
  const slots = [...old.slots];
  for (const [key, value] of Object.entries(node)) {
    const at = Number(key);
    assert.ok(Number.isInteger(at) && at >= 0 && at < slots.length, `slot "${key}" of ${slots.length}`);
    slots[at] = merge(slots[at] ?? null, value, statics);
  }
  return { s: old.s, slots };
}

function whole(node: Wire, s: readonly string[], statics: Statics): Rendered {
  const { s: _s, r, ...rest } = node;
  assert.ok(r === undefined || r === 1, "a root flag is 1 or absent");
  assert.equal(Object.keys(rest).length, s.length - 1, "one slot less than statics");
  return { s, slots: s.slice(1).map((_, at) => merge(null, node[at], statics)) };
}

function mergeKeyed(old: Node | null, node: Wire, outer: Statics): Keyed {
  const statics = { ...outer, ...node["p"] };
  const fresh = "s" in node;
  const known = !fresh && old !== null && typeof old === "object" && "entries" in old ? old : null;
  assert.ok(fresh || known, "a loop without statics meets no loop");
  const s = known ? known.s : staticsOf(node["s"], statics);
  const { kc, km, ...entries } = node["k"] as Wire;
  assert.ok(Number.isInteger(kc), "kc is missing");
  const moves = Object.values(entries).some((entry) => typeof entry === "number" || Array.isArray(entry));
  assert.equal(km === true, moves, "km stands exactly where something moves");
  const next = Array.from({ length: kc }, (_, at) => entryAt(entries[at], at, known, s, statics));
  return { s, entries: next };
}

function entryAt(
  given: unknown,
  at: number,
  known: Keyed | null,
  s: readonly string[],
  statics: Statics,
): readonly Node[] {
  if (given === undefined || typeof given === "number") {
    const same = known?.entries[given ?? at];
    assert.ok(same, `entry ${given ?? at} of the former loop`);
    return same;
  }
  const [from, diff] = Array.isArray(given) ? (given as [number, Wire]) : [at, given as Wire];
  const before = known?.entries[from];
  assert.ok(before || !Array.isArray(given), `entry ${from} of the former loop`);
  const complete = Object.keys(diff).length === s.length - 1;
  assert.ok(before || complete, "a new entry is complete");
  return s.slice(1).map((_, slot) => {
    const value = diff[slot];
    return value === undefined ? (before?.[slot] ?? "") : merge(before?.[slot] ?? null, value, statics);
  });
}

function staticsOf(s: unknown, statics: Statics): readonly string[] {
  const found = typeof s === "number" ? statics[s] : s;
  assert.ok(Array.isArray(found) && found.every((part) => typeof part === "string"), `statics ${JSON.stringify(s)}`);
  return found;
}

type Components = ReadonlyMap<number, Rendered>;

function print(node: Node, components: Components): string {
  if (typeof node === "string") return node;
  if (typeof node === "number") {
    const component = components.get(node);
    assert.ok(component, `there is no component ${node}`);
    return print(component, components);
  }
  if ("entries" in node) return node.entries.map((slots) => interleave(node.s, slots, components)).join("");
  return interleave(node.s, node.slots, components);
}

const interleave = (s: readonly string[], slots: readonly Node[], components: Components): string =>
  s.map((part, at) => part + (at < slots.length ? print(slots[at] ?? "", components) : "")).join("");
