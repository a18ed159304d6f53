// `node scripts/compatibility.ts` writes docs/compatibility.md from what came of the features' tests when they were last run; `--run` runs them
// before, which takes minutes and a browser (`--run FILE…`: those of some files); `--check` only says whether the page is as it should be, and
// whether each test is there.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { run as runTests } from "node:test";
import { compatibilityPage, passes } from "../test/compatibility/compatibility-page.ts";
import { featureFiles, featureGroups } from "../test/compatibility/features.ts";
import { type KeptRun, readRun, writeRun } from "../test/compatibility/kept-run.ts";
import { isAmong, testNames } from "./test-names.ts";

const ROOT = join(import.meta.dirname, "..");
const PAGE = join(ROOT, "docs", "compatibility.md");
const CLIENT = ["phoenix", "phoenix_live_view"];

const client = Object.fromEntries(CLIENT.map((name) => [name, versionOf(name)]));
const run = process.argv.includes("--run") ? await newRun() : readRun();
const written = `${compatibilityPage(featureGroups, run)}\n`;
if (!process.argv.includes("--check")) writeFileSync(PAGE, written);
else if (readFileSync(PAGE, "utf8") !== written)
  problem("docs/compatibility.md is older than what it is made of: node scripts/compatibility.ts");
if (JSON.stringify(run.client) !== JSON.stringify(client))
  problem("The client has another version now: node scripts/compatibility.ts --run");
for (const [file, name] of featureGroups.flatMap(({ features }) =>
  features.flatMap((it) => ("by" in it ? it.by : [])),
)) {
  if (!isThere(file, name)) problem(`${file} has no test "${name}", which a feature names.`);
  else if (!passes([file, name], run))
    problem(`"${name}" of ${file} hasn't passed: node scripts/compatibility.ts --run`);
}

/** Runs the features' tests, one file after the other, and keeps which have passed. */
async function newRun(): Promise<KeptRun> {
  const wanted = process.argv.slice(process.argv.indexOf("--run") + 1);
  const again = wanted.length > 0 ? wanted : featureFiles;
  const passed: Record<string, string[]> = {
    ...copyOf(readRun().passed),
    ...Object.fromEntries(again.map((file) => [file, []])),
  };
  const failed: string[] = [];
  const files = again.map((file) => join(ROOT, file));
  for await (const { type, data } of runTests({ files, concurrency: 1, timeout: 180_000 })) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (type === "test:fail") failed.push(data.name);
    else if (data.file !== undefined && data.details.type !== "suite")
      passed[relative(ROOT, data.file)]?.push(data.name);
  }
  for (const name of failed) console.error(`failed: ${name}`);
  const inOrder = Object.fromEntries(featureFiles.map((file) => [file, passed[file] ?? []]));
  const kept: KeptRun = { on: new Date().toISOString().slice(0, 10), client, passed: inOrder };
  writeRun(kept);
  return kept;
}

function copyOf(lists: KeptRun["passed"]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(lists).map(([file, names]) => [file, [...names]]));
}

function isThere(file: string, name: string): boolean {
  const names = testNames(join(ROOT, file));
  return (
    names.includes(name) ||
    isAmong(
      names.filter((it) => it !== "…"),
      name,
    )
  );
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

function problem(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
