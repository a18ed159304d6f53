import type { Guard } from "./guard-step.ts";
import type { GivesOf, MaybePromise, RanOf } from "./guard-types.ts";

declare const RULE: unique symbol;

/** Who may do something to one record: how it is loaded, and whether this caller is allowed. */
export interface Rule<Ran extends string, Context, Input, Found> {
  /** The same question for a template: pure and synchronous. */
  allows(context: Context, record: Found): boolean;
  readonly needs: readonly Guard[];
  readonly load: (context: never, input: never) => unknown;
  readonly [RULE]?: { readonly ran: Ran; readonly input: Input; readonly record: Found };
}

/**
 * Authorises an event: `load` fetches the record fresh for each event (null means "not found"), `allow` decides.
 *
 * @example
 * const ownAlbum = rule({
 *   needs: [requireUser],
 *   load: ({ currentUser }, input: { id: number }) => Catalog.getAlbum(currentUser, input.id),
 *   allow: ({ currentUser }, album) => album.ownerId === currentUser.id,
 * });
 */
export function rule<const G extends readonly Guard[], Input, Found>(definition: {
  readonly needs: G;
  readonly load: (context: GivesOf<G>, input: Input) => MaybePromise<Found | null>;
  readonly allow: (context: GivesOf<G>, record: NoInfer<Found>) => boolean;
}): Rule<RanOf<G>, GivesOf<G>, Input, Found> {
  return { needs: definition.needs, load: definition.load, allows: definition.allow };
}

/** What a rule said: the loaded record, or why not. */
export type RuleResult =
  | { readonly ok: true; readonly record: unknown }
  | { readonly ok: false; readonly reason: "not_found" | "not_allowed" };

/** Loads the record of a rule for this input and asks whether it is allowed. */
export async function applyRule(
  // The types of context and input were checked where the event was declared.
  { load, allows }: { load: (context: never, input: never) => unknown; allows(context: never, record: never): boolean },
  context: object,
  input: unknown,
): Promise<RuleResult> {
  const record = await load(context as never, input as never);
  if (record === null || record === undefined) return { ok: false, reason: "not_found" };
  return allows(context as never, record as never) ? { ok: true, record } : { ok: false, reason: "not_allowed" };
}
