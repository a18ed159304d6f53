// `npm test`: all checks and all tests, on a fresh clone too. Nothing statistical and no load: see test-deep.mjs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.mjs";
import { findChromium } from "./find-chromium.mjs";
import { conclude, runTests } from "./run-tests.mjs";
import { findPostgres } from "./services/postgres.mjs";
import { findRedis } from "./services/redis.mjs";
import { setUp } from "./setup.mjs";

const { DATABASE_URL: _, ...installed } = { NODE_ENV: "test", ...setUp() };
const chromium = findChromium();
const postgres = await findPostgres();
const redis = await findRedis();
// Thousands of processes load the same sources: what Node has made of a file once, the others take from here.
const compiled = mkdtempSync(join(tmpdir(), "livegate-compiled-"));
process.once("exit", () => rmSync(compiled, { recursive: true, force: true }));
const env = {
  ...installed,
  NODE_COMPILE_CACHE: compiled,
  ...(chromium && { CHROMIUM: chromium }),
  ...(postgres && { LIVEGATE_TEST_POSTGRES: postgres.url }),
  ...(redis && { LIVEGATE_TEST_REDIS: redis.url }),
};

/** Where tests make their databases that don't say it themselves: without it they are SQLite's. */
const onPostgres = postgres && { ...env, DATABASE_URL: postgres.url };
const inBrowser = chromium && env;

/** Their tests touch nothing outside of the process, so that all of them share one. */
const PURE = "clock|components|diff|errors|html|live|paths|protocol|router|runtime|token|tracing";
const pure = { name: "pure", globs: [`packages/livegate/src/@(${PURE})/**/*.test.ts`], env, together: true };

const units = {
  name: "units",
  globs: [
    `packages/livegate/src/!(${PURE})/**/*.test.ts`,
    "packages/!(livegate)/{src,bin}/**/*.test.ts",
    "{bench,scripts}/**/*.test.ts",
  ],
  env,
};

/** Teacher's own tests, of which each opens the whole app. */
const app = { name: "app", globs: ["apps/**/*.test.ts"], env, together: true };

/** What holds for the whole: the wire, accounts over it, promises of types, what the documents say, seeded faults. */
const promises = {
  name: "promises",
  globs: ["test/{auth,conformance,types,docs,mutants,score-card,compatibility}/**/*.test.ts"],
  env,
};

/** Several nodes of an app, on real servers. */
const nodes = { name: "nodes", globs: ["test/nodes/**/*.test.ts"], env, concurrency: 1 };

/** Apps that the command makes, with their own tests, on each database. */
const generated = { name: "generated", globs: ["test/{generated,episode}/**/*.test.ts"], env };

/** Pages of the tests' own. */
const browser = { name: "browser", globs: ["test/e2e/!(teacher*|episode-walk).test.ts"], env: inBrowser };

/** All that the stock client can do, feature by feature. */
const client = { name: "client", globs: ["test/e2e/stock/**/*.test.ts"], env: inBrowser };

/** Teacher as people use it. */
const teacher = { name: "teacher", globs: ["test/e2e/{teacher*,episode-walk}.test.ts"], env: inBrowser };

/** What else makes its database where DATABASE_URL says. */
const wire = {
  globs: [
    "packages/livegate-cli/src/commands/auth.test.ts",
    "test/{auth,episode}/**/*.test.ts",
    "test/nodes/{polls,workers}.test.ts",
  ],
};

/** One after the other; what stands in a row runs side by side, as one of them has a single process, or waits most of the time. */
const GROUPS = [
  [pure, app],
  [units],
  [promises],
  [nodes, { ...app, name: "app on PostgreSQL", env: onPostgres }],
  [generated],
  [browser],
  [client],
  [teacher],
  [{ ...wire, name: "wire on PostgreSQL", env: onPostgres }],
  [{ ...teacher, name: "teacher on PostgreSQL", env: chromium && onPostgres }],
];

console.log("\nchecks");
const parts = [await check(env)];
const run = async (group) => (group.env ? runTests(group) : { skipped: 1 });
for (const row of GROUPS) parts.push(...(await Promise.all(row.map(run))));
await postgres?.stop();
await redis?.stop();
conclude(parts);
