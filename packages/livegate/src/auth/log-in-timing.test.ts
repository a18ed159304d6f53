import assert from "node:assert/strict";
import { test } from "node:test";
import { authTestApp, goodPassword } from "./auth-test-app.ts";
import type { AuthContext } from "./auth-context.ts";
import { passwordHashing } from "./password-hashing.ts";
import { logInWithPassword } from "./password-log-in.ts";

const SAMPLES = 100;

/** How well times tell two kinds apart: the chance that one of `a` is longer than one of `b`; 0.5 is not at all. */
function separability(a: readonly number[], b: readonly number[]): number {
  const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

/** Milliseconds of wrong passwords for an address that is known and one that isn't, in turns. */
async function measure(auth: AuthContext): Promise<number> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let sample = 0; sample < SAMPLES; sample++) {
    for (const who of ["known", "unknown"] as const) {
      const visitor = { network: `${who}${sample}`, userAgent: "", device: null, accounts: [], session: null };
      const start = performance.now();
      await logInWithPassword(auth, { email: `${who}@example.com`, password: "a wrong password" }, visitor);
      times[who].push(performance.now() - start);
    }
  }
  return separability(times.known, times.unknown);
}

// A log-in without the comparison is a hundred times as fast, so no load of the machine can make the two look alike.
test("the time of a log-in tells an unknown address where nothing is compared for it, and not where something is", async () => {
  await using app = await authTestApp();
  const patient = { ...app.auth.throttles, take: () => 0 } as unknown as AuthContext["throttles"];
  const hashing = passwordHashing();
  const auth: AuthContext = { ...app.auth, hashing, throttles: patient };
  await app.user("known@example.com");
  const hashed = await hashing.hash(goodPassword, false);
  await app.db.updateTable("users").set({ hashed_password: hashed }).execute();
  await measure({ ...auth, hashing: app.auth.hashing }); // Warms up what both have in common.

  const hasty: AuthContext["hashing"] = {
    ...hashing,
    verify: async (stored, typed, isKnown) => (stored === null ? false : hashing.verify(stored, typed, isKnown)),
  };
  const [real, mutant] = [await measure(auth), await measure({ ...auth, hashing: hasty })];
  assert.ok(mutant > 0.9, `without the comparison the separability is ${mutant}`);
  assert.ok(real > 0.2 && real < 0.8, `with it, it is ${real}`);
});
