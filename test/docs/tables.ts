/** The rows of a page's table, found by the heading of its first column; each row's cells as they are written. */
export function tableRows(page: string, heading: string): readonly (readonly string[])[] {
  const lines = page.split("\n");
  const head = lines.findIndex((line) => cellsOf(line)[0] === heading);
  if (head < 0) throw new Error(`The page has no table that begins with "${heading}".`);
  const end = lines.findIndex((line, index) => index > head && !line.startsWith("|"));
  return lines.slice(head + 2, end < 0 ? undefined : end).map(cellsOf);
}

const cellsOf = (line: string): readonly string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** A cell's text where all of it is code. */
export const codeOf = (cell: string): string => /^`(.*)`$/.exec(cell)?.[1] ?? cell;
