import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { AttackMutant, Mutant } from "./mutant.ts";
import type { MutatedCopy } from "./mutated-copy.ts";

const MINUTE = 60_000;

/** What came of running the tests that a mutant names. */
export interface TestRun {
  /** How many tests ran. */
  readonly ran: number;
  /** Names of those that failed. A file that doesn't load, or doesn't end, fails no test by name: then there are none. */
  readonly failed: readonly string[];
  readonly ok: boolean;
  /** The end of what was printed. */
  readonly output: string;
}

/** Runs the tests of a claim in the copy. */
export function runClaim({ directory }: MutatedCopy, { caughtBy, named }: Pick<Mutant, "caughtBy" | "named">): TestRun {
  const only = named === undefined ? [] : [`--test-name-pattern=${asPattern(named)}`];
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...only, caughtBy], {
    cwd: directory,
    encoding: "utf8",
    timeout: 3 * MINUTE,
    env: environment(caughtBy),
  });
  return {
    ran: Number(/^# tests (\d+)$/m.exec(stdout)?.[1] ?? 0),
    failed: failedTests(stdout),
    ok: status === 0,
    output: stdout.slice(-2000) + stderr,
  };
}

function environment(caughtBy: string): NodeJS.ProcessEnv {
  const { LIVEGATE_TEST_POSTGRES, DATABASE_URL = LIVEGATE_TEST_POSTGRES, ...env } = process.env;
  // Without NODE_TEST_CONTEXT, by which the runner would take those tests for this file's own.
  const ran = { ...env, LIVEGATE_TEST_POSTGRES, NODE_TEST_CONTEXT: undefined };
  // On SQLite an expired row is gone before anybody can ask whether it still holds.
  return caughtBy.startsWith("test/auth/") ? { ...ran, DATABASE_URL } : ran;
}

const asPattern = (words: string): string => words.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** Names of failed tests in what the runner prints; groups of tests, and files, are none. */
function failedTests(tap: string): readonly string[] {
  const failure = /^ *not ok \d+ - (.*)\n *---\n *duration_ms: .*\n *type: 'test'$/gm;
  return Array.from(tap.matchAll(failure), ([, name = ""]) => name.replaceAll(/\\([#\\])/g, "$1")).filter(
    (name) => !name.endsWith(".test.ts"),
  );
}

/** What came of attacking Teacher. */
export interface AttackOutcome {
  /** The exit code: 0 where it is safe, 1 where it isn't. */
  readonly code: number | null;
  readonly output: string;
}

/** Attacks the Teacher that stands in a copy, or in the repository itself. */
export function attackTeacher(directory: string, args: readonly string[]): AttackOutcome {
  const command = join(directory, "packages", "livegate-cli", "bin", "livegate.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "attack", ...args], {
    cwd: join(directory, "apps", "teacher"),
    encoding: "utf8",
    timeout: 5 * MINUTE,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  return { code: status, output: stdout + stderr };
}

/** By which tests, or lines of the report, a fault is caught. @throws Error where it isn't, or where something else breaks. */
export function catchFault(copy: MutatedCopy, mutant: Mutant | AttackMutant): readonly string[] {
  const takeBack = copy.apply(mutant);
  try {
    return "args" in mutant ? caughtByAttack(copy, mutant) : caughtByTests(copy, mutant);
  } finally {
    takeBack();
  }
}

function caughtByTests(copy: MutatedCopy, mutant: Mutant): readonly string[] {
  const { failed, ok, output } = runClaim(copy, mutant);
  if (failed.length === 0) throw new Error(ok ? `${mutant.caughtBy} passes with it` : `no test says so:\n${output}`);
  return failed;
}

function caughtByAttack({ directory }: MutatedCopy, { args, told }: AttackMutant): readonly string[] {
  const { code, output } = attackTeacher(directory, args);
  const line = told.exec(output)?.[0];
  if (code !== 1 || line === undefined) throw new Error(`the adversary doesn't tell it: ${output.slice(-5000)}`);
  return [line];
}
