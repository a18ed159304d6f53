// `npm run test:deep`: what takes long or is statistical: fuzz, load and faults. Each file bounds itself; all end in 30 minutes.
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
