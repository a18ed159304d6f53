import { LivegateError } from "../errors/livegate-error.ts";
import type { Key } from "./list.ts";

/** An item's key as it is kept: "7" and 7 make the same DOM id, so they are the same key. */
export function streamKey(key: unknown): Key {
  if (typeof key === "number") return key;
  if (typeof key === "string") return String(Number(key)) === key ? Number(key) : key;
  throw new LivegateError("LG_STREAM_KEYS", `A stream's key() gave ${typeof key} for an item.`);
}

/**
 * The keys of a stream in the order of the page: all that a view keeps of what it has sent. Every operation takes the
 * same time however many keys there are, apart from an insert in their midst.
 */
export class StreamKeys {
  /** Each key's rank; ranks go up along the page, with gaps where keys were deleted. */
  #ranks = new Map<Key, number>();
  /** The same, turned around: made when a limit first has to drop a key. */
  #byRank: Map<number, Key> | null = null;
  #low = 0;
  #high = 0;

  get size(): number {
    return this.#ranks.size;
  }

  has(key: Key): boolean {
    return this.#ranks.has(key);
  }

  /** Adds a new key, at -1 as the last one, otherwise at this index or as the last one where there are fewer. */
  insert(key: Key, at: number): void {
    if (at === -1 || at >= this.size) this.#put(key, this.#high++);
    else if (at === 0) this.#put(key, --this.#low);
    else this.#insertWithin(key, at);
  }

  delete(key: Key): boolean {
    const rank = this.#ranks.get(key);
    if (rank === undefined) return false;
    this.#byRank?.delete(rank);
    return this.#ranks.delete(key);
  }

  /** Drops as the client does, and gives what it dropped: a positive limit keeps that many from the start, a negative one from the end. */
  limit(limit: number): readonly Key[] {
    const dropped: Key[] = [];
    while (this.size > Math.abs(limit)) {
      const key = limit < 0 ? this.#first() : this.#last();
      this.delete(key);
      dropped.push(key);
    }
    return dropped;
  }

  clear(): void {
    this.#ranks.clear();
    this.#byRank = null;
    this.#low = 0;
    this.#high = 0;
  }

  inOrder(): Key[] {
    return [...this.#ranks].toSorted(([, a], [, b]) => a - b).map(([key]) => key);
  }

  #put(key: Key, rank: number): void {
    this.#ranks.set(key, rank);
    this.#byRank?.set(rank, key);
  }

  #insertWithin(key: Key, at: number): void {
    const keys = this.inOrder().toSpliced(at, 0, key);
    this.clear();
    for (const each of keys) this.#put(each, this.#high++);
  }

  #first(): Key {
    const byRank = this.#turnedAround();
    for (;;) {
      const key = byRank.get(this.#low);
      if (key !== undefined) return key;
      this.#low += 1;
    }
  }

  #last(): Key {
    const byRank = this.#turnedAround();
    for (;;) {
      const key = byRank.get(this.#high - 1);
      if (key !== undefined) return key;
      this.#high -= 1;
    }
  }

  #turnedAround(): Map<number, Key> {
    return (this.#byRank ??= new Map(Array.from(this.#ranks, ([key, rank]) => [rank, key])));
  }
}
