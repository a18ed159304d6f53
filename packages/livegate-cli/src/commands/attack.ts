import type { AppDirectory } from "../app-directory.ts";
import { attackedApp } from "../attack/attacked-app.ts";
import { runningApp } from "../attack/running-app.ts";
import { isSafe, reportText } from "../attack/report.ts";
import { runAttack } from "../attack/run-attack.ts";
import { explain } from "../explain.ts";

/** How `livegate attack` was called. */
export interface AttackOptions {
  readonly url?: string;
  readonly iOwnIt?: true;
  readonly quick?: true;
  readonly json?: true;
  readonly only?: readonly string[];
  readonly entry?: string;
}

/** Attacks the app: exit code 0 where it is safe, 1 where it isn't, 2 where that can't be found out. */
export async function attack(app: AppDirectory, options: AttackOptions): Promise<void> {
  try {
    const plan = await app.loadAttackPlan();
    await using ground = await (options.url === undefined ? attackedApp(app) : runningApp(app, options.url, options));
    const { quick = false, only = [], entry = "" } = options;
    const report = await runAttack({ app, plan, ground, quick, only, entry });
    console.log(options.json ? JSON.stringify(report, null, 2) : reportText(report));
    process.exitCode = isSafe(report) ? 0 : 1;
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 2;
  }
}
