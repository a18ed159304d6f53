/** A fault that somebody could make, and the tests that claim to catch it. */
export interface Mutant {
  /** What would be wrong. */
  readonly fault: string;
  /** Source file, from the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** A test file, from the root, that fails with the fault in place … */
  readonly caughtBy: string;
  /** … in a test whose name has these words: then only such tests run. */
  readonly named?: string;
}
