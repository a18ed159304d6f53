import { readFile, readdir } from "node:fs/promises";
import { join, parse } from "node:path";

/** A style sheet that stands beside the view or component it belongs to. */
export interface ColocatedStyle {
  readonly path: string;
  readonly text: string;
}

const SCOPED = ".scoped.css";

/**
 * The style sheets in an app's `web/`, in the order of their names. `card.scoped.css` holds only for what is within an element
 * with `data-css="card"`, down to the next one that has such a mark.
 */
export async function colocatedStyles(appDir: string): Promise<readonly ColocatedStyle[]> {
  const entries = await readdir(join(appDir, "web"), { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".css"))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(paths.map(async (path) => ({ path, text: scoped(path, await readFile(path, "utf8")) })));
}

function scoped(path: string, text: string): string {
  const { base } = parse(path);
  if (!base.endsWith(SCOPED)) return text;
  const name = base.slice(0, -SCOPED.length);
  return `@scope ([data-css~="${name}"]) to (:scope [data-css]) {\n${text}\n}`;
}
