import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../usage-error.ts";
import { codeProblem } from "./code-problem.ts";
import { type ManifestParts, addToManifest } from "../edit/add-to-manifest.ts";
import type { PlannedEdits, PlannedFile } from "./plan.ts";
import { editsFrom } from "./template-edits.ts";
import { type Values, fillNames, fillTemplate } from "./template.ts";

/** Where the templates are: real files in the folders of their generators, named like those that they make. */
export const TEMPLATES = fileURLToPath(new URL("../../templates", import.meta.url));

/** A template, as it is. */
export interface Template {
  /** Its path in the generator's folder, which becomes the path in the app. */
  readonly path: string;
  readonly text: string;
}

/** All templates of a folder, in the order of their paths. */
export function readTemplates(folder: string): readonly Template[] {
  const root = join(TEMPLATES, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()
    .map((path) => ({ path: path.replaceAll(sep, "/"), text: readFileSync(join(root, path), "utf8") }));
}

/**
 * The files that a generator's templates make. A file whose first line is `// @only live` or `// @only !live` is made only
 * where that flag holds, or doesn't.
 */
export function plannedFiles(folder: string, values: Values): readonly PlannedFile[] {
  return filled(folder, values).map(({ path, text }) => {
    const problem = path.endsWith(".ts") ? codeProblem(text) : null;
    if (problem !== null)
      throw new UsageError(`These names don't go together in ${path}: ${problem} Take another one.`);
    return { path, text };
  });
}

/** The edits that a generator's templates ask for: files like those that are edited, with what is to be added to each. */
export const plannedEdits = (folder: string, values: Values): readonly PlannedEdits[] =>
  filled(folder, values).map(({ path, text }) => ({
    path,
    edits: path === "package.json" ? [addToManifest(JSON.parse(text) as ManifestParts)] : editsFrom(text),
  }));

function filled(folder: string, values: Values): readonly Template[] {
  return readTemplates(folder).flatMap(({ path, text }) => {
    const [line = "", not, flag = ""] = /^\/\/ @only (!?)([\w-]+)\n/.exec(text) ?? [];
    if (line !== "" && (values.flags?.[flag] ?? false) === (not === "!")) return [];
    return { path: pathOf(path, values), text: fillTemplate(text.slice(line.length), values) };
  });
}

// npm keeps no .gitignore in packages.
const pathOf = (path: string, { names }: Values): string =>
  fillNames(path, names).replace(/(^|\/)gitignore$/, "$1.gitignore");
