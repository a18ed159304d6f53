import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { PageToken } from "./page-token.ts";
import type { Json } from "../token/token-text.ts";

/** What the token of a view inside a page says: which view, in which page of which session, and what its mount gets. */
export interface NestedToken extends PageToken {
  /** The page around it, by its route; its live session is "" where it is a plain one. */
  readonly place: string;
  /** The very channel that shows it; null for a view that none holds: a sticky one, or one in a plain page. */
  readonly parent: string | null;
  readonly isSticky: boolean;
  /** Whether its crash takes that channel along. */
  readonly isLinked: boolean;
  /** What `liveRender` gave: JSON. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Seconds, as for page tokens. */
const MAX_AGE = 14 * 24 * 60 * 60;

/** Signs the token of a view inside a page. The page can read it; it is good for nothing without the session's cookie. */
export function signNestedToken({ keyring, clock }: EndpointContext, token: NestedToken): string {
  return keyring.sign("nested", token as unknown as Json, clock.now()); // All of it is JSON.
}

/** Reads such a token; null where it is forged, expired or none. */
export function readNestedToken({ keyring, clock }: EndpointContext, text: unknown): NestedToken | null {
  const read = keyring.verify("nested", text, { now: clock.now(), maxAge: MAX_AGE });
  return read.ok ? (read.value as unknown as NestedToken) : null; // Only signNestedToken signs for this purpose.
}
