import type { LiveInstance } from "./live-instance.ts";
import type { JoinTarget } from "./join-target.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { PageToken } from "./page-token.ts";
import type { Json } from "../token/token-text.ts";

/** Values of a view that its page keeps. */
export type KeptRecord = Readonly<Record<string, Json>>;

/** Seconds: for what is older the page begins anew. */
const MAX_AGE = 60 * 60;

/** Changes with the layout below: what was sealed in another one is ignored. */
const LAYOUT = 1;

/** Where a view is, for whom: its values are good nowhere else. */
type Place = readonly [
  layout: number,
  sessionId: string,
  userSession: string,
  liveSession: string,
  view: string,
  at: string,
];

type Claim = Pick<PageToken, "id" | "sessionId" | "userSessionId" | "liveSession">;
type Standing = Pick<LiveInstance, "route" | "nested" | "url">;

function placeOf({ id, sessionId, userSessionId, liveSession }: Claim, { route, nested, url }: Standing): Place {
  // A view inside a page has no address of its own, but stands under the same id whenever it is there.
  const at = nested ? `#${id}` : url.path;
  return [LAYOUT, sessionId, userSessionId ?? "", liveSession, route.viewName, at];
}

/** Seals values for this view of this session: the page can neither read nor change them, and can't use them elsewhere. */
export function sealKept({ context }: LiveRuntime, claim: Claim, standing: Standing, values: KeptRecord): string {
  return context.keyring.seal("recover", [...placeOf(claim, standing), values], context.clock.now());
}

/** What a page has kept, or why it is no use. */
export type OpenedKept =
  | { readonly ok: true; readonly values: KeptRecord }
  | { readonly ok: false; readonly reason: string };

/** Opens what a join brings back. It was written for this place, but may be any that this user once had there. */
export function openKept(
  { context }: LiveRuntime,
  target: Extract<JoinTarget, { ok: true }>,
  offered: string,
): OpenedKept {
  const read = context.keyring.open("recover", offered, { now: context.clock.now(), maxAge: MAX_AGE });
  if (!read.ok) return read;
  const [values, ...place] = (read.value as readonly Json[]).toReversed(); // Only `sealKept` seals for this purpose.
  const expected = placeOf(target.token, target);
  const isHere = place.length === expected.length && place.toReversed().every((part, i) => part === expected[i]);
  return isHere ? { ok: true, values: values as KeptRecord } : { ok: false, reason: "another place" };
}
