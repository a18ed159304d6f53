/** Lines around a change that are shown with it. */
const AROUND = 2;

type Line = readonly [mark: " " | "-" | "+", text: string];

/** What differs between two texts, line by line, as `diff -u` shows it without the numbers. */
export function lineDiff(before: string, after: string): string {
  const lines = diffLines(before.split("\n"), after.split("\n"));
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(([mark]) => mark !== " ");
  const shown: string[] = [];
  let gap = false;
  for (const [index, [mark, text]] of lines.entries()) {
    if (!isNear(index)) gap = true;
    else {
      if (gap && shown.length > 0) shown.push("  …");
      gap = false;
      shown.push(`${mark} ${text}`.trimEnd());
    }
  }
  return shown.join("\n");
}

/** By the longest sequence of lines that both have; the files are small. */
function diffLines(a: readonly string[], b: readonly string[]): readonly Line[] {
  const longest = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = longest[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push([" ", a[i] ?? ""]);
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) lines.push(["-", a[i++] ?? ""]);
    else lines.push(["+", b[j++] ?? ""]);
  }
  return lines;
}
