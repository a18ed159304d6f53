import { type Edit, type Refusal, refuse } from "./edit.ts";

/** Packages by name, with their versions; or scripts, with their commands. */
export type Packages = Readonly<Record<string, string>>;

/** What a manifest is to depend on, and what `npm run` is to know. */
export interface ManifestParts {
  readonly scripts?: Packages;
  readonly dependencies?: Packages;
  readonly devDependencies?: Packages;
}

/**
 * Adds packages to a package.json, each in its place in the alphabet as npm does it, and scripts behind those that are there, with
 * the author's indentation. A package or a script that is there stays as it is.
 */
export const addToManifest = (wanted: ManifestParts): Edit => ({
  what: whatIsAdded(wanted),
  paste: { where: "in package.json", code: JSON.stringify(wanted, null, 2).split("\n").slice(1, -1).join("\n") },
  rewrite: (text) => withParts(text, wanted),
});

function whatIsAdded({ dependencies, devDependencies, scripts = {} }: ManifestParts): string {
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  const runs = Object.keys(scripts).map((name) => `npm run ${name}`);
  return [packages.length > 0 && `depends on ${packages.join(", ")}`, ...runs].filter(Boolean).join("; ");
}

function withParts(text: string, wanted: ManifestParts): string | Refusal {
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
  const scripts = packagesIn(manifest["scripts"]);
  const missingScripts = Object.entries(wanted.scripts ?? {}).filter(([name]) => !(name in scripts));
  if (missingScripts.length > 0) manifest["scripts"] = { ...scripts, ...Object.fromEntries(missingScripts) };
  if (!isChanged && missingScripts.length === 0) return text;
  const unit = /^\{\s*?\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const ending = /\s*$/.exec(text)?.[0] ?? "";
  return JSON.stringify(manifest, null, unit).replaceAll("\n", newline) + ending;
}

const packagesIn = (value: unknown): Packages =>
  typeof value === "object" && value !== null ? (value as Packages) : {};
