import type { Halt } from "../live/halt.ts";

/** Characters of a path that is kept for the way back. */
const RETURN_TO_LENGTH = 1024;

/**
 * Where a halt leads; null for one that leads nowhere. `back` is the path to come back to, null where there is none.
 *
 * The way back stands in the address and not in the session: each tab has its own, and log-out leaves none.
 */
export function haltTarget({ to, returnTo }: Halt, base: string, back: string | null): string | null {
  const target = to?.href(base) ?? null;
  if (target === null || !returnTo || back === null || back.length > RETURN_TO_LENGTH) return target;
  return `${target}${target.includes("?") ? "&" : "?"}return_to=${encodeURIComponent(back)}`;
}
