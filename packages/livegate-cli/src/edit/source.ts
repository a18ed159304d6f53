import { type Comment, type Node, type Program, parseSync, visitorKeys } from "oxc-parser";
import { type Style, styleOf } from "./style.ts";

/** A TypeScript file of an author's, read. */
export interface Source {
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  /** How its author writes. */
  readonly style: Style;
}

/** Reads a source; null where it doesn't parse. */
export function parseSource(text: string): Source | null {
  const { program, comments, errors } = parseSync("source.ts", text, { preserveParens: false });
  return errors.length > 0 ? null : { text, program, comments, style: styleOf(text, program) };
}

/** The code of a part of a source, without comments, and with white space only where words would run together: for comparing. */
export function codeOf(source: Source, { start, end }: Span): string {
  let code = "";
  let at = start;
  for (const comment of source.comments) {
    if (comment.start < start || comment.end > end) continue;
    code += `${source.text.slice(at, comment.start)} `;
    at = comment.end;
  }
  return (code + source.text.slice(at, end))
    .replace(/\s+/g, " ")
    .replace(/ ?([^\w$"'`]) ?/g, "$1")
    .trim();
}

/** A part of a source. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Every node below one, itself first, in the order of the text. */
export function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const key of visitorKeys[node.type] ?? []) {
    // The parser says that what stands under this key are nodes, a list of them, or nothing.
    const child = (node as unknown as Readonly<Record<string, Node | readonly (Node | null)[] | null | undefined>>)[
      key
    ];
    for (const each of Array.isArray(child) ? child : [child]) if (each) yield* nodesIn(each as Node);
  }
}

/** Where a character stands for the first time outside of comments; -1 where it doesn't. */
export function indexOutsideComments({ text, comments }: Source, character: string, { start, end }: Span): number {
  for (let at = start; at < end; at += 1) {
    const comment = comments.find((each) => each.start <= at && at < each.end);
    if (comment) at = comment.end - 1;
    else if (text[at] === character) return at;
  }
  return -1;
}

/** Where a line begins. */
export const lineStart = ({ text }: Source, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

/** The white space that a line begins with. */
export function indentAt(source: Source, at: number): string {
  const start = lineStart(source, at);
  return /^[ \t]*/.exec(source.text.slice(start, at))?.[0] ?? "";
}

/** Whether nothing but white space stands before a place on its line. */
export const isFirstOnLine = (source: Source, at: number): boolean =>
  indentAt(source, at).length === at - lineStart(source, at);
