import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.ts";
import { readText } from "./compare-plan.ts";

/** A file that is to be written. */
export interface Write {
  readonly path: string;
  /** What the plan has seen; null where there was nothing. */
  readonly before: string | null;
  readonly after: string;
}

/**
 * Writes files so that all of them are there in the end, or none: each is first written beside its place, then all are put
 * in place, and what was put in place is taken back if one of them fails. Throws where a file was changed meanwhile.
 */
export async function writeFiles(appDir: string, writes: readonly Write[]): Promise<void> {
  await assertUnchanged(appDir, writes);
  const folders: string[] = [];
  const placed: Write[] = [];
  try {
    for (const { path, after } of writes) {
      const made = await mkdir(dirname(join(appDir, path)), { recursive: true });
      if (made) folders.push(made);
      await writeFile(besides(appDir, path), after, { flag: "wx" });
    }
    for (const write of writes) {
      await rename(besides(appDir, write.path), join(appDir, write.path));
      placed.push(write);
    }
  } catch (error) {
    for (const { path, before } of placed) {
      if (before === null) await rm(join(appDir, path), { force: true });
      else await writeFile(join(appDir, path), before);
    }
    for (const { path } of writes) await rm(besides(appDir, path), { force: true });
    for (const folder of folders.toReversed()) await removeEmpty(folder, appDir, writes);
    throw error;
  }
}

async function assertUnchanged(appDir: string, writes: readonly Write[]): Promise<void> {
  for (const { path, before } of writes) {
    if ((await readText(appDir, path)) === before) continue;
    throw new UsageError(`${path} was changed meanwhile. Nothing was written: run the command again.`);
  }
}

/** Takes away a folder that was made, and those in it, which hold nothing else. */
async function removeEmpty(folder: string, appDir: string, writes: readonly Write[]): Promise<void> {
  const made = writes.map(({ path }) => dirname(join(appDir, path))).filter((each) => each.startsWith(folder));
  for (const each of [...made, folder].toSorted((a, b) => b.length - a.length)) await rmdir(each).catch(() => null);
}

const besides = (appDir: string, path: string): string => `${join(appDir, path)}.livegate-new`;
