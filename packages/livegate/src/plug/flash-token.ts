import type { EndpointContext } from "./endpoint-context.ts";
import { type Flash, flashOf } from "./flash.ts";

/** Seconds. The cookie that the client makes of it lives for one minute; a reconnect can hand it back later. */
const MAX_AGE = 60_000;

/** Signs messages that travel through the browser to the next page. They are readable there. */
export const signFlash = (flash: Flash, { keyring, clock }: EndpointContext): string =>
  keyring.sign("flash", { ...flash }, clock.now());

/** Reads what `signFlash` made: no messages where the token is forged, expired or none. Never throws. */
export function readFlash(token: unknown, { keyring, clock }: EndpointContext): Flash {
  const read = keyring.verify("flash", token, { now: clock.now(), maxAge: MAX_AGE });
  return flashOf(read.ok ? read.value : null);
}
