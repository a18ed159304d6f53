import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";

/** What a value that isn't known before the tests run stands for in a name. */
export const HOLE = "…";

/** The names of the tests in a file, and of their groups; what is filled in when they run is a "…". */
export const testNames = (path: string): readonly string[] => testNamesIn(path, readFileSync(path, "utf8"));

/** The same of a source. */
export function testNamesIn(path: string, source: string): readonly string[] {
  const names: string[] = [];
  visit(parseSync(path, source).program, (node) => {
    const name = nameOf(node);
    if (name !== null) names.push(name);
  });
  return names;
}

/** Whether a name that a run has told is one of these, with something in the place of each "…". */
export const isAmong = (names: readonly string[], told: string): boolean =>
  names.some((name) => {
    const pattern = name.split(HOLE).map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
    return new RegExp(`^${pattern.join("[^]*")}$`).test(told);
  });

type Node = Readonly<Record<string, unknown>>;

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) return value.forEach((item) => visit(item, see));
  if (typeof value !== "object" || value === null) return;
  const node = value as Node;
  if (typeof node["type"] === "string") see(node);
  for (const child of Object.values(node)) visit(child, see);
}

function nameOf({ type, callee, arguments: given }: Node): string | null {
  if (type !== "CallExpression" || !Array.isArray(given) || !/^(?:test|it|describe\w*)$/.test(calledName(callee)))
    return null;
  const [first] = given as readonly Node[];
  if (first?.["type"] === "Literal" && typeof first["value"] === "string") return first["value"];
  if (first?.["type"] !== "TemplateLiteral") return first ? HOLE : null;
  const quasis = first["quasis"] as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join(HOLE);
}

/** "it" of `it(…)` and of `it.only(…)`. */
function calledName(callee: unknown): string {
  const { type, name, object } = callee as Node;
  if (type === "Identifier") return String(name);
  return type === "MemberExpression" ? calledName(object) : "";
}
