import type { EndpointContext } from "./endpoint-context.ts";
import { cookieValue } from "./cookies.ts";

/** 256 bits in the letters of base64url: what `randomToken(32)` makes. */
const form = /^[\w-]{43}$/;

/**
 * The token of a log-in, as the second cookie has it; null without one, or where it can't be a token.
 *
 * It stands in a cookie of its own, which only log-in, rotation and log-out write: so no late response of another tab
 * brings an old one back.
 */
export function readUserToken(cookieHeader: string | null | undefined, context: EndpointContext): string | null {
  const value = cookieValue(cookieHeader, cookieName(context));
  return value !== null && form.test(value) ? value : null;
}

/** The `Set-Cookie` line of a token: for `maxAge` seconds, or until the browser is closed where it is null. */
export function userTokenCookie(token: string, maxAge: number | null, context: EndpointContext): string {
  return `${cookieName(context)}=${token}${maxAge === null ? "" : `; Max-Age=${maxAge}`}${attributes(context)}`;
}

/** The line that takes the token away. */
export const userTokenDeletion = (context: EndpointContext): string =>
  `${cookieName(context)}=; Max-Age=0${attributes(context)}`;

const cookieName = ({ secure }: EndpointContext): string => (secure ? "__Host-auth" : "auth");

const attributes = ({ secure }: EndpointContext): string =>
  `; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
