import type { AuditEntry, Router } from "livegate";
import type { AttackPlan, Records } from "./attack-plan.ts";
import type { Ground } from "./ground.ts";
import type { Expect } from "./matrix/expectation.ts";
import type { Account, Making, Presence } from "./principals.ts";
import type { LivePage } from "./wire/live-page.ts";
import type { RawClient } from "./wire/raw-client.ts";

/** What an attack has to work with: the running app, what is known of it, and who attacks. */
export interface Stage extends Making {
  readonly ground: Ground;
  readonly plan: AttackPlan;
  readonly router: Router;
  /** The static table: what `audit.lock` says, or the routes themselves. */
  readonly entries: readonly AuditEntry[];
  readonly expect: Expect;
  readonly present: readonly Presence[];
}

/** The principal of a name. @throws Error where the plan has none. */
export function presenceOf({ present }: Stage, name: string): Presence {
  const found = present.find((each) => each.name === name);
  if (!found) throw new Error(`The plan has no principal named "${name}".`);
  return found;
}

/** New records that belong to `user`. */
export async function newRecords(stage: Stage): Promise<Records> {
  const owner = presenceOf(stage, "user").account;
  return owner && stage.plan.records ? stage.plan.records(stage.ground.db, owner.id) : {};
}

/** Stands for a token that nobody has. */
const NO_TOKEN = "a".repeat(43);

/** A path that a pattern stands for. */
export const pathFor = (pattern: string, { plan }: Pick<Stage, "plan">, records: Records): string =>
  pattern.replaceAll(/:(\w+)/g, (_, name: string) => plan.params?.[name]?.(records) ?? NO_TOKEN);

/** Whether nobody says what stands for a parameter of its path, so that those whom it lets in would find nothing there. */
export const isUntold = ({ plan }: Pick<Stage, "plan">, { at }: AuditEntry): boolean =>
  Array.from(at.matchAll(/:(\w+)/g), ([, name = ""]) => name).some(
    (name) => !/token$/i.test(name) && !plan.params?.[name],
  );

/** Patterns of the live routes, each with its live session. */
export const liveRoutes = ({ router }: Stage) =>
  router.routes.flatMap(({ route, development }) => (route.kind === "live" && !development ? [route] : []));

/** The first page with a live view that a client may see, of those without parameters. */
export async function anyPage(stage: Stage, client: RawClient, account: Account | null): Promise<LivePage> {
  const patterns = liveRoutes(stage).map(({ pattern }) => pattern);
  for (const pattern of patterns.filter((each) => !each.includes(":"))) {
    const page = await client.page(pattern);
    if (page) return page;
  }
  throw new Error(`There is no live page that ${account?.email ?? "a visitor"} may see.`);
}
