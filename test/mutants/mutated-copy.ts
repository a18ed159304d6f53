import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import type { Mutant } from "./mutant.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const COPIED = [
  "packages",
  "apps",
  "bench",
  "test",
  "scripts",
  "docs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", "results", "dist"]);

/** A copy of the repository in which a fault can be made without harm. */
export interface MutatedCopy {
  readonly directory: string;
  /** Makes the fault; what it gives takes it back. */
  apply(mutant: Pick<Mutant, "file" | "find" | "replace">): () => void;
  remove(): void;
  [Symbol.dispose](): void;
}

/** Copies what tests need. The installed packages are shared, but for the repository's own. */
export function mutatedCopy(): MutatedCopy {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "livegate-mutants-")));
  for (const name of COPIED) {
    if (!existsSync(join(ROOT, name))) continue;
    cpSync(join(ROOT, name), join(directory, name), { recursive: true, filter: isCopied });
  }
  linkModules(join(ROOT, "node_modules"), join(directory, "node_modules"), directory);
  const remove = (): void => rmSync(directory, { recursive: true });
  return {
    directory,
    apply({ file, find, replace }) {
      const path = join(directory, file);
      const source = readFileSync(path, "utf8");
      writeFileSync(
        path,
        source.replace(find, () => replace),
      );
      return () => writeFileSync(path, source);
    },
    remove,
    [Symbol.dispose]: remove,
  };
}

const isCopied = (path: string): boolean =>
  !LEFT_OUT.has(basename(path)) && !path.endsWith("/public/assets") && !/\/\.(app|compiled|test)-/.test(path);

/** The repository's own packages are links into it, which have to lead into the copy instead. */
function linkModules(from: string, to: string, directory: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (name.startsWith("@")) linkModules(source, target, directory);
    else if (lstatSync(source).isSymbolicLink())
      symlinkSync(join(directory, relative(ROOT, realpathSync(source))), target);
    else symlinkSync(source, target);
  }
}
