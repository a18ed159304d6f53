// `npm test`: sets everything up, checks, and runs every test but the deep ones. The last line counts them.
import { spawn } from "node:child_process";
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { check } from "./check.mjs";
import { findChromium, root, setUp } from "./setup.mjs";

const UNIT = ["packages/**/src/**/*.test.ts", "apps/**/*.test.ts", "bench/**/*.test.ts", "scripts/*.test.ts"];
const CONFORMANCE = ["test/types/*.test.ts", "test/conformance/**/*.test.ts"];
const BROWSER = ["test/e2e/**/*.test.ts"];

const env = setUp();
const chromium = findChromium();
const totals = { passed: 0, failed: 0, skipped: 0 };

count((await check(env)) ? { passed: 1 } : { failed: 1 });
await run("units", UNIT, 2);
await run("conformance", CONFORMANCE, 2);
if (chromium) await run("browser", BROWSER, 1);
else count(process.env.CI === "true" ? { failed: filesOf(BROWSER).length } : { skipped: filesOf(BROWSER).length });

console.log(`${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

function filesOf(patterns) {
  const ignored = /(?:^|\/)(?:node_modules|dist)\//;
  return globSync(patterns, { cwd: root })
    .filter((file) => !ignored.test(file))
    .toSorted();
}

/** Runs the files of some patterns with Node's own runner, whose TAP summary is counted. */
async function run(name, patterns, concurrency) {
  const files = filesOf(patterns);
  console.log(`\n${name}: ${files.length} files`);
  const summary = join(root, `.test-${name}.tap`);
  const reporters = ["--test-reporter=dot", "--test-reporter-destination=stdout"];
  const counted = ["--test-reporter=tap", `--test-reporter-destination=${summary}`];
  const args = ["--test", `--test-concurrency=${concurrency}`, ...reporters, ...counted, ...files];
  const output = await nodeOutput(args, chromium ? { ...env, CHROMIUM: chromium } : env, summary);
  const value = (key) => Number(new RegExp(`^# ${key} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  const failures = value("fail") + value("cancelled");
  if (failures > 0 || value("tests") === 0) console.log(failedTests(output));
  count({ passed: value("pass"), failed: value("tests") === 0 ? 1 : failures, skipped: value("skipped") });
  console.log(`\n${name}: ${value("pass")} passed, ${failures} failed`);
}

async function nodeOutput(args, childEnv, summary) {
  await new Promise((resolve) =>
    spawn("node", args, { cwd: root, env: childEnv, stdio: "inherit" }).on("close", resolve),
  );
  const { readFile } = await import("node:fs/promises");
  const output = await readFile(summary, "utf8").catch(() => "");
  rmSync(summary, { force: true });
  return output;
}

/** The parts of the TAP report that belong to failures. */
const failedTests = (tap) =>
  tap
    .split("\n")
    .filter((line) => /^\s*(?:not ok|#? ?Subtest|error:|location:)/.test(line) && !/Subtest/.test(line))
    .join("\n");

function count({ passed = 0, failed = 0, skipped = 0 }) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += process.env.CI === "true" ? 0 : skipped;
  totals.failed += process.env.CI === "true" ? skipped : 0;
}
