import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";

/** One file and what it imports, types included. */
export interface SourceFile {
  /** Path from the root that was asked for. */
  readonly path: string;
  /** Paths from the same root, for relative imports. */
  readonly imports: readonly string[];
  /** Specifiers as written, for all others. */
  readonly packages: readonly string[];
}

/** Reads the imports of a TypeScript file. */
export const readImports = (root: string, path: string): SourceFile =>
  importsOf(root, path, readFileSync(resolve(root, path), "utf8"));

/** The imports of a source: static ones, re-exports, and `import("…")` as an expression or a type. */
export function importsOf(root: string, path: string, source: string): SourceFile {
  const full = resolve(root, path);
  const { module, errors } = parseSync(full, source);
  if (errors.length > 0) throw new Error(`${path} doesn't parse: ${errors[0]?.message}`);
  const specifiers = new Set([
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...[...source.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g)].flatMap(([, specifier]) => specifier ?? []),
  ]);
  const isRelative = (specifier: string): boolean => specifier.startsWith(".");
  return {
    path,
    imports: [...specifiers].filter(isRelative).map((specifier) => relative(root, resolve(dirname(full), specifier))),
    packages: [...specifiers].filter((specifier) => !isRelative(specifier)),
  };
}
