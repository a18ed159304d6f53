import type { EndpointContext } from "../plug/endpoint-context.ts";

/** Seconds; the cookie that carries the token lives as long. */
const MAX_AGE = 60;

/** The cookie in which the stock client brings back the status of a failed join. */
export const RELOAD_STATUS_COOKIE = "__phoenix_reload_status__";

/** What a join can end with besides "not mounted". */
export type ReloadStatus = 403 | 404;

/** Signs the status that the page shows when the client loads it anew. */
export function signReloadStatus({ keyring, clock }: EndpointContext, status: ReloadStatus): string {
  return keyring.sign("reload-status", status, clock.now());
}

/** The signed status, or null where the token is not ours or too old: then the page's own lifecycle decides. */
export function readReloadStatus({ keyring, clock }: EndpointContext, token: unknown): ReloadStatus | null {
  const read = keyring.verify("reload-status", token, { now: clock.now(), maxAge: MAX_AGE });
  return read.ok && (read.value === 403 || read.value === 404) ? read.value : null;
}
