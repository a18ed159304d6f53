/** Numbers that look random and repeat for a seed: a failing round of a property test can be run again. */
export interface SeededRandom {
  /** A whole number from 0 up to, but without, `end`. */
  below(end: number): number;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
}

/** Makes such a source (mulberry32) out of any whole number. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (end: number): number => next() % end;
  return {
    below,
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T, // In range by construction.
  };
}
