import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The files of an app, in a directory of a test's own. */
export interface Files extends AsyncDisposable {
  readonly path: string;
  write(file: string, text: string): Promise<void>;
  /** All files with their texts. */
  all(): Promise<Readonly<Record<string, string>>>;
}

export async function files(texts: Readonly<Record<string, string>> = {}): Promise<Files> {
  const path = await mkdtemp(join(tmpdir(), "livegate-files-"));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text);
  };
  for (const [file, text] of Object.entries(texts)) await write(file, text);
  return {
    path,
    write,
    async all() {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
      const read = paths.toSorted().map(async (each) => [each.slice(path.length + 1), await readFile(each, "utf8")]);
      return Object.fromEntries(await Promise.all(read)) as Record<string, string>;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
