import type { KeptRun } from "../mutants/kept-run.ts";
import type { AttackMutant, Mutant } from "../mutants/mutant.ts";
import { faultOf } from "./check-score-card.ts";
import type { Row, RowGroup, Verdict } from "./row.ts";

const KINDS = ["proved", "documented", "open", "not applicable"] as const satisfies readonly Verdict["kind"][];

const LEVELS = [1, 2, 3] as const;

/** How many rows of each level are what. */
export function countsTable(groups: readonly RowGroup[]): string {
  const rows = groups.flatMap((group) => group.rows);
  const line = (name: string, of: readonly Row[]): string => {
    const counts = KINDS.map((kind) => of.filter(({ verdict }) => verdict.kind === kind).length);
    return `| ${[name, ...counts, of.length].join(" | ")} |`;
  };
  const lines = LEVELS.map((level) =>
    line(
      `level ${level}`,
      rows.filter((row) => row.level === level),
    ),
  );
  return table(["requirements of ASVS 5.0", ...KINDS, "in all"], [...lines, line("all levels", rows)]);
}

/** Every row, group by group. */
export const rowTables = (groups: readonly RowGroup[], run: KeptRun): string =>
  groups.map(({ title, rows }) => `### ${title}\n\n${rowTable(rows, run)}`).join("\n\n");

const rowTable = (rows: readonly Row[], run: KeptRun): string =>
  table(
    ["row", "level", "asks that", "is", "by"],
    rows.map(({ id, requirement, level, asks, verdict }) => {
      const cells = [`${id} ${requirement}`, String(level), asks, verdict.kind, groundsOf(verdict, run)];
      return `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
    }),
  );

const table = (heads: readonly string[], lines: readonly string[]): string =>
  [`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`, ...lines].join("\n");

function groundsOf(verdict: Verdict, run: KeptRun): string {
  switch (verdict.kind) {
    case "proved": {
      const { faults, attacks } = verdict.proof;
      const caught = faults.map((name) => `${catcherOf(name, run)} fails if ${name}`);
      return [...caught, ...(attacks.length > 0 ? [`attacks: ${attacks.join(", ")}`] : [])].join("; ");
    }
    case "documented":
      return verdict.words.map((words) => `"${words}"`).join(", ");
    case "not applicable":
    case "open":
      return verdict.why;
  }
}

function catcherOf(name: string, run: KeptRun): string {
  const mutant = faultOf(name);
  if (!mutant) return "nothing";
  if ("args" in mutant) return `\`livegate attack ${mutant.args.filter((arg) => !arg.startsWith("--")).join(" ")}\``;
  return `"${testOf(mutant, run)}" (\`${mutant.caughtBy.replace(/^packages\/livegate\/src\//, "").replace(/\.test\.ts$/, "")}\`)`;
}

/** Of the tests that failed with a fault, the one that it named. */
function testOf({ fault, named = "" }: Exclude<Mutant, AttackMutant>, run: KeptRun): string {
  const by = run[fault]?.by ?? [];
  return by.find((test) => test.includes(named)) ?? by[0] ?? "nothing";
}
