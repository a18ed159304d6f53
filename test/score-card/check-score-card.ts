import { existsSync } from "node:fs";
import { join } from "node:path";
import { attacks } from "../../packages/livegate-cli/src/attack/attacks/attacks.ts";
import { isAmong, testNames } from "../../scripts/test-names.ts";
import { attackMutants } from "../mutants/attack-mutants.ts";
import { type KeptRun, isCaught } from "../mutants/kept-run.ts";
import type { AttackMutant, Mutant } from "../mutants/mutant.ts";
import { mutants } from "../mutants/mutants.ts";
import type { Proof, Row, RowGroup } from "./row.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const known: readonly (Mutant | AttackMutant)[] = [...mutants, ...attackMutants];
const attackIds: ReadonlySet<string> = new Set(["matrix", ...attacks.map(({ id }) => id)]);

/** The fault of a name. */
export const faultOf = (name: string): Mutant | AttackMutant | undefined => known.find(({ fault }) => fault === name);

/** What the score-card says that isn't so, in sentences: of each row's faults, tests, attacks and words. */
export function scoreCardProblems(groups: readonly RowGroup[], run: KeptRun, prose: string): readonly string[] {
  const flat = prose.replaceAll(/\s+/g, " ");
  return groups.flatMap(({ rows }) =>
    rows.flatMap(({ id, verdict }: Row) => {
      const problems =
        verdict.kind === "proved"
          ? proofProblems(verdict.proof, run)
          : verdict.kind === "documented"
            ? verdict.words
                .filter((words) => !flat.includes(words))
                .map((words) => `docs/security.md lacks "${words}".`)
            : [];
      return problems.map((problem) => `${id}: ${problem}`);
    }),
  );
}

function proofProblems({ faults, attacks: ids }: Proof, run: KeptRun): readonly string[] {
  return [
    ...(faults.length === 0 ? ["It is proved by nothing."] : []),
    ...faults.flatMap((name) => faultProblems(name, run)),
    ...ids.filter((id) => !attackIds.has(id)).map((id) => `There is no attack ${id}.`),
  ];
}

function faultProblems(name: string, run: KeptRun): readonly string[] {
  const mutant = faultOf(name);
  if (!mutant) return [`There is no seeded fault "${name}".`];
  if (!isCaught(run, mutant)) return [`"${name}" wasn't caught as it is now: node scripts/seed-faults.ts "${name}"`];
  if ("args" in mutant) return [];
  if (!existsSync(join(ROOT, mutant.caughtBy))) return [`There is no file ${mutant.caughtBy}.`];
  const names = testNames(join(ROOT, mutant.caughtBy));
  const told = run[name]?.by ?? [];
  return told.some((test) => isAmong(names, test))
    ? []
    : [`"${name}" was caught by tests that ${mutant.caughtBy} hasn't any more: ${told.join("; ")}`];
}
