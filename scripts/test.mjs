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

const installed = { NODE_ENV: "test", ...setUp() };
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

/** Where the tests that name no kind of database make theirs. */
const onSqlite = { ...env, DATABASE_URL: "sqlite:" };
const onPostgres = postgres && { ...env, DATABASE_URL: postgres.url };
const inBrowser = chromium && onSqlite;

/** Their tests touch nothing outside of the process, so that all of them share one. */
const PURE = "clock|components|diff|errors|html|live|paths|protocol|router|runtime|token|tracing";

const GROUPS = [
  { name: "pure", globs: [`packages/livegate/src/@(${PURE})/**/*.test.ts`], env: onSqlite, together: true },
  {
    name: "units",
    globs: [
      `packages/livegate/src/!(${PURE})/**/*.test.ts`,
      "packages/!(livegate)/{src,bin}/**/*.test.ts",
      "{apps,bench,scripts}/**/*.test.ts",
    ],
    env: onSqlite,
  },
  // What holds for the whole: the wire, accounts over it, promises of types, what the documents say, seeded faults.
  {
    name: "promises",
    globs: ["test/{auth,conformance,types,docs,mutants,score-card,compatibility}/**/*.test.ts"],
    env: onSqlite,
  },
  // Several nodes of an app, on real servers.
  { name: "nodes", globs: ["test/nodes/**/*.test.ts"], env: onSqlite, concurrency: 1 },
  // Apps that the command makes, with their own tests, on each database.
  { name: "generated", globs: ["test/{generated,episode}/**/*.test.ts"], env: onSqlite },
  // Pages of the tests' own, and Teacher as people use it.
  { name: "browser", globs: ["test/e2e/!(teacher*|episode-walk).test.ts"], env: inBrowser },
  // All that the stock client can do, feature by feature.
  { name: "client", globs: ["test/e2e/stock/**/*.test.ts"], env: inBrowser },
  { name: "teacher", globs: ["test/e2e/{teacher*,episode-walk}.test.ts"], env: inBrowser },
  // Whatever makes its database where DATABASE_URL says, once more on PostgreSQL.
  {
    name: "postgres",
    globs: [
      "apps/teacher/**/*.test.ts",
      "packages/livegate-cli/src/commands/auth.test.ts",
      "test/{auth,episode}/**/*.test.ts",
      "test/nodes/{polls,workers}.test.ts",
    ],
    env: onPostgres,
  },
  { name: "teacher on postgres", globs: ["test/e2e/{teacher*,episode-walk}.test.ts"], env: chromium && onPostgres },
];

console.log("\nchecks");
const parts = [await check(env)];
for (const group of GROUPS) parts.push(group.env ? await runTests(group) : { skipped: 1 });
await postgres?.stop();
await redis?.stop();
conclude(parts);
