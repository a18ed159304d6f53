import { randomFillSync } from "node:crypto";

// One call to the system for many tokens: asking for a few bytes each time costs several times as much.
const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);
let used = 0;

/**
 * Random bytes of the system's generator, each given out once. `count` is at most 4,096.
 *
 * The bytes stay in memory that is shared with other tokens: copy what is kept.
 */
export function randomBytesOf(count: number): Buffer {
  if (used + count > pool.length) {
    // A new pool instead of a new filling: whoever still reads the former one finds it as it was.
    pool = randomFillSync(Buffer.allocUnsafeSlow(POOL_BYTES));
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

/**
 * An unguessable text of `bytes` random bytes, in the letters of base64url.
 *
 * @example
 * randomToken(32); // 43 characters
 */
export const randomToken = (bytes: number): string => randomBytesOf(bytes).toString("base64url");
