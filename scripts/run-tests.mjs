// Runs test files with node's own runner, and counts.
import { join } from "node:path";
import { runStep } from "./run-step.mjs";
import { root } from "./setup.mjs";

/** Runs the tests of all files that fit the globs, in at most `concurrency` processes at a time; gives their counts. */
export async function runTests({ name, globs, concurrency, env, minutes = 3 }) {
  const args = [
    "--test",
    `--test-reporter=${join(root, "scripts", "test-reporter.mjs")}`,
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${minutes * 60_000}`,
    ...globs,
  ];
  console.log(`\n${name}`);
  const { ok, output } = await runStep({ name, command: "node", args, env, live: true });
  const told = /^counts (\{.*\})$/m.exec(output)?.[1];
  const counts = told ? JSON.parse(told) : { passed: 0, failed: 0, skipped: 0 };
  // A runner that ends badly without a failed test has failed itself.
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

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
  for (const problem of problems) console.log(`${problem}, which counts as a failure.`);
  process.exitCode = failed > 0 || problems.length > 0 ? 1 : 0;
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}
