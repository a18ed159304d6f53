import { LivegateError } from "../errors/livegate-error.ts";
import { escapeHtml } from "../html/escape.ts";
import { diffKey } from "../protocol/wire-names.ts";
import type { Keyed, Slots, Statics, Streamed, Wire, WireNode } from "./wire-node.ts";
import { mergeStream } from "./wire-stream.ts";

/** Statics that a message lists once, by number. */
type Table = Readonly<Record<string, Statics>>;

const { components: C, keyed: K, keyedCount: KC, statics: S, sharedStatics: P, stream: STREAM } = diffKey;

/** What of a message is no tree. */
const ASIDE: ReadonlySet<string> = new Set([C, P, diffKey.events, diffKey.title, diffKey.reply]);

/**
 * The tree of a view as its page knows it, merged from the server's messages by the rules of the wire. A message that
 * breaks them throws: the page would show something else than the server thinks.
 */
export class WireTree {
  #root: WireNode | null = null;
  readonly #components = new Map<number, WireNode>();
  /** Whether what is merged is laid over the tree of another component: its rows are no former ones. */
  #lends = false;
  /** Lists that the message has changed: their rows can be printed once its components are there. */
  readonly #changedLists: (() => void)[] = [];
  /** Told of each list whose rows were sent again although they had only moved. */
  readonly #onMoved: (row: string) => void;

  constructor(rendered: Wire, onMoved: (row: string) => void = () => {}) {
    this.#onMoved = onMoved;
    this.merge(rendered);
  }

  /** Merges a diff; says whether it changed the page. */
  merge(diff: Wire): boolean {
    const table = (diff[P] ?? {}) as Table;
    const tree = Object.fromEntries(Object.entries(diff).filter(([key]) => !ASIDE.has(key)));
    const components = Object.entries((diff[C] ?? {}) as Wire);
    if (Object.keys(tree).length > 0) this.#root = this.#merge(this.#root, tree, table);
    if (components.length > 0) this.#mergeComponents(components, table);
    for (const tell of this.#changedLists.splice(0)) tell();
    return Object.keys(tree).length > 0 || components.length > 0;
  }

  /** Forgets components that the page no longer shows. */
  prune(cids: readonly number[]): void {
    for (const cid of cids) this.#components.delete(cid);
  }

  /** The components that the tree shows. */
  get cids(): ReadonlySet<number> {
    const shown = new Set<number>();
    this.#print(this.#root ?? "", shown);
    return shown;
  }

  get html(): string {
    return this.#print(this.#root ?? "", new Set());
  }

  #mergeComponents(diffs: readonly (readonly [string, unknown])[], table: Table): void {
    const former = new Map(this.#components);
    const byCid = new Map(diffs.map(([cid, diff]) => [Number(cid), diff as Wire]));
    const done = new Map<number, WireNode>();
    const settle = (cid: number): WireNode => {
      const known = done.get(cid);
      if (known !== undefined) return known;
      const diff = byCid.get(cid);
      if (!diff) throw broken(`component ${cid} lends statics and isn't in the message`);
      const { [S]: lent, ...rest } = diff;
      const isLent = typeof lent === "number"; // Here a number is no place in the table, but a component.
      const from = isLent ? (lent > 0 ? settle(lent) : former.get(-lent)) : former.get(cid);
      this.#lends = isLent;
      const merged = this.#merge(from ?? null, isLent ? rest : diff, table);
      this.#lends = false;
      done.set(cid, merged);
      return merged;
    };
    for (const cid of byCid.keys()) this.#components.set(cid, settle(cid));
  }

  #merge(old: WireNode | null, diff: unknown, table: Table): WireNode {
    if (typeof diff === "string" || typeof diff === "number") return diff;
    if (typeof diff !== "object" || diff === null) throw broken(`${JSON.stringify(diff)} stands in a slot`);
    const node = diff as Wire;
    const inner = { ...table, ...(node[P] as Table | undefined) };
    if (K in node) return STREAM in node ? this.#mergeStream(old, node, inner) : this.#mergeKeyed(old, node, inner);
    const s = S in node ? staticsOf(node[S], inner) : null;
    const before = s === null && isKind(old, "rendered") ? old : null;
    if (s === null && !before) throw broken("a diff without statics meets no template");
    return {
      kind: "rendered",
      s: s ?? before!.s,
      slots: this.#slots(before?.slots ?? [], node, (s ?? before!.s).length - 1, inner),
    };
  }

