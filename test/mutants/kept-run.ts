import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackMutant, Mutant } from "./mutant.ts";

const FILE = join(import.meta.dirname, "kept-run.json");

/** How a fault was caught when it was last caught. */
export interface Catch {
  /** Which fault it was: `fingerprint` of it. */
  readonly of: string;
  /** When, as YYYY-MM-DDThh:mm. */
  readonly on: string;
  /** Names of the tests that failed with it, or what the adversary said. */
  readonly by: readonly string[];
}

/** What is known of faults, by name, from when they were last caught. */
export type KeptRun = Readonly<Record<string, Catch>>;

/** Tells a fault from what it was before somebody changed it, or the tests that are to catch it. */
export function fingerprint(mutant: Mutant | AttackMutant): string {
  const { file, find, replace } = mutant;
  const claim = "args" in mutant ? [...mutant.args, mutant.told.source] : [mutant.caughtBy, mutant.named ?? ""];
  return createHash("sha256")
    .update(JSON.stringify([file, find, replace, ...claim]))
    .digest("hex")
    .slice(0, 12);
}

export const readRun = (): KeptRun => (existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as KeptRun) : {});

/** Keeps a run, in the order of names, so that two that were made apart can be merged. */
export function writeRun(run: KeptRun): void {
  const sorted = Object.entries(run).toSorted(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

/** Whether a fault was caught as it is now. */
export const isCaught = (run: KeptRun, mutant: Mutant | AttackMutant): boolean =>
  run[mutant.fault]?.of === fingerprint(mutant);

/** Keeps by what a fault was caught, now. Reads the run anew, for others keep what they find at the same time. */
export function keepCatch(mutant: Mutant | AttackMutant, by: readonly string[]): void {
  const on = new Date().toISOString().slice(0, 16);
  writeRun({ ...readRun(), [mutant.fault]: { of: fingerprint(mutant), on, by } });
}

/** Those first that have never been caught as they are now, then those whose catch was longest ago; of the same time, file by file. */
export function oldestFirst<M extends Mutant | AttackMutant>(faults: readonly M[], run: KeptRun): readonly M[] {
  const rank = (mutant: M): string =>
    `${(isCaught(run, mutant) && run[mutant.fault]?.on) || ""} ${"args" in mutant ? "" : mutant.caughtBy}`;
  return faults.toSorted((one, other) => (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0));
}
