import { type Edit, type Refusal, refuse } from "./edit.ts";

/** Packages by name, with their versions. */
export type Packages = Readonly<Record<string, string>>;

/** What a manifest is to depend on. */
export interface Dependencies {
  readonly dependencies?: Packages;
  readonly devDependencies?: Packages;
}

/**
 * Adds packages to a package.json, each in its place in the alphabet as npm does it, with the author's indentation. A package
 * that is there stays at the version that it has.
 */
export const addDependencies = (wanted: Dependencies): Edit => ({
  what: `depends on ${Object.keys({ ...wanted.dependencies, ...wanted.devDependencies }).join(", ")}`,
  paste: { where: "in package.json", code: JSON.stringify(wanted, null, 2).split("\n").slice(1, -1).join("\n") },
  rewrite: (text) => withDependencies(text, wanted),
});

function withDependencies(text: string, wanted: Dependencies): string | Refusal {
  let manifest: Record<string, unknown>;
  try {
    manifest = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return refuse("it isn't JSON");
  }
  const known = Object.keys({ ...packagesIn(manifest["dependencies"]), ...packagesIn(manifest["devDependencies"]) });
  let isChanged = false;
  for (const kind of ["dependencies", "devDependencies"] as const) {
    const missing = Object.entries(wanted[kind] ?? {}).filter(([name]) => !known.includes(name));
    if (missing.length === 0) continue;
    const all = { ...packagesIn(manifest[kind]), ...Object.fromEntries(missing) };
    manifest[kind] = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    isChanged = true;
  }
  if (!isChanged) return text;
  const unit = /^\{\s*?\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const ending = /\s*$/.exec(text)?.[0] ?? "";
  return JSON.stringify(manifest, null, unit).replaceAll("\n", newline) + ending;
}

const packagesIn = (value: unknown): Packages =>
  typeof value === "object" && value !== null ? (value as Packages) : {};
