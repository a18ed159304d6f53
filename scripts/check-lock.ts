import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

type Versions = Readonly<Record<string, string>>;

/** What a package.json, and its entry in the lock, say about dependencies. */
export interface Manifest {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
}

/** An entry of package-lock.json. */
export interface LockedPackage extends Manifest {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  /** Whether it comes inside of another package, with whose integrity it is covered. */
  readonly inBundle?: boolean;
}

type Lock = Readonly<Record<string, LockedPackage>>;

const KINDS = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/**
 * What is wrong with a lock file: manifests that it doesn't fit, versions that aren't exact, hosts of registries, entries
 * without integrity, and binaries of other systems that npm has left out. `manifests` are keyed by their folder, "" for the root.
 */
export function lockBreaches(lock: Lock, manifests: Readonly<Record<string, Manifest>>): readonly string[] {
  return [
    ...Object.entries(manifests).flatMap(([folder, manifest]) => manifestBreaches(lock, folder, manifest)),
    ...Object.entries(lock).flatMap(([path, entry]) =>
      path.includes("node_modules/") && !entry.link ? entryBreaches(lock, path, entry) : [],
    ),
  ];
}

function manifestBreaches(lock: Lock, folder: string, manifest: Manifest): readonly string[] {
  const place = join(folder, "package.json");
  return KINDS.flatMap((kind) => {
    const [wanted, locked] = [manifest[kind] ?? {}, lock[folder]?.[kind] ?? {}];
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(locked)])];
    return names.flatMap((name) => {
      const version = wanted[name];
      if (version !== locked[name]) return `${place} has ${name} ${version}, the lock ${locked[name]}`;
      return isExact(version) ? [] : `${place} has ${name} ${version}, which is no exact version`;
    });
  });
}

const isExact = (version: string | undefined): boolean => /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version ?? "");

function entryBreaches(lock: Lock, path: string, entry: LockedPackage): readonly string[] {
  const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(lock, path, name));
  return [
    ...(/^https?:/.test(entry.resolved ?? "") ? [`${path} names a registry: ${entry.resolved}`] : []),
    ...(entry.integrity || entry.inBundle ? [] : [`${path} has no integrity`]),
    ...missing.map((name) => `${path} lacks ${name}, for another system`),
  ];
}

/** Whether a package that stands at `path` finds `name`, in its own node_modules or in one further up. */
function isLocked(lock: Lock, path: string, name: string): boolean {
  const parts = path.split(/\/?node_modules\//);
  return parts.some((_, depth) => {
    const folder = parts.slice(0, parts.length - depth).join("/node_modules/");
    return join(folder, "node_modules", name).replace(/^\//, "") in lock;
  });
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
  const folders = globSync("{packages,apps}/*/package.json", { cwd: root }).map(dirname);
  const manifests = ["", "bench", ...folders].map((folder) => [folder, readJson(join(folder, "package.json"))]);
  const breaches = lockBreaches(readJson("package-lock.json").packages, Object.fromEntries(manifests));
  for (const breach of breaches) console.error(breach);
  if (breaches.length > 0) console.error("\nWrite the lock anew: node scripts/lock.mjs");
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
