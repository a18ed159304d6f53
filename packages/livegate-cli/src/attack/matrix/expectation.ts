import type { AuditEntry, Router } from "livegate";
import { UsageError } from "../../usage-error.ts";
import type { AttackPlan } from "../attack-plan.ts";
import type { Principal } from "../principals.ts";

/** What a cell says: it does what it is for, a guard sends one away, or the record isn't one's own. */
export type Verdict = "allowed" | "denied" | "refused";

/** What the static table says of an entry point and a principal. */
export interface Expectation {
  readonly verdict: Verdict;
  /** The guard that denies. */
  readonly by: string | null;
  /** Where each guard of the chain that may halt sends people; null among them for 403 and 404. */
  readonly exits: readonly (string | null)[];
}

/** Reads the static table for a principal. */
export type Expect = (entry: AuditEntry, principal: string) => Expectation;

/**
 * Puts together what guards the audit names and what the plan says of them.
 *
 * @throws UsageError for a guard of which the plan says nothing, and for a plan that contradicts the audit.
 */
export function expectations(plan: AttackPlan, router: Router): Expect {
  const kinds = new Map(router.routes.flatMap(({ route }) => route.guards.map(({ name, kind }) => [name, kind])));
  const claimOf = (name: string) => {
    const claim = plan.guards[name];
    if (claim || kinds.get(name) === "provide") return claim;
    throw new UsageError(
      `attack.ts says nothing of the guard "${name}": whom it lets in, and where it sends the others.`,
    );
  };
  checkIdentities(plan, kinds);
  return (entry, principal) => {
    const claims = entry.guards.map((name) => ({ name, claim: claimOf(name) }));
    const exits = claims.flatMap(({ claim }) => (claim ? [claim.sendsTo] : []));
    const denying = claims.find(({ claim }) => claim && !claim.letsIn.includes(principal));
    if (denying) return { verdict: "denied", by: denying.name, exits: [denying.claim?.sendsTo ?? null] };
    return { verdict: owners(plan, entry)?.includes(principal) === false ? "refused" : "allowed", by: null, exits };
  };
}

/** For whom an entry point does something, of those whom the guards let in; null: for all of them. */
function owners(plan: AttackPlan, { kind, name, at, rule }: AuditEntry): readonly string[] | null {
  if (kind === "live" || kind === "route") return plan.routes?.[name] ?? null;
  if (rule === null) return null;
  return plan.events?.[eventKey({ name, at })]?.letsIn ?? ["user"];
}

/** How the plan names an event. */
export const eventKey = ({ name, at }: Pick<AuditEntry, "name" | "at">): string => `${name} at ${at}`;

/** Who has no session may pass no identity guard, whatever the plan says. */
function checkIdentities({ guards, principals }: AttackPlan, kinds: ReadonlyMap<string, string>): void {
  const anonymous = new Set(principals.filter(isAnonymous).map(({ name }) => name));
  for (const [guard, { letsIn }] of Object.entries(guards)) {
    const wrong = kinds.get(guard) === "identity" ? letsIn.find((name) => anonymous.has(name)) : undefined;
    if (wrong) throw new UsageError(`attack.ts says that "${guard}", an identity guard, lets "${wrong}" in.`);
  }
}

/** Whether a principal has no session when the matrix is tried. */
export const isAnonymous = ({ signIn, loses }: Principal): boolean => signIn === undefined || loses !== undefined;
