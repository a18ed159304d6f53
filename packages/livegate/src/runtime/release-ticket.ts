import type { EndpointContext } from "../plug/endpoint-context.ts";

/** That the user of a session has shown who they are, for one event that one view holds. */
export interface ReleaseTicket {
  /** The held event's id. */
  readonly held: string;
  readonly userSessionId: string;
  /** When it was shown, in milliseconds since 1970. */
  readonly provenAt: number;
}

/** Seconds in which the page brings the ticket to its view. */
const MAX_AGE = 60;

/** Signs a ticket. It is readable by the page, and good for nothing but this event, in this session's view. */
export const signReleaseTicket = (
  { keyring, clock }: EndpointContext,
  { held, userSessionId, provenAt }: ReleaseTicket,
): string => keyring.sign("release", [held, userSessionId, String(provenAt)], clock.now());

/** Reads a ticket; null where it is forged, expired or none. Never throws. */
export function readReleaseTicket({ keyring, clock }: EndpointContext, text: unknown): ReleaseTicket | null {
  const read = keyring.verify("release", text, { now: clock.now(), maxAge: MAX_AGE });
  if (!read.ok) return null;
  const [held, userSessionId, provenAt] = read.value as [string, string, string]; // Signed above, so it is what was written.
  return { held, userSessionId, provenAt: Number(provenAt) };
}
