/** A fault that somebody could make: one place in the source that is otherwise. */
export interface Fault {
  /** What would be wrong. Its name: no two have the same. */
  readonly fault: string;
  /** Source file, from the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A fault, and the tests that claim to catch it. */
export interface Mutant extends Fault {
  /** A test file, from the root, that fails with the fault in place … */
  readonly caughtBy: string;
  /** … in a test whose name has these words: then only such tests run. */
  readonly named?: string;
}

/** A fault that `livegate attack` has to find in Teacher, from outside. */
export interface AttackMutant extends Fault {
  /** What of the attack is made. */
  readonly args: readonly string[];
  /** What the report says then: the cell, or the attack. */
  readonly told: RegExp;
}
