/** Chances that can be had again: the same seed gives the same sequence. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  one<T>(of: readonly T[]): T {
    if (of.length === 0) throw new Error("There is nothing to choose from.");
    return of[this.below(of.length)]!; // The index is below the length.
  }

  /** Characters of which many mean something somewhere. */
  text(longest: number): string {
    return Array.from({ length: this.below(longest + 1) }, () => this.one(characters)).join("");
  }

  bytes(longest: number): Uint8Array {
    return Uint8Array.from({ length: this.below(longest + 1) }, () => this.below(256));
  }

  /** JSON of any shape, with keys that reach prototypes among others. */
  json(depth: number): unknown {
    const kind = this.below(depth > 0 ? 9 : 6);
    if (kind < 3) return this.text(12);
    if (kind < 4) return this.one([0, -1, 1.5, 1e308, 2 ** 53, -0]);
    if (kind < 6) return this.one([null, true, false]);
    const length = this.below(4);
    if (kind < 7) return Array.from({ length }, () => this.json(depth - 1));
    return Object.fromEntries(Array.from({ length }, () => [this.one(keys), this.json(depth - 1)]));
  }

  /** The text with something changed, left out, doubled or put in. */
  mutated(text: string): string {
    const at = this.below(text.length + 1);
    const to = Math.min(text.length, at + this.below(8));
    const between = this.one([this.text(4), "", text.slice(at, to).repeat(2), text.slice(0, this.below(20))]);
    return text.slice(0, at) + between + text.slice(to);
  }
}

const characters = [
  ..."abzAZ019 \n\t\"'\\/<>&;:=%+#?[]{}(),.-_\0\u007f",
  "ü",
  "€",
  "😀",
  "\u202e",
  "\ud800",
  "%00",
  "../",
];
const keys = [
  "a",
  "id",
  "event",
  "type",
  "value",
  "url",
  "cid",
  "",
  "0",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
];

/** The seed of a run: `SEED=…` plays it again. Each test says its own. */
export const seed: number = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
