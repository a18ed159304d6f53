import type { Command } from "commander";
import type { Plan } from "../generate/plan.ts";

/** What every generator is told on the command line. */
export interface GenerateOptions {
  readonly dryRun?: true;
  readonly json?: true;
  /** Carries the plan out without asking; files that their authors have changed are kept. */
  readonly yes?: true;
}

/** Carries out a generator's plan in an app's directory, and says by the exit code whether something is left to its author. */
export async function generate(appDir: string, plan: Plan, options: GenerateOptions): Promise<void> {
  const { dryRun = false, json = false, yes = false } = options;
  const [{ askAtTerminal }, { runPlan }] = await Promise.all([
    import("../generate/ask.ts"),
    import("../generate/run-plan.ts"),
  ]);
  const print = (text: string): void => console.log(text);
  process.exitCode = await runPlan(appDir, plan, { dryRun, json, ask: yes ? null : askAtTerminal(), print });
}

/** Gives a command the options that all generators have. */
export const withGenerateOptions = (command: Command): Command =>
  command
    .option("--dry-run", "shows what would be written, and writes nothing")
    .option("--json", "plan and result as JSON; asks nothing")
    .option("--yes", "asks nothing; what you have changed is kept");
