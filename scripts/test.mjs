// `npm test`: all checks and all tests, on a fresh clone too. Nothing statistical and no load: see test-deep.mjs.
import { check } from "./check.mjs";
import { findChromium } from "./find-chromium.mjs";
import { conclude, runTests } from "./run-tests.mjs";
import { findPostgres } from "./services/postgres.mjs";
import { findRedis } from "./services/redis.mjs";
import { setUp } from "./setup.mjs";

const UNITS = ["packages/*/{src,bin}/**/*.test.ts", "apps/**/*.test.ts", "bench/**/*.test.ts", "scripts/**/*.test.ts"];
/** What holds for the whole: the wire, accounts over it, promises of types, what the documents say, seeded faults. */
const PROMISES = ["test/{auth,conformance,types,docs,mutants,score-card,compatibility}/**/*.test.ts"];
/** Several nodes of an app, on real servers. */
const NODES = ["test/nodes/**/*.test.ts"];
/** Apps that the command makes, with their own tests. */
const GENERATED = ["test/{generated,episode}/**/*.test.ts"];
/** Pages of the tests' own, and Teacher as people use it. */
const BROWSER = ["test/e2e/!(teacher*|episode-walk).test.ts"];
/** All that the stock client can do, feature by feature. */
const CLIENT = ["test/e2e/stock/**/*.test.ts"];
const TEACHER = ["test/e2e/{teacher*,episode-walk}.test.ts"];
/** Teacher once more, whose tests make their databases where `DATABASE_URL` is. */
const ON_POSTGRES = ["apps/teacher/domain/**/*.test.ts", "test/e2e/teacher.test.ts"];

const installed = { NODE_ENV: "test", ...setUp() };
const chromium = findChromium();
const postgres = await findPostgres();
const redis = await findRedis();
const env = {
  ...installed,
  ...(chromium && { CHROMIUM: chromium }),
  ...(postgres && { LIVEGATE_TEST_POSTGRES: postgres.url }),
  ...(redis && { LIVEGATE_TEST_REDIS: redis.url }),
};

console.log("\nchecks");
const checks = await check(env);
const units = await runTests({ name: "units", globs: UNITS, concurrency: 2, env });
const promises = await runTests({ name: "promises", globs: PROMISES, concurrency: 2, env });
const nodes = await runTests({ name: "nodes", globs: NODES, concurrency: 1, env });
const generated = await runTests({ name: "generated", globs: GENERATED, concurrency: 2, env });
const inBrowser = (name, globs) => (chromium ? runTests({ name, globs, concurrency: 1, env }) : { skipped: 1 });
const browser = await inBrowser("browser", BROWSER);
const client = await inBrowser("client", CLIENT);
const teacher = await inBrowser("teacher", TEACHER);
const onPostgres =
  chromium && postgres
    ? await runTests({
        name: "postgres",
        globs: ON_POSTGRES,
        concurrency: 1,
        env: { ...env, DATABASE_URL: postgres.url },
      })
    : { skipped: 1 };
await postgres?.stop();
await redis?.stop();
conclude([checks, units, promises, nodes, generated, browser, client, teacher, onPostgres]);
