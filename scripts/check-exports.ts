import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

/**
 * What is wrong with a package's doors: `exports` and the top-level files of `src` must be the same, by explicit names.
 * Styles are doors as they are.
 */
export function doorBreaches(
  exported: Readonly<Record<string, string>>,
  doors: Readonly<Record<string, string>>,
): readonly string[] {
  const expected = Object.fromEntries(Object.keys(doors).map((file) => [subpath(file), `./src/${file}`]));
  const missing = Object.keys(expected).filter((path) => exported[path] !== expected[path]);
  const surplus = Object.keys(exported).filter((path) => !(path in expected));
  return [
    ...missing.map((path) => `exports lacks "${path}": "${expected[path]}"`),
    ...surplus.map((path) => `exports has "${path}", but there is no such door`),
    ...Object.entries(doors).flatMap(([file, source]) => looseExports(file, source)),
  ];
}

const subpath = (file: string): string => (file === "index.ts" ? "." : `./${file.replace(/\.ts$/, "")}`);

/** A door names each thing that it passes on from a room, and holds nothing of its own. */
function looseExports(file: string, source: string): readonly string[] {
  if (file.endsWith(".css")) return [];
  const { module, program } = parseSync(file, source);
  const isNamed = program.body.every((statement) => statement.type === "ExportNamedDeclaration" && statement.source);
  const names = module.staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name));
  return isNamed && !names.includes("default") ? [] : [`${file} does more than name exports of rooms`];
}

if (import.meta.main) {
  const source = join(dirname(dirname(fileURLToPath(import.meta.url))), "packages/livegate");
  const { exports } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const files = globSync("src/*.{ts,css}", { cwd: source }).filter((file) => !file.endsWith(".test.ts"));
  const doors = Object.fromEntries(files.map((file) => [basename(file), readFileSync(join(source, file), "utf8")]));
  const breaches = doorBreaches(exports, doors);
  for (const breach of breaches) console.error(breach);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
