import { type Options, hash, parseOptions, verify } from "@node-rs/argon2";
import { randomToken } from "../token/random-token.ts";
import { HashingPool, type HashingPoolOptions, defaultPool } from "./hashing-pool.ts";
import { passwordText } from "./password-rules.ts";

/** What a hash costs: argon2id with 19 MiB and two passes, as OWASP's ASVS asks for. */
export const defaultHashCost: HashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Parameters of argon2id; tests make them smaller. */
export type HashCost = Required<Pick<Options, "memoryCost" | "timeCost" | "parallelism">>;

/** Hashes passwords and compares them. `isKnown` says that the device has logged in before. */
export interface PasswordHashing {
  /** The password's hash in PHC form; null where hashing has no place left. */
  hash(password: string, isKnown: boolean): Promise<string | null>;
  /** Whether a typed password is the one; null where hashing has no place left. Without a hash it takes as long as with one. */
  verify(hashed: string | null, typed: unknown, isKnown: boolean): Promise<boolean | null>;
  /** Whether a hash was made with other parameters than today's. */
  isOutdated(hashed: string): boolean;
}

/** Argon2id in a bounded pool, off the main thread. */
export function passwordHashing(cost = defaultHashCost, pool: HashingPoolOptions = defaultPool): PasswordHashing {
  const places = new HashingPool(pool);
  // What a user without a password, and nobody at all, is compared with: it fits nothing that can be typed.
  let dummy: Promise<string> | null = null;
  return {
    hash: async (password, isKnown) => places.run(() => hash(password, cost), isKnown),
    async verify(hashed, typed, isKnown) {
      const text = passwordText(typed);
      dummy ??= hash(randomToken(32), cost);
      const compared = hashed ?? dummy;
      const fits = places.run(async () => matches(await compared, text ?? ""), isKnown);
      return fits === null ? null : (await fits) && hashed !== null && text !== null;
    },
    isOutdated(hashed) {
      const made = parseOptions(hashed);
      return (["memoryCost", "timeCost", "parallelism"] as const).some((name) => made[name] !== cost[name]);
    },
  };
}

/** A hash that isn't one fits nothing. */
const matches = (hashed: string, text: string): Promise<boolean> => verify(hashed, text).catch(() => false);
