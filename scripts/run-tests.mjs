// Runs test files with node's own runner, and counts.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStep } from "./run-step.mjs";
import { root } from "./setup.mjs";

/** Minutes that a single test may take. */
const TEST_MINUTES = 3;

/** One process for all files, in which what one leaves behind is looked for. */
const TOGETHER = ["--test-isolation=none", `--import=${import.meta.resolve("./left-behind.mjs")}`];

/**
 * Runs the tests of all files that fit the globs, in at most `concurrency` processes at a time, or `together` in one, and gives
 * their counts. What runs after `minutes` is interrupted and counts as failed.
 */
export async function runTests({
  name,
  globs,
  concurrency = 2,
  together = false,
  env,
  minutes = 10,
  testMinutes = TEST_MINUTES,
}) {
  const folder = mkdtempSync(join(tmpdir(), "livegate-tests-"));
  const countsFile = join(folder, "counts.json");
  const args = [
    "--test",
    `--test-reporter=${join(root, "scripts", "test-reporter.mjs")}`,
    ...(together ? TOGETHER : [`--test-concurrency=${concurrency}`]),
    `--test-timeout=${testMinutes * 60_000}`,
    ...globs,
  ];
  console.log(`\n${name}`);
  const ran = { ...env, LIVEGATE_TEST_COUNTS: countsFile };
  const { ok } = await runStep({ name, command: "node", args, env: ran, live: true, minutes });
  const counts = existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, "utf8")) : noCounts;
  rmSync(folder, { recursive: true });
  // A runner that ends badly without a failed test has failed itself.
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const noCounts = { passed: 0, failed: 0, skipped: 0 };

/**
 * Prints `N passed, N failed` of all parts as the last line and sets the exit code: 0 where tests ran and none failed.
 * With CI=true none may be skipped either, for there everything that tests need can be had.
 */
export function conclude(parts) {
  const sum = (key) => parts.reduce((total, part) => total + (part[key] ?? 0), 0);
  const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
  const problems = [
    passed + failed === 0 && "No test ran",
    skipped > 0 && process.env.CI === "true" && "Tests were skipped",
  ].filter(Boolean);
  for (const problem of problems) console.log(`\n${problem}, which counts as a failure.`);
  const allFailed = failed + problems.length;
  process.exitCode = allFailed > 0 ? 1 : 0;
  console.log(`\n${passed} passed, ${allFailed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}
