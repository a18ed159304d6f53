import { keepCatch } from "./kept-run.ts";
import type { AttackMutant, Mutant } from "./mutant.ts";
import { type MutatedCopy, mutatedCopy } from "./mutated-copy.ts";
import { catchFault, runClaim } from "./try-mutant.ts";

/** How many are made at a time, each in a copy of its own. */
const AT_A_TIME = 2;

/** Makes a fault, and keeps what caught it. @throws Error where nothing does. */
type Make = () => Promise<readonly string[]>;

interface HowToMake {
  /** Makes a fault, or not, and tells what came of it. */
  readonly each: (mutant: Mutant | AttackMutant, make: Make) => Promise<unknown>;
  /** When to begin no other one, by `performance.now()`. */
  readonly until?: number;
}

/** Makes faults in order, some at a time. Gives those for which no time was left. */
export async function makeFaults(
  faults: readonly (Mutant | AttackMutant)[],
  { each, until = Infinity }: HowToMake,
): Promise<readonly (Mutant | AttackMutant)[]> {
  const waiting = [...faults];
  const failuresWithout = testsWithoutFaults(faults);
  const work = async (): Promise<void> => {
    using copy = mutatedCopy();
    while (performance.now() < until) {
      const mutant = waiting.shift();
      if (!mutant) return;
      await each(mutant, async () => {
        const failed = await catchFault(copy, mutant);
        const anyway = "args" in mutant ? [] : await failuresWithout(copy, mutant.caughtBy);
        const by = failed.filter((name) => !anyway.includes(name));
        if (by.length === 0) throw new Error(`what fails with it fails without it too: ${failed.join("; ")}`);
        keepCatch(mutant, by);
        return by;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return waiting;
}

/** Tells which tests of a file fail where nothing is wrong: they prove nothing. Asked once for each file, for all of its faults. */
function testsWithoutFaults(faults: readonly (Mutant | AttackMutant)[]) {
  const claims = Map.groupBy(
    faults.filter((mutant): mutant is Mutant => !("args" in mutant)),
    ({ caughtBy }) => caughtBy,
  );
  const asked = new Map<string, Promise<readonly string[]>>();
  const ask = async (copy: MutatedCopy, caughtBy: string): Promise<readonly string[]> => {
    const named = (claims.get(caughtBy) ?? []).map((mutant) => mutant.named);
    const { ok, failed, output } = await runClaim(copy, { caughtBy, named });
    if (!ok && failed.length === 0) throw new Error(`without it, ${caughtBy} fails in no test:\n${output}`);
    return failed;
  };
  return (copy: MutatedCopy, caughtBy: string): Promise<readonly string[]> => {
    const failed = asked.get(caughtBy) ?? ask(copy, caughtBy);
    asked.set(caughtBy, failed);
    return failed;
  };
}
