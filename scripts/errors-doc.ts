// `node scripts/errors-doc.ts` writes docs/errors.md from the catalogue; with `--check` it only says whether that is needed.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogue } from "../packages/livegate/src/errors/catalogue.ts";

/** What the list of errors says about one code. */
export interface DocumentedError {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}

const INTRODUCTION = `# Errors

Everything that Livegate throws at a programmer has a code. The message says what happened, with the value, and what to do
about it; here is what it comes from, and what fits every case of a code. Codes are never used again for something else.

What comes from users and from the network throws none of these: it is answered.
`;

/** The page about all errors. */
export function errorsPage(errors: Readonly<Record<string, DocumentedError>>): string {
  const sections = Object.entries(errors).map(
    ([code, { title, cause, remedy }]) => `## ${code}\n\n${title}.\n\n${cause}\n\n${fenced(remedy)}`,
  );
  return [INTRODUCTION, ...sections].join("\n");
}

/** A fence longer than any in the text, so that a remedy may hold backticks. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n`;
}

if (import.meta.main) {
  const file = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs", "errors.md");
  const page = errorsPage(catalogue);
  if (!process.argv.includes("--check")) writeFileSync(file, page);
  else if (readFileSync(file, "utf8") !== page) {
    console.error("docs/errors.md is older than errors/catalogue.ts. Write it anew: node scripts/errors-doc.ts");
    process.exitCode = 1;
  }
}
