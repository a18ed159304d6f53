// `npm test`: all checks and all tests, on a fresh clone too. Nothing statistical and no load: see test-deep.mjs.
import { check } from "./check.mjs";
import { findChromium } from "./find-chromium.mjs";
import { conclude, runTests } from "./run-tests.mjs";
import { setUp } from "./setup.mjs";

const UNITS = [
  "packages/**/*.test.ts",
  "apps/**/*.test.ts",
  "bench/**/*.test.ts",
  "scripts/**/*.test.ts",
  "test/{conformance,types,docs,mutants}/**/*.test.ts",
];
const BROWSER = ["test/e2e/**/*.test.ts"];

const env = { NODE_ENV: "test", ...setUp() };
const chromium = findChromium();

console.log("\nchecks");
const checks = await check(env);
const units = await runTests({ name: "units", globs: UNITS, concurrency: 2, env });
const browser = chromium
  ? await runTests({ name: "browser", globs: BROWSER, concurrency: 1, env: { ...env, CHROMIUM: chromium } })
  : { skipped: 1 };
conclude([checks, units, browser]);
