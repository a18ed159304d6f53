import type { Ask } from "./ask.ts";
import { type ComparedPlan, comparePlan, readText } from "./compare-plan.ts";
import { MANIFEST, hashOf, manifestText, withRun } from "./manifest.ts";
import type { Plan, Step } from "./plan.ts";
import { conflictText, planCounts, planTree } from "./print-plan.ts";
import { VERSION } from "./version.ts";
import { writeFiles } from "./write-files.ts";

/** How a plan is carried out. */
export interface RunOptions {
  /** Shows the plan and writes nothing. */
  readonly dryRun?: boolean;
  /** Prints plan and result as JSON, and asks nothing. */
  readonly json?: boolean;
  /** Whoever can be asked; null for nobody, and then files that their authors have changed are kept. */
  readonly ask: Ask | null;
  readonly print: (text: string) => void;
}

/** How a run ended: the exit code of the command. */
export type ExitCode =
  /** Everything is there, or nothing was to be written. */
  | 0
  /** Something is left to the author, and was said. */
  | 2;

/**
 * Shows a plan and carries it out: all of it or, if something fails, nothing. What its author has changed is asked about, or
 * kept; what can't be edited is printed for pasting.
 */
export async function runPlan(appDir: string, plan: Plan, options: RunOptions): Promise<ExitCode> {
  const { dryRun = false, json = false, print } = options;
  const ask = json || dryRun ? null : options.ask;
  const compared = await comparePlan(appDir, plan);
  const say = json ? () => {} : print;
  const open = compared.steps.some(({ status }) => status !== "identical");
  say(
    open
      ? `${planTree(compared.steps)}\n\n  ${planCounts(compared.steps)}\n`
      : "Nothing to do: all of it is there already.",
  );
  const steps = await decided(compared.steps, ask);
  const isWanted = open && !dryRun && (ask === null || (await ask.carryOut()));
  if (isWanted) await write(appDir, { ...compared, steps });
  const left = steps.filter(({ status }) => status === "conflict");
  for (const step of left) say(conflictText(step));
  if (open && !isWanted) say("Nothing was written.");
  if (isWanted) say(nextText(plan.next));
  if (json) print(JSON.stringify(report({ ...compared, steps }, isWanted), null, 2));
  return left.length > 0 ? 2 : 0;
}

/** The steps after somebody has said which of the changed files are to be written over. */
async function decided(steps: readonly Step[], ask: Ask | null): Promise<readonly Step[]> {
  const answers: Step[] = [];
  for (const step of steps) {
    const isOverwritten = ask !== null && step.status === "conflict" && step.isOwn && (await ask.overwrite(step));
    answers.push(isOverwritten ? { ...step, status: "changed", conflict: null } : step);
  }
  return answers;
}

async function write(appDir: string, { plan, steps, manifest }: ComparedPlan): Promise<void> {
  const writes = steps.filter(({ status }) => status === "new" || status === "changed");
  const own = steps.filter(({ isOwn, status }) => isOwn && status !== "conflict");
  const files = Object.fromEntries(own.map(({ path, after }) => [path, hashOf(after)]));
  const run = { generator: plan.generator, args: plan.args.join(" "), version: VERSION, files };
  const after = manifestText(withRun(manifest, run));
  const before = await readText(appDir, MANIFEST);
  const isChanged = writes.length > 0 && before !== after;
  await writeFiles(appDir, isChanged ? [...writes, { path: MANIFEST, before, after }] : writes);
}

const nextText = (next: readonly string[]): string =>
  next.length === 0 ? "Done." : `Done. What comes next:\n\n${next.map((line) => `  ${line}`).join("\n")}\n`;

/** Plan and result, for programs. */
function report({ plan, steps }: ComparedPlan, written: boolean) {
  return {
    generator: plan.generator,
    args: plan.args,
    written,
    files: steps.map(({ path, status, changes }) => ({ path, status, changes })),
    conflicts: steps.flatMap(({ path, conflict }) => (conflict ? { path, ...conflict } : [])),
    next: plan.next,
  };
}
