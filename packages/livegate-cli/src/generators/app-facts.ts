import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { kebab } from "../names/words.ts";

/** What a generator sees of the app that it is for. */
export interface AppFacts {
  /** The text of a file, by its path from the app's directory; null where there is none. */
  readonly read: (path: string) => string | null;
  /** The names of the files in a folder. */
  readonly filesIn: (folder: string) => readonly string[];
  readonly now: Date;
}

/** Reads what a generator wants to know of an app. */
export const factsOf = (appDir: string, now = new Date()): AppFacts => ({
  read: (path) => orNull(() => readFileSync(join(appDir, path), "utf8")),
  filesIn: (folder) => orNull(() => readdirSync(join(appDir, folder))) ?? [],
  now,
});

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/**
 * The time in the name of a migration, `20260506070809` of `20260506070809-create-albums.ts`: that of the one of this name that
 * is there already; else now, but behind all others.
 */
export function migrationTime(name: string, { filesIn, now }: AppFacts): string {
  const migrations = filesIn("db/migrations");
  const existing = migrations.find((file) => file.slice(14) === `-${kebab(name)}.ts` && /^\d{14}/.test(file));
  if (existing) return existing.slice(0, 14);
  const last = Math.max(0, ...migrations.map((file) => Number(/^\d{14}(?=-)/.exec(file)?.[0] ?? 0)));
  return String(Math.max(Number(now.toISOString().replace(/\D/g, "").slice(0, 14)), last + 1));
}
