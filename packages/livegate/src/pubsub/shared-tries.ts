/** How fast a bucket of tries fills: `burst` at once, then one in `every` milliseconds. */
export interface TryRate {
  readonly burst: number;
  readonly every: number;
}

/** Buckets of tries that all nodes of an app take from: the generic cell rate algorithm, one number a key. */
export interface SharedTries {
  /**
   * Takes a try from the bucket of `key` at `now`, in milliseconds: 0 where there was one, else the milliseconds until there is, at
   * most `every`. Two nodes never take the same one.
   *
   * @throws what keeps it from being known.
   */
  take(key: string, rate: TryRate, now: number): Promise<number>;
}
