import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { spawnTree } from "../../scripts/process-tree.mjs";
import type { AttackMutant, Mutant } from "./mutant.ts";
import type { MutatedCopy } from "./mutated-copy.ts";

const MINUTE = 60_000;

/** What is run for a fault takes at most. */
const PATIENCE = 2 * MINUTE;

/** What came of running the tests that a mutant names. */
export interface TestRun {
  /** Names of those that failed. A file that doesn't load, or doesn't end, fails no test by name: then there are none. */
  readonly failed: readonly string[];
  readonly ok: boolean;
  /** The end of what was printed. */
  readonly output: string;
}

/** Tests of a file: those whose names have one of these words, or all. */
export interface Claim {
  readonly caughtBy: string;
  readonly named: readonly (string | undefined)[];
}

/** Runs the tests of a claim in the copy. Tests that spin are killed in time. */
export async function runClaim(
  { directory }: Pick<MutatedCopy, "directory">,
  { caughtBy, named }: Claim,
  milliseconds = PATIENCE,
): Promise<TestRun> {
  const words = named.filter((each) => each !== undefined);
  const only = words.length < named.length ? [] : words.map((each) => `--test-name-pattern=${asPattern(each)}`);
  const args = ["--test", "--test-reporter=tap", ...only, caughtBy];
  const { stdout, stderr, status } = await runNode(args, directory, {
    env: environment(directory, caughtBy),
    milliseconds,
  });
  return {
    failed: failedTests(stdout),
    ok: status === 0,
    output: stdout.slice(-2000) + stderr,
  };
}

/** Runs Node to its end, or until the time is over; then its status is null. */
async function runNode(
  args: readonly string[],
  cwd: string,
  { env, milliseconds }: { readonly env: NodeJS.ProcessEnv; readonly milliseconds: number },
) {
  const child = spawnTree(process.execPath, args, { cwd, env });
  const limit = setTimeout(() => child.stdin.end(), milliseconds);
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  await once(child, "close");
  clearTimeout(limit);
  const [stdout, stderr] = await printed;
  return { stdout, stderr, status: child.exitCode };
}

function environment(directory: string, caughtBy: string): NodeJS.ProcessEnv {
  const { LIVEGATE_TEST_POSTGRES, DATABASE_URL = LIVEGATE_TEST_POSTGRES, ...env } = process.env;
  // Without NODE_TEST_CONTEXT, by which the runner would take those tests for this file's own.
  const ran = { ...env, ...compiledIn(directory), LIVEGATE_TEST_POSTGRES, NODE_TEST_CONTEXT: undefined };
  // On SQLite an expired row is gone before anybody can ask whether it still holds.
  return caughtBy.startsWith("test/auth/") ? { ...ran, DATABASE_URL } : ran;
}

/** What Node has made of the sources, all but the one with the fault, the next run takes from here. */
const compiledIn = (directory: string) => ({ NODE_COMPILE_CACHE: join(directory, ".compiled") });

const asPattern = (words: string): string => words.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** Names of failed tests in what the runner prints, once each, though some run on two databases; groups of tests, and files, are none. */
function failedTests(tap: string): readonly string[] {
  const failure = /^ *not ok \d+ - (.*)\n *---\n *duration_ms: .*\n *type: 'test'$/gm;
  const names = Array.from(tap.matchAll(failure), ([, name = ""]) => name.replaceAll(/\\([#\\])/g, "$1"));
  return [...new Set(names)].filter((name) => !name.endsWith(".test.ts"));
}

/** What came of attacking Teacher. */
export interface AttackOutcome {
  /** The exit code: 0 where it is safe, 1 where it isn't. */
  readonly code: number | null;
  readonly output: string;
}

/** Attacks the Teacher that stands in a copy, or in the repository itself. */
export async function attackTeacher(
  directory: string,
  args: readonly string[],
  milliseconds = 5 * MINUTE,
): Promise<AttackOutcome> {
  const command = join(directory, "packages", "livegate-cli", "bin", "livegate.js");
  const { status, stdout, stderr } = await runNode([command, "attack", ...args], join(directory, "apps", "teacher"), {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    milliseconds,
  });
  return { code: status, output: stdout + stderr };
}

/** By which tests, or lines of the report, a fault is caught. @throws Error where it isn't, or where something else breaks. */
export async function catchFault(copy: MutatedCopy, mutant: Mutant | AttackMutant): Promise<readonly string[]> {
  const takeBack = copy.apply(mutant);
  try {
    return await ("args" in mutant ? caughtByAttack(copy, mutant) : caughtByTests(copy, mutant));
  } finally {
    takeBack();
  }
}

async function caughtByTests(copy: MutatedCopy, { caughtBy, named }: Mutant): Promise<readonly string[]> {
  const { failed, ok, output } = await runClaim(copy, { caughtBy, named: [named] });
  if (failed.length === 0) throw new Error(ok ? `${caughtBy} passes with it` : `no test says so:\n${output}`);
  return failed;
}

async function caughtByAttack({ directory }: MutatedCopy, { args, told }: AttackMutant): Promise<readonly string[]> {
  const { code, output } = await attackTeacher(directory, args, PATIENCE);
  const line = told.exec(output)?.[0];
  if (code !== 1 || line === undefined) throw new Error(`the adversary doesn't tell it: ${output.slice(-5000)}`);
  return [line];
}