  #slots(before: Slots, diff: Wire, count: number, table: Table): Slots {
    return Array.from({ length: count }, (_, at) => {
      const given = diff[at];
      const old = before[at];
      if (given !== undefined) return this.#merge(old ?? null, given, table);
      if (old === undefined) throw broken(`slot ${at} is missing in ${JSON.stringify(diff)}`);
      return old;
    });
  }

  #mergeKeyed(old: WireNode | null, node: Wire, table: Table): Keyed {
    const known = !(S in node) && isKind(old, "keyed") ? old : null;
    const s = known?.s ?? staticsOf(node[S], table);
    const entries = node[K] as Wire;
    const length = entries[KC];
    if (typeof length !== "number") throw broken("a list comes without its length");
    const rows = Array.from({ length }, (_, at) => this.#row(entries[at], at, { known, s, table }));
    const next: Keyed = { kind: "keyed", s, rows };
    if (known && !this.#lends) this.#changedLists.push(() => this.#tellMoved(known, next, entries));
    return next;
  }

  #row(given: unknown, at: number, { known, s, table }: { known: Keyed | null; s: Statics; table: Table }): Slots {
    const from = typeof given === "number" ? given : Array.isArray(given) ? (given[0] as number) : at;
    const diff = typeof given === "number" ? undefined : Array.isArray(given) ? given[1] : given;
    const before = known?.rows[from];
    if (diff === undefined) {
      if (!before) throw broken(`row ${from} of a list was never sent`);
      return before;
    }
    return this.#slots(before ?? [], diff as Wire, s.length - 1, table);
  }

  /** A row that is found again at another place, although it was sent anew: the list is told apart by position. */
  #tellMoved(old: Keyed, next: Keyed, entries: Wire): void {
    const before = old.rows.map((row) => this.#print({ ...old, rows: [row] }, new Set()));
    const after = next.rows.map((row) => this.#print({ ...next, rows: [row] }, new Set()));
    const once = (rows: readonly string[], row: string) => rows.indexOf(row) === rows.lastIndexOf(row);
    const moved = after.filter((row, at) => {
      const sentAnew = typeof entries[at] === "object" && !Array.isArray(entries[at]);
      return (
        sentAnew &&
        row.trim() !== "" &&
        before[at] !== row &&
        before.includes(row) &&
        once(before, row) &&
        once(after, row)
      );
    });
    if (moved.length >= 2) this.#onMoved(moved[0] ?? "");
  }

  #mergeStream(old: WireNode | null, node: Wire, table: Table): Streamed {
    const known = isKind(old, "stream") ? old : null;
    const s = S in node ? staticsOf(node[S], table) : known?.s;
    if (!s) throw broken("a stream comes without statics");
    const entries = node[K] as Wire;
    const rows = Array.from({ length: Number(entries[KC]) }, (_, at) =>
      this.#slots([], entries[at] as Wire, s.length - 1, table),
    );
    return mergeStream(this.#lends ? null : known, s, rows, node[STREAM]);
  }

  #print(node: WireNode, shown: Set<number>): string {
    const inner = (slot: WireNode): string => this.#print(slot, shown);
    if (typeof node === "string") return node;
    if (typeof node === "number") return this.#printComponent(node, shown);
    if (node.kind === "rendered") return interleave(node.s, node.slots, inner);
    if (node.kind === "keyed") return node.rows.map((slots) => interleave(node.s, slots, inner)).join("");
    return Array.from(node.rows, ([id, slots]) => withId(id, interleave(node.s, slots, inner))).join("");
  }

  #printComponent(cid: number, shown: Set<number>): string {
    const component = this.#components.get(cid);
    if (component === undefined) throw broken(`component ${cid} is shown and was never sent`);
    shown.add(cid);
    // As the client marks it, so that targets can be found.
    return this.#print(component, shown).replace(/<[a-z][^\s/>]*/i, (tag) => `${tag} data-phx-component="${cid}"`);
  }
}

const isKind = <Kind extends string>(node: WireNode | null, kind: Kind): node is Extract<WireNode, { kind: Kind }> =>
  typeof node === "object" && node !== null && node.kind === kind;

const interleave = (s: Statics, slots: Slots, print: (slot: WireNode) => string): string =>
  s.map((part, at) => part + (at < slots.length ? print(slots[at] ?? "") : "")).join("");

function staticsOf(s: unknown, table: Table): Statics {
  const found = typeof s === "number" ? table[s] : s;
  if (!Array.isArray(found)) throw broken(`the statics ${JSON.stringify(s)} were never sent`);
  return found as Statics;
}

const START_TAG = /^(?:\s|<!--[^]*?-->)*<[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>/i;

/** A row of a stream, which the client finds again by the id of its element. */
function withId(id: string, row: string): string {
  if (START_TAG.exec(row)?.[0].includes(` id="${escapeHtml(id)}"`)) return row;
  throw broken(`a row of a stream is no element whose id is ${JSON.stringify(id)}: ${row.trim().slice(0, 160)}`);
}

const broken = (what: string): LivegateError =>
  new LivegateError("LG_TEST_VIEW", `The server sent a message that its page can't follow: ${what}.`);
