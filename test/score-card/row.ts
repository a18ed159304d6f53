/** The names of seeded faults, of which each has to be caught by a test, and of attacks beside them. */
export interface Proof {
  /** Faults of `test/mutants`, by name: the tests that caught them are the row's proof. */
  readonly faults: readonly string[];
  /** Attacks of `livegate attack`, by id. */
  readonly attacks: readonly string[];
}

/** What is known of a requirement. */
export type Verdict =
  | { readonly kind: "proved"; readonly proof: Proof }
  /** A document is what is asked for: these words of docs/security.md. */
  | { readonly kind: "documented"; readonly words: readonly string[] }
  | { readonly kind: "not applicable"; readonly why: string }
  | { readonly kind: "open"; readonly why: string };

/** A requirement of OWASP's ASVS 5.0 that can be shown of an app, and what is known of it. */
export interface Row {
  /** "A04": the group and a number. */
  readonly id: string;
  /** "V6.2.1". */
  readonly requirement: string;
  readonly level: 1 | 2 | 3;
  /** What is asked for, in our own words. */
  readonly asks: string;
  readonly verdict: Verdict;
}

/** Rows that belong together. */
export interface RowGroup {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Makes a row. */
export const row = (id: string, requirement: string, level: Row["level"], asks: string, verdict: Verdict): Row => ({
  id,
  requirement,
  level,
  asks,
  verdict,
});

/** Proved by the tests that caught these faults, and by attacks. */
export const proved = (faults: readonly string[], ...attacks: readonly string[]): Verdict => ({
  kind: "proved",
  proof: { faults, attacks },
});

export const documented = (...words: readonly string[]): Verdict => ({ kind: "documented", words });
export const notApplicable = (why: string): Verdict => ({ kind: "not applicable", why });
export const open = (why: string): Verdict => ({ kind: "open", why });
