// `node scripts/score-card.ts` writes the score-card into docs/security.md; with `--check` it only says whether that is needed, and
// whether every test, fault, attack and word that it names is there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRun } from "../test/mutants/kept-run.ts";
import { scoreCardProblems } from "../test/score-card/check-score-card.ts";
import { countsTable, rowTables } from "../test/score-card/score-card-page.ts";
import { scoreCard } from "../test/score-card/score-card.ts";

const FILE = join(import.meta.dirname, "..", "docs", "security.md");

/** A part of the page that is written here. */
const part = (name: string): RegExp => new RegExp(`(<!-- score-card: ${name} -->\n)[^]*?(<!-- end of ${name} -->)`);

const page = readFileSync(FILE, "utf8");
const run = readRun();
const written = put(put(page, "counts", countsTable(scoreCard)), "rows", rowTables(scoreCard, run));
const prose = page.replace(part("rows"), "");
const problems = scoreCardProblems(scoreCard, run, prose);

if (!process.argv.includes("--check")) writeFileSync(FILE, written);
else if (written !== page)
  problem("docs/security.md is older than test/score-card. Write it anew: node scripts/score-card.ts");
for (const each of problems) problem(each);

function put(text: string, name: string, tables: string): string {
  if (!part(name).test(text)) throw new Error(`docs/security.md has no part "${name}".`);
  return text.replace(part(name), (_, begin: string, end: string) => `${begin}\n${tables}\n\n${end}`);
}

function problem(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
