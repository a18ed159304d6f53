// `node scripts/seed-faults.ts` makes every fault of test/mutants that hasn't been caught as it is now, each in a copy, and keeps
// which tests caught it in test/mutants/kept-run.json. With `--all`: all of them anew. Other arguments: words of the faults wanted.
import { findChromium } from "./find-chromium.mjs";
import { findPostgres } from "./services/postgres.mjs";
import { findRedis } from "./services/redis.mjs";
import { attackMutants } from "../test/mutants/attack-mutants.ts";
import { fingerprint, isCaught, readRun, writeRun } from "../test/mutants/kept-run.ts";
import type { AttackMutant, Mutant } from "../test/mutants/mutant.ts";
import { mutants } from "../test/mutants/mutants.ts";
import { mutatedCopy } from "../test/mutants/mutated-copy.ts";
import { catchFault, runClaim } from "../test/mutants/try-mutant.ts";

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

using copy = mutatedCopy();
const sound = new Map<string, boolean>();
for (const mutant of wanted) make(mutant);
await services.postgres?.stop();
await services.redis?.stop();
const names = new Set(known.map(({ fault }) => fault));
// Read anew each time: two that run side by side keep what each has found.
writeRun(Object.fromEntries(Object.entries(readRun()).filter(([fault]) => names.has(fault))));
const caught = known.filter((mutant) => isCaught(readRun(), mutant));
console.log(`${wanted.length} made; ${caught.length} of ${known.length} caught`);

function make(mutant: Mutant | AttackMutant): void {
  const begin = performance.now();
  try {
    if (!("args" in mutant) && !passesWithout(mutant)) throw new Error("its tests fail, or there are none, without it");
    const by = catchFault(copy, mutant);
    const on = new Date().toISOString().slice(0, 10);
    writeRun({ ...readRun(), [mutant.fault]: { of: fingerprint(mutant), on, by } });
    console.log(`caught  ${mutant.fault} (${Math.round(performance.now() - begin)} ms): ${by[0]}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`MISSED  ${mutant.fault}: ${String(error).slice(0, 1500)}`);
  }
}

/** Whether the tests of a claim pass where nothing is wrong; asked once for each claim. */
function passesWithout({ caughtBy, named }: Mutant): boolean {
  const claim = `${caughtBy} ${named ?? ""}`;
  const before = sound.get(claim);
  if (before !== undefined) return before;
  const { ok, ran } = runClaim(copy, { caughtBy, ...(named !== undefined && { named }) });
  sound.set(claim, ok && ran > 0);
  return ok && ran > 0;
}
