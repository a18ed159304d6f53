import type { Program } from "oxc-parser";

/** How an author writes: what an edit has to keep to. */
export interface Style {
  /** One step of indentation: a tab or some spaces. */
  readonly unit: string;
  readonly newline: "\n" | "\r\n";
  readonly quote: '"' | "'";
  /** Whether statements end with a semicolon. */
  readonly semicolons: boolean;
}

/** Finds out how a source is written; what it doesn't say is as our own formatter would write it. */
export function styleOf(text: string, program: Program): Style {
  return {
    unit: unitOf(text),
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    quote: count(text, /'[^'"\n]*'/g) > count(text, /"[^'"\n]*"/g) ? "'" : '"',
    semicolons: endsWithSemicolons(text, program),
  };
}

/** What steps of indentation lead from one line to the next; the commonest is the unit. */
function unitOf(text: string): string {
  const steps = new Map<string, number>();
  let former = "";
  for (const line of text.split("\n")) {
    const [, indent = "", first = ""] = /^([ \t]*)(\S?)/.exec(line) ?? [];
    if (first === "" || first === "*") continue; // Nothing there, or inside a comment.
    const step = indent.startsWith(former) ? indent.slice(former.length) : "";
    if (step !== "") steps.set(step, (steps.get(step) ?? 0) + 1);
    former = indent;
  }
  const [commonest] = [...steps].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return commonest ?? "  ";
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const ENDED: ReadonlySet<string> = new Set(["ImportDeclaration", "ExpressionStatement", "VariableDeclaration"]);

function endsWithSemicolons(text: string, { body }: Program): boolean {
  const ended = body.filter(({ type }) => ENDED.has(type));
  const closed = ended.filter(({ end }) => text[end - 1] === ";").length;
  return ended.length === 0 || closed * 2 >= ended.length;
}

/** Our own code, two spaces and double quotes, in an author's style and at the indentation of its new place. */
export function restyle(code: string, { unit, newline, quote, semicolons }: Style, indent = ""): string {
  return code
    .split("\n")
    .map((line) => {
      const [, spaces = "", rest = ""] = /^((?: {2})*)(.*)$/.exec(line) ?? [];
      if (rest === "") return "";
      const quoted = quote === '"' ? rest : rest.replace(/"([^"'\\`]*)"/g, "'$1'");
      return indent + unit.repeat(spaces.length / 2) + (semicolons ? quoted : quoted.replace(/;$/, ""));
    })
    .join(newline);
}
