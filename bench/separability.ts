/**
 * How well one value tells two kinds apart: the chance that one of `a` is larger than one of `b` (AUC of Mann and Whitney). 0.5 is not
 * at all, 0 and 1 are always.
 */
export function separability(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, ofA: true })), ...b.map((value) => ({ value, ofA: false }))];
  all.sort((x, y) => x.value - y.value);
  let ranks = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]!.value === all[from]!.value) to++;
    // Equal values share the rank in the middle of theirs.
    const rank = (from + 1 + to) / 2;
    for (; from < to; from++) if (all[from]!.ofA) ranks += rank;
  }
  return (ranks - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
}
