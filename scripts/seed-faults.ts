// `node scripts/seed-faults.ts` makes every fault of test/mutants that hasn't been caught as it is now, in copies, and keeps which
// tests caught it in test/mutants/kept-run.json. With `--all`: all of them anew. Other arguments: words of the faults wanted.
import { findChromium } from "./find-chromium.mjs";
import { findPostgres } from "./services/postgres.mjs";
import { findRedis } from "./services/redis.mjs";
import { attackMutants } from "../test/mutants/attack-mutants.ts";
import { isCaught, readRun, writeRun } from "../test/mutants/kept-run.ts";
import { makeFaults } from "../test/mutants/make-faults.ts";
import { mutants } from "../test/mutants/mutants.ts";

const words = process.argv.slice(2).filter((argument) => argument !== "--all");
const all = process.argv.includes("--all");
const known = [...mutants, ...attackMutants];
const wanted = known.filter(
  (mutant) => (all || !isCaught(readRun(), mutant)) && words.every((word) => mutant.fault.includes(word)),
);

// Some faults show on a server's database alone, or in a browser.
const services = { postgres: await findPostgres(), redis: await findRedis() };
const chromium = findChromium();
if (services.postgres) process.env["LIVEGATE_TEST_POSTGRES"] = services.postgres.url;
if (services.redis) process.env["LIVEGATE_TEST_REDIS"] = services.redis.url;
if (chromium !== null) process.env["CHROMIUM"] = chromium;

await makeFaults(wanted, {
  each: async ({ fault }, make) => {
    const begin = performance.now();
    try {
      const [first] = await make();
      console.log(`caught  ${fault} (${Math.round(performance.now() - begin)} ms): ${first}`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`MISSED  ${fault}: ${String(error).slice(0, 1500)}`);
    }
  },
});
await services.postgres?.stop();
await services.redis?.stop();
const names = new Set(known.map(({ fault }) => fault));
// Read anew each time: two that run side by side keep what each has found.
writeRun(Object.fromEntries(Object.entries(readRun()).filter(([fault]) => names.has(fault))));
const caught = known.filter((mutant) => isCaught(readRun(), mutant));
console.log(`${wanted.length} made; ${caught.length} of ${known.length} caught`);
