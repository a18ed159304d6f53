import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "kept-run.json");

/** What came of the features' tests when they were last run. */
export interface KeptRun {
  /** The day, as YYYY-MM-DD. */
  readonly on: string;
  /** The version of each package of the client. */
  readonly client: Readonly<Record<string, string>>;
  /** By file, the names of the tests that passed. */
  readonly passed: Readonly<Record<string, readonly string[]>>;
}

export const readRun = (): KeptRun =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as KeptRun) : { on: "never", client: {}, passed: {} };

export const writeRun = (run: KeptRun): void => writeFileSync(FILE, `${JSON.stringify(run, null, 2)}\n`);
