// `npm run test:deep`: what takes long or is statistical: fuzz, load and faults. Each file bounds itself; all end in 30 minutes.
// Seeded faults come last and have what is left, so that a slow machine makes fewer of them and leaves out nothing else.
import { spawnSync } from "node:child_process";
import { findChromium } from "./find-chromium.mjs";
import { conclude, runTests } from "./run-tests.mjs";
import { installPackages } from "./services/debian.mjs";
import { findPostgres } from "./services/postgres.mjs";
import { findRedis } from "./services/redis.mjs";
import { setUp } from "./setup.mjs";

const env = { NODE_ENV: "test", ...setUp() };
console.log("Deep tests: fuzz, load and faults on this machine alone, some minutes.");
const chromium = findChromium();
const postgres = await findPostgres();
const redis = await findRedis();
for (const [command, program] of [
  ["ip", { name: "iproute2", packages: ["iproute2"], without: "tests over network namespaces", seconds: 5 }],
  ["caddy", { name: "Caddy", packages: ["caddy"], without: "tests of the generated proxy", seconds: 10 }],
]) {
  // One that isn't there has no status.
  if (spawnSync(command, ["-V"]).status === null) installPackages(program);
}

/** Minutes for all, for seeded faults at most, and for those that are under way when their time is over. */
const [ALL, FAULTS, LAST_FAULTS] = [30, 12, 4];
const minutesLeft = () => ALL - performance.now() / 60_000;
const run = (name, globs, added) =>
  runTests({
    name,
    globs,
    concurrency: 1,
    env: {
      ...env,
      ...(chromium && { CHROMIUM: chromium }),
      ...(postgres && { LIVEGATE_TEST_POSTGRES: postgres.url }),
      ...(redis && { LIVEGATE_TEST_REDIS: redis.url }),
      ...added,
    },
    minutes: minutesLeft(),
    testMinutes: 10,
  });
const parts = [await run("deep", ["test/deep/!(mutants).test.ts"])];
const minutes = Math.min(FAULTS, minutesLeft() - LAST_FAULTS);
parts.push(await run("seeded faults", ["test/deep/mutants.test.ts"], { LIVEGATE_TEST_FAULT_MINUTES: String(minutes) }));
await postgres?.stop();
await redis?.stop();
conclude(parts);
