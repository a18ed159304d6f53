import type { MagicString } from "magic-string";
import { type Source, type Span, indentAt, indexOutsideComments, isFirstOnLine, lineStart } from "./source.ts";
import { restyle } from "./style.ts";

/** What stands between two brackets, separated by commas: names of an import, elements, properties, arguments. */
export interface List extends Span {
  readonly items: readonly Span[];
}

/** A new item and its place: behind the item of an index, -1 for the first place. Default: the last place. */
export interface NewItem {
  readonly text: string;
  readonly after?: number;
}

/**
 * Puts an item into a list. One over several lines gets a line more, and a comma at its end only if it has one; comments
 * stay beside what they are about.
 */
export function insertItem(
  code: MagicString,
  source: Source,
  list: List,
  { text, after = list.items.length - 1 }: NewItem,
) {
  if (list.items.length === 0) insertOnly(code, source, list, text);
  else if (after < 0) insertFirst(code, source, list, text);
  else if (after < list.items.length - 1) insertBetween(code, source, list, { text, after });
  else insertLast(code, source, list, text);
}

function insertOnly(code: MagicString, source: Source, list: List, text: string): void {
  const [open, close] = [list.start + 1, list.end - 1];
  const inside = source.text.slice(open, close);
  if (isFirstOnLine(source, close)) {
    code.appendLeft(lineStart(source, close), `${lineOf(source, list, text)},${source.style.newline}`);
  } else if (inside.trim() !== "") {
    code.appendLeft(open + inside.trimEnd().length, ` ${inLine(source, list, text)}`);
  } else {
    const padding = source.text[list.start] === "{" ? " " : "";
    if (open < close) code.remove(open, close);
    code.appendLeft(open, `${padding}${inLine(source, list, text)}${padding}`);
  }
}

function insertFirst(code: MagicString, source: Source, list: List, text: string): void {
  const first = startOf(list.items, 0);
  const line = nextLine(source, list.start + 1);
  // On a line of its own where the first item is on one.
  if (line <= first) code.appendLeft(line, `${lineOf(source, list, text)},${source.style.newline}`);
  else code.appendLeft(first, `${inLine(source, list, text)}, `);
}

function insertBetween(code: MagicString, source: Source, list: List, { text, after }: Required<NewItem>): void {
  const next = startOf(list.items, after + 1);
  const comma = commaAfter(source, list, after);
  const line = nextLine(source, comma);
  if (line <= next) code.appendLeft(line, `${lineOf(source, list, text)},${source.style.newline}`);
  else code.appendLeft(comma + 1, ` ${inLine(source, list, text)},`);
}

function insertLast(code: MagicString, source: Source, list: List, text: string): void {
  const close = list.end - 1;
  const comma = commaAfter(source, list, list.items.length - 1);
  if (isFirstOnLine(source, close)) {
    const last = list.items.at(-1);
    if (comma < 0 && last) code.appendLeft(last.end, ",");
    const line = `${lineOf(source, list, text)}${comma < 0 ? "" : ","}${source.style.newline}`;
    code.appendLeft(lineStart(source, close), line);
  } else {
    const end = list.start + source.text.slice(list.start, close).trimEnd().length;
    code.appendLeft(end, comma < 0 ? `, ${inLine(source, list, text)}` : ` ${inLine(source, list, text)},`);
  }
}

function commaAfter(source: Source, { items, end }: List, index: number): number {
  const between = { start: items[index]?.end ?? end, end: items[index + 1]?.start ?? end - 1 };
  return indexOutsideComments(source, ",", between);
}

const startOf = (items: readonly Span[], index: number): number => items[index]?.start ?? 0;

/** An item on lines of its own, indented like its neighbours. */
function lineOf(source: Source, { items, end }: List, text: string): string {
  const own = items.findLast(({ start }) => isFirstOnLine(source, start));
  const indent = own ? indentAt(source, own.start) : indentAt(source, end - 1) + source.style.unit;
  return restyle(text, source.style, indent);
}

const inLine = (source: Source, { start }: List, text: string): string =>
  restyle(text, source.style, indentAt(source, start)).trimStart();

/** Where the next line begins that isn't inside of a comment. */
function nextLine({ text, comments }: Source, at: number): number {
  const end = text.indexOf("\n", at) + 1;
  if (end === 0) return text.length;
  const around = comments.find((comment) => comment.start < end && end <= comment.end && comment.type === "Block");
  return around ? nextLine({ text, comments } as Source, around.end) : end;
}
