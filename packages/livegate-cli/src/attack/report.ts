import { table } from "../table.ts";
import { type Cell, agrees } from "./matrix/cell.ts";

/** What came of one attack. */
export interface AttackResult {
  readonly id: string;
  readonly does: string;
  readonly safe: string;
  readonly ms: number;
  /** Why it wasn't made; null where it was. */
  readonly skipped: string | null;
  /** What was not safe. */
  readonly found: readonly string[];
}

/** Everything that `livegate attack` found out. */
export interface AttackReport {
  /** What has changed about who gets in since `audit.lock` was written. */
  readonly changes: readonly string[];
  readonly cells: readonly Cell[];
  /** Entry points that were tried only as those whom they keep out: the plan doesn't say what stands for a parameter. */
  readonly untold: readonly string[];
  readonly attacks: readonly AttackResult[];
  readonly ms: number;
}

/** Whether nothing was found. */
export const isSafe = ({ changes, cells, attacks }: AttackReport): boolean =>
  changes.length === 0 && cells.every(agrees) && attacks.every(({ found }) => found.length === 0);

/** The report as text: what failed in full, the rest in tables. */
export function reportText(report: AttackReport): string {
  const { cells, untold, attacks, changes, ms } = report;
  const wrong = cells.filter((cell) => !agrees(cell));
  const parts = [
    cells.length > 0 &&
      `${matrixTable(cells)}\n${cells.length - wrong.length} of ${cells.length} cells are as the audit says.`,
    untold.length > 0 &&
      `Tried only as those whom they keep out, for attack.ts says nothing of a parameter (\`params\`, \`records\`):\n${lines(untold)}`,
    attacks.length > 0 && table(["ID", "ATTACK", "RESULT", "MS"], attacks.map(attackRow)),
    changes.length > 0 && `Who gets in is not what audit.lock says:\n${lines(changes)}`,
    wrong.length > 0 && `Cells that differ:\n${lines(wrong.map(cellText))}`,
    ...attacks
      .filter(({ found }) => found.length > 0)
      .map(({ id, does, safe, found }) => `${id} ${does}\n  safe: ${safe}\n${lines(found)}`),
    `${isSafe(report) ? "Safe" : "Not safe"}, in ${(ms / 1000).toFixed(1)} s.`,
  ];
  return parts.filter(Boolean).join("\n\n");
}

/** A cell in a sentence. */
const cellText = ({ entry, principal, way, expected, seen }: Cell): string =>
  `${entry}, ${principal}, ${way}: expected ${expected}, seen ${seen}`;

const lines = (texts: readonly string[]): string => texts.map((text) => `- ${text}`).join("\n");

const attackRow = ({ id, does, found, skipped, ms }: AttackResult): readonly string[] => [
  id,
  does,
  skipped === null ? (found.length === 0 ? "safe" : "NOT SAFE") : `not made: ${skipped}`,
  String(Math.round(ms)),
];

const WORDS: ReadonlySet<string> = new Set(["allowed", "denied", "refused"]);

/** A row for each entry point, a column for each principal: what it may, or where it differs. */
function matrixTable(cells: readonly Cell[]): string {
  const principals = [...new Set(cells.map(({ principal }) => principal))];
  const entries = Map.groupBy(cells, ({ entry }) => entry);
  const rows = Array.from(entries, ([entry, of]) => [
    entry,
    ...principals.map((name) => columnOf(of.filter(({ principal }) => principal === name))),
  ]);
  return table(["ENTRY POINT", ...principals.map((name) => name.toUpperCase())], rows);
}

function columnOf(cells: readonly Cell[]): string {
  const wrong = cells.find((cell) => !agrees(cell));
  if (wrong) return `${wrong.way}: ${wrong.seen.toUpperCase()}`;
  const verdict = cells.map(({ expected }) => expected.split(" ", 1)[0] ?? "").find((word) => WORDS.has(word));
  return verdict ?? "allowed";
}
