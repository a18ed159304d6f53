// `npm run test:deep`: what takes long or is statistical: fuzz, load and faults. Each file bounds itself; all end in 30 minutes.
import { findChromium } from "./find-chromium.mjs";
import { conclude, runTests } from "./run-tests.mjs";
import { findPostgres } from "./services/postgres.mjs";
import { findRedis } from "./services/redis.mjs";
import { setUp } from "./setup.mjs";

const env = { NODE_ENV: "test", ...setUp() };
console.log("Deep tests: fuzz, load and faults on this machine alone, some minutes.");
const chromium = findChromium();
const postgres = await findPostgres();
const redis = await findRedis();
const globs = ["test/deep/**/*.test.ts"];
const deep = {
  name: "deep",
  globs,
  concurrency: 1,
  env: {
    ...env,
    ...(chromium && { CHROMIUM: chromium }),
    ...(postgres && { LIVEGATE_TEST_POSTGRES: postgres.url }),
    ...(redis && { LIVEGATE_TEST_REDIS: redis.url }),
  },
  minutes: 30,
  testMinutes: 10,
};
const counts = await runTests(deep);
await postgres?.stop();
await redis?.stop();
conclude([counts]);
