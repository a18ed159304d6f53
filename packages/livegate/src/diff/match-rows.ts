import type { Key, List } from "../html/list.ts";

/** A row that was not there before. */
export const NEW = -1;

/**
 * For each row of `next` the index it had in `previous`, or NEW. Null when rows are found by their index: each one kept
 * its place, rows added or removed at the end apart (then no table of keys is built), or keys occur twice.
 */
export function matchRows(previous: List, next: List): Int32Array | null {
  const shorter = Math.min(previous.size, next.size);
  const kept = samePrefix(previous, next, shorter);
  return kept === shorter ? null : matchFrom(kept, previous, next);
}

function samePrefix(previous: List, next: List, length: number): number {
  const { items } = next;
  const olds = previous.items;
  for (let index = 0; index < length; index++) {
    const sameItem = items !== null && olds !== null && items[index] === olds[index];
    if (!sameItem && previous.keyAt(index) !== next.keyAt(index)) return index;
  }
  return length;
}

function matchFrom(start: number, previous: List, next: List): Int32Array | null {
  const olds = new Map<Key, number>();
  for (let index = start; index < previous.size; index++) olds.set(previous.keyAt(index), index);
  if (olds.size !== previous.size - start) return null;
  const match = new Int32Array(next.size);
  const taken = new Uint8Array(previous.size);
  for (let index = 0; index < next.size; index++) {
    const old = index < start ? index : (olds.get(next.keyAt(index)) ?? NEW);
    match[index] = old;
    if (old === NEW) continue;
    if (taken[old] === 1) return null;
    taken[old] = 1;
  }
  return match;
}
