import { type Hash, createHash } from "node:crypto";
import { access, readFile, readdir } from "node:fs/promises";
import { dirname, extname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { replaceFile } from "./publish-files.ts";

const stampName = ".stamp";

/** A digest of everything that a build reads: the app's sources, the packages' versions, our client and components, and this builder. */
export async function sourceStamp(appDir: string, minify: boolean): Promise<string> {
  const hash = createHash("sha256").update(`minify: ${minify}`);
  const livegate = dirname(fileURLToPath(import.meta.resolve("livegate/client")));
  await digestFolder(hash, appDir);
  for (const room of ["client", "components", "dev"]) await digestFolder(hash, join(livegate, room));
  hash.update(await readFile(fileURLToPath(import.meta.resolve("livegate/components.css"))));
  await digestFolder(hash, import.meta.dirname);
  const lock = await nearestFile(appDir, "package-lock.json");
  if (lock) hash.update(await readFile(lock));
  return hash.digest("hex");
}

/** True if the files in the manifest are there and were built from what the stamp stands for. */
export async function isBuilt(outDir: string, stamp: string): Promise<boolean> {
  try {
    if ((await readFile(join(outDir, stampName), "utf8")) !== stamp) return false;
    const manifest = JSON.parse(await readFile(join(outDir, "manifest.json"), "utf8")) as Record<string, string>; // Written by us.
    await Promise.all(Object.values(manifest).map((path) => access(join(outDir, path.replace("/assets/", "")))));
    return true;
  } catch {
    return false;
  }
}

/** Says what the files were built from; the last thing that a build does. */
export const writeStamp = (outDir: string, stamp: string): Promise<void> => replaceFile(join(outDir, stampName), stamp);

const sources = new Set([".css", ".html", ".js", ".mjs", ".svg", ".ts"]);
const apart = new Set(["dist", "node_modules", "public"]);

async function digestFolder(hash: Hash, folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !apart.has(entry.name)) await digestFolder(hash, path);
    if (entry.isFile() && sources.has(extname(entry.name)))
      hash
        .update(path)
        .update("\0")
        .update(await readFile(path));
  }
}

async function nearestFile(from: string, name: string): Promise<string | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (await isThere(path)) return path;
    if (folder === parse(folder).root) return null;
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
