import type { Stage } from "../stage.ts";

/** One attack: what it does, and what has to come of it. */
export interface Attack {
  /** "K01" of the catalogue of attacks, or "L…" for those beyond it. */
  readonly id: string;
  /** What is done, in a few words. */
  readonly does: string;
  /** What is safe. */
  readonly safe: string;
  /** Belongs to the smoke of `--quick` too. */
  readonly quick?: true;
  /** Whether rows of the app may have changed afterwards; default no. */
  readonly changes?: true;
  /** What the attack needs that an app which runs already can't give. */
  readonly needs?: "mails" | "restart" | "log" | "twin" | "database";
  /** Attacks; gives what was not safe, in sentences. Nothing: the app is safe from it. */
  readonly run: (stage: Stage) => Promise<readonly string[]>;
}
