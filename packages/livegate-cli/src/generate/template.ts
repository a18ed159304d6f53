/** What is put in the place of a template's placeholders. */
export interface Values {
  /** By the name in `__name__`: it stands anywhere, also in the names of files. */
  readonly names: Readonly<Record<string, string>>;
  /** By the name in `__name__`: it stands on a line of its own, or alone in brackets, and all these lines take its place. */
  readonly lines?: Readonly<Record<string, readonly string[]>>;
  /** What holds: `// @if uuid` … `// @else` … `// @end` keeps the one part or the other. */
  readonly flags?: Readonly<Record<string, boolean>>;
}

// `__proto__` is JavaScript's own.
const PLACEHOLDER = /__(?!proto__)([a-z][a-z0-9]*(?:-[a-z0-9]+)*)__/gi;

/**
 * Fills a template. Its placeholders are identifiers, so that a template is a TypeScript file like any other. One that has no
 * value is a mistake in the template, and throws.
 */
export function fillTemplate(template: string, values: Values): string {
  const lines = keptLines(template.split("\n"), values.flags ?? {});
  const text = lines.flatMap((line) => filledLines(line, values)).join("\n");
  return fillNames(text, values.names);
}

/** Puts names in the place of placeholders. */
export const fillNames = (text: string, names: Values["names"]): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = names[name];
    if (value === undefined) throw new Error(`There is no value for the placeholder ${whole}.`);
    return value;
  });

function filledLines(line: string, { lines = {} }: Values): readonly string[] {
  for (const [, name = ""] of line.matchAll(PLACEHOLDER)) {
    const filled = lines[name];
    if (!filled) continue;
    const indent = /^\s*/.exec(line)?.[0] ?? "";
    const [, before = "", after = ""] = new RegExp(`^(.*[[{(])__${name}__([\\]})].*)$`).exec(line) ?? [];
    if (before === "") return filled.map((each) => indentLine(indent, each));
    return [before, ...filled.map((each) => indentLine(`${indent}  `, each)), indent + after];
  }
  return [line];
}

const indentLine = (indent: string, line: string): string => (line === "" ? "" : indent + line);

/** The lines whose conditions hold, without those that say so. Conditions may stand inside of others. */
function keptLines(lines: readonly string[], flags: Readonly<Record<string, boolean>>): readonly string[] {
  const open: boolean[] = [];
  const kept = lines.filter((line) => {
    const [, word, not, flag = ""] = /^\s*\/\/ @(if|else|end)(?: (!?)([\w-]+))?$/.exec(line) ?? [];
    if (word === "if") {
      const holds = flags[flag];
      if (holds === undefined) throw new Error(`There is no value for the condition "${flag}".`);
      open.push(not === "!" ? !holds : holds);
    } else if (word === "else") {
      open.push(!open.pop());
    } else if (word === "end") {
      open.pop();
    }
    return word === undefined && open.every(Boolean);
  });
  if (open.length > 0) throw new Error("A condition of the template has no @end.");
  return kept;
}
