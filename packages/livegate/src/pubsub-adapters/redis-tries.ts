import type { SharedTries } from "../pubsub/shared-tries.ts";

/** As much of a client as it takes. */
interface Evaluates {
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>;
}

/**
 * What Redis does with a bucket in one step. It holds when the bucket will be full again; a node's clock that was set back makes nobody
 * wait for all the time in between.
 */
const TAKE = `
local now, burst, every = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local known = tonumber(redis.call("get", KEYS[1]) or ARGV[1])
local full = math.min(math.max(known, now), now + burst * every)
local wait = full + every - burst * every - now
if wait <= 0 then full = full + every end
if wait <= 0 or full < known then
  redis.call("set", KEYS[1], string.format("%.0f", full), "px", string.format("%.0f", full - now))
end
return math.max(wait, 0)`;

/** Buckets in Redis, under names that begin with `prefix`; each goes by itself when it is full. */
export const redisTries = (client: Evaluates, prefix: string): SharedTries => ({
  async take(key, { burst, every }, now) {
    const wait = await client.eval(TAKE, {
      keys: [`${prefix}:tries:${key}`],
      arguments: [now, burst, every].map(String),
    });
    return Number(wait);
  },
});
