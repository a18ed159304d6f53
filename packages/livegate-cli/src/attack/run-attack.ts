import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { auditTable } from "livegate";
import type { AppDirectory } from "../app-directory.ts";
import { auditChanges } from "../audit/audit-changes.ts";
import { readLock } from "../audit/audit-lock.ts";
import type { AttackPlan } from "./attack-plan.ts";
import type { Attack } from "./attacks/attack.ts";
import { attacks } from "./attacks/attacks.ts";
import type { Ground } from "./ground.ts";
import { entryName } from "./matrix/cell.ts";
import { expectations } from "./matrix/expectation.ts";
import { runMatrix } from "./matrix/matrix.ts";
import { makeAttack } from "./make-attack.ts";
import { appear } from "./principals.ts";
import type { AttackReport, AttackResult } from "./report.ts";
import { type Stage, isUntold } from "./stage.ts";

/** What is attacked, and how much. */
export interface AttackRun {
  readonly app: AppDirectory;
  readonly plan: AttackPlan;
  readonly ground: Ground;
  /** Only what is quick. */
  readonly quick?: boolean;
  /** Ids of attacks, and "matrix"; default: all. */
  readonly only?: readonly string[];
  /** Of the matrix, only entry points whose name has this text. */
  readonly entry?: string;
}

/** Attacks a running app: first every entry point as every principal, then the list of attacks. */
export async function runAttack({
  app,
  plan,
  ground,
  quick = false,
  only = [],
  entry = "",
}: AttackRun): Promise<AttackReport> {
  const begin = performance.now();
  const router = await app.loadRouter();
  const now = auditTable(router);
  const lock = join(app.path, "audit.lock");
  const locked = existsSync(lock) ? readLock(readFileSync(lock, "utf8")) : null;
  const entries = locked ?? now;
  const making = { ground, plan };
  const present = [];
  for (const principal of plan.principals) present.push(await appear(principal, making));
  const stage: Stage = { ...making, router, entries, expect: expectations(plan, router), present };
  const isWanted = (id: string): boolean => only.length === 0 || only.includes(id);
  const named = { ...stage, entries: entries.filter((each) => entryName(each).includes(entry)) };
  const cells = isWanted("matrix") ? await runMatrix(quick ? shortened(named) : named) : [];
  const results: AttackResult[] = [];
  for (const attack of attacks.filter((each) => isWanted(each.id) && isQuickEnough(each, quick))) {
    results.push(await makeAttack(attack, stage));
  }
  const changes = locked ? auditChanges(locked, now) : [];
  const untold = cells.length === 0 ? [] : named.entries.filter((each) => isUntold(stage, each)).map(entryName);
  return { changes, cells, untold, attacks: results, ms: performance.now() - begin };
}

const isQuickEnough = (attack: Attack, quick: boolean): boolean => !quick || attack.quick === true;

/** Three principals and an entry point of each kind and access: enough to see that the gate stands. */
function shortened(stage: Stage): Stage {
  const seen = new Set<string>();
  const entries = stage.entries.filter(({ kind, access, rule, guards }) => {
    const sort = JSON.stringify([kind, access, rule !== null, guards]);
    return !seen.has(sort) && seen.add(sort);
  });
  const names = new Set(["nobody", "user", "other", "revoked"]);
  return { ...stage, entries, present: stage.present.filter(({ name }) => names.has(name)) };
}
