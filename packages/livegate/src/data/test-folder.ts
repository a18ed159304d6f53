import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory of a test's own with these files in it, gone when the test has ended. */
export async function testFolder(files: Readonly<Record<string, string>> = {}) {
  const path = await mkdtemp(join(tmpdir(), "livegate-data-"));
  const folder = {
    path,
    /** The URL of a database in it. */
    url: `sqlite:${join(path, "test.db")}`,
    async write(name: string, text: string): Promise<void> {
      await writeFile(join(path, name), text);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  for (const [name, text] of Object.entries(files)) await folder.write(name, text);
  return folder;
}
