import type { Present, PresenceChange } from "./presence.ts";

/** One view that is present. Its id tells it from all others, on whichever node they are. */
export interface PresenceEntry {
  readonly id: string;
  readonly key: string;
  readonly meta: unknown;
}

/** Takes a change; it must not throw. */
export type HearChange = (change: PresenceChange<unknown>) => void;

type Everybody = readonly Present<unknown>[];

/** Who is present on one topic, and what its listeners know of it. Keys are data, so they only ever stand in maps. */
export class PresenceTopic {
  readonly #keyOf = new Map<string, string>();
  /** Metas by key and by id, in the order in which they came. */
  readonly #metas = new Map<string, Map<string, unknown>>();
  readonly #known = new Map<string, Present<unknown>>();
  readonly #untold = new Set<string>();
  readonly #listeners = new Set<{ readonly hear: HearChange }>();

  /** How many views are present. */
  get size(): number {
    return this.#keyOf.size;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Everybody who is present now, told or not. */
  get list(): Everybody {
    return Array.from(this.#metas, ([key, metas]) => ({ key, metas: [...metas.values()] }));
  }

  /** Puts an entry in place of the one with its id, if there is one. */
  put({ id, key, meta }: PresenceEntry): void {
    if (this.#keyOf.has(id) && this.#keyOf.get(id) !== key) this.remove(id);
    this.#keyOf.set(id, key);
    this.#metas.set(key, (this.#metas.get(key) ?? new Map<string, unknown>()).set(id, meta));
    this.#untold.add(key);
  }

  remove(id: string): void {
    const key = this.#keyOf.get(id);
    if (key === undefined) return;
    this.#keyOf.delete(id);
    const metas = this.#metas.get(key);
    metas?.delete(id);
    if (metas?.size === 0) this.#metas.delete(key);
    this.#untold.add(key);
  }

  /** Tells a new listener who is there, and from then on what changes. */
  listen(hear: HearChange): () => void {
    // Or it would hear of the same arrivals twice.
    this.tell();
    const listener = { hear };
    this.#listeners.add(listener);
    const list = [...this.#known.values()];
    if (list.length > 0) hear({ joined: list, left: [], updated: [], list });
    return () => void this.#listeners.delete(listener);
  }

  /** Tells everybody what has changed since the last time; nothing where all is as it was. */
  tell(): void {
    if (this.#untold.size === 0) return;
    const [joined, left, updated]: [Everybody[number][], Everybody[number][], Everybody[number][]] = [[], [], []];
    for (const key of this.#untold) {
      const known = this.#known.get(key);
      const metas = this.#metas.get(key);
      if (!metas) {
        if (known) left.push(known);
        this.#known.delete(key);
        continue;
      }
      const present = { key, metas: [...metas.values()] };
      if (known && JSON.stringify(known.metas) === JSON.stringify(present.metas)) continue;
      (known ? updated : joined).push(present);
      this.#known.set(key, present);
    }
    this.#untold.clear();
    if (joined.length + left.length + updated.length === 0) return;
    const change = { joined, left, updated, list: [...this.#known.values()] };
    for (const { hear } of this.#listeners) hear(change);
  }
}
