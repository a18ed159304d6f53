import { lineDiff } from "./line-diff.ts";
import type { Conflict, Step } from "./plan.ts";

/** A plan as a tree of files, each with what is to become of it. */
export function planTree(steps: readonly Step[]): string {
  const width = Math.max(...steps.map(({ path }) => nameOf(path).length + 2 * depthOf(path))) + 2;
  const shown = new Set<string>();
  return steps
    .flatMap((step) => [...newFolders(step.path, shown), fileLine(step, width)])
    .map((line) => `  ${line}`)
    .join("\n");
}

function newFolders(path: string, shown: Set<string>): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.flatMap((part, depth) => {
    const folder = parts.slice(0, depth + 1).join("/");
    if (shown.has(folder)) return [];
    shown.add(folder);
    return `${"  ".repeat(depth)}${part}/`;
  });
}

function fileLine({ path, status, changes, conflict }: Step, width: number): string {
  const name = `${"  ".repeat(depthOf(path))}${nameOf(path)}`.padEnd(width);
  const about = conflict ? conflict.why : inOneLine(changes);
  return `${name}${about === "" ? status : `${status.padEnd(10)}${about}`}`;
}

/** "adds a", "adds b", "imports c" → "adds a, b; imports c" */
const inOneLine = (changes: readonly string[]): string =>
  [...Map.groupBy(changes, (change) => change.split(" ", 1)[0] ?? "")]
    .map(([verb, group]) => `${verb} ${group.map((change) => change.slice(verb.length + 1)).join(", ")}`)
    .join("; ");

const depthOf = (path: string): number => path.split("/").length - 1;
const nameOf = (path: string): string => path.split("/").at(-1) ?? path;

/** How many files become what: "7 new, 3 changed". */
export function planCounts(steps: readonly Step[]): string {
  const counts = Map.groupBy(steps, ({ status }) => status);
  return (["new", "changed", "identical", "conflict"] as const)
    .flatMap((status) => (counts.has(status) ? `${counts.get(status)?.length} ${status}` : []))
    .join(", ");
}

/** What is left to the author of a file: what to paste where, or how the file would differ. */
export function conflictText({ path, before, after, isOwn, conflict }: Step): string {
  const why = `${path}: ${conflict?.why ?? ""}.`;
  if (isOwn)
    return `${why} It was kept. Generated, it would differ like this:\n\n${indent(lineDiff(before ?? "", after))}\n`;
  return `${why} It was left as it is. Do this by hand:\n\n${(conflict as Conflict).paste.map(pasteText).join("\n")}`;
}

const pasteText = ({ where, code }: Conflict["paste"][number]): string => `  ${where}:\n\n${indent(code, 4)}\n`;

const indent = (text: string, by = 2): string => text.replace(/^(?=.)/gm, " ".repeat(by));
