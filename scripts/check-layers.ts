import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apart, ranks } from "./layers.ts";
import { type SourceFile, readImports } from "./source-imports.ts";

/** What is wrong with the imports between rooms: upwards, sideways, from an unknown room, or in a circle. */
export function layerBreaches(files: readonly SourceFile[]): readonly string[] {
  return [...files.flatMap(breachesOf), ...cycles(files)];
}

function breachesOf({ path, imports }: SourceFile): readonly string[] {
  const room = roomOf(path);
  if (room === null) return []; // A door: it may lead anywhere.
  if (!(room in ranks) && !(room in apart)) return [`${path}: the room "${room}" has no rank in scripts/layers.ts`];
  return imports.flatMap((imported) => {
    const target = roomOf(imported);
    if (target === room) return [];
    if (target === null) return [`${path} imports the door ${imported}`];
    return mayImport(room, target) ? [] : [`${path} imports ${imported}: "${room}" may not use "${target}"`];
  });
}

function mayImport(room: string, target: string): boolean {
  if (room in apart) return apart[room]?.includes(target) ?? false;
  const [from, to] = [ranks[room], ranks[target]];
  return from !== undefined && to !== undefined && to < from;
}

const roomOf = (path: string): string | null => (path.includes("/") ? (path.split("/", 1)[0] ?? null) : null);

/** Every file that can be reached from itself. */
function cycles(files: readonly SourceFile[]): readonly string[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) return void found.push(`cycle: ${[...trail.slice(start), path].join(" → ")}`);
    if (done.has(path)) return;
    for (const next of importsOf.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}

/** The domain of an app holds its rules: they know nothing of screens. */
export function domainBreaches(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => path.startsWith("domain/"))
    .flatMap(({ path, imports, packages }) =>
      [...imports, ...packages]
        .filter((imported) => /^(?:#?web|client)\//.test(imported))
        .map((imported) => `${path} imports ${imported}: the domain imports nothing from web or client`),
    );
}

const readAll = (root: string): readonly SourceFile[] =>
  globSync("**/*.ts", { cwd: root, exclude: (name) => name === "node_modules" }).map((path) => readImports(root, path));

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const breaches = [
    ...layerBreaches(readAll(join(root, "packages/livegate/src"))),
    ...globSync("apps/*", { cwd: root }).flatMap((app) => domainBreaches(readAll(join(root, app)))),
  ];
  for (const breach of breaches) console.error(breach);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
