import type { EndpointContext } from "./endpoint-context.ts";

/**
 * Whether a page of this origin may open a socket: that of `URL`, or an allowed one.
 *
 * Browsers send cookies along for any page, so the origin is what tells ours from a foreign one. Programs send none:
 * they are let in as long as they bring no cookie either.
 */
export function checkOrigin(
  origin: string | null | undefined,
  cookieHeader: string | null | undefined,
  { url, allowedOrigins }: EndpointContext,
): boolean {
  if (!origin) return !cookieHeader;
  return origin === url.origin || allowedOrigins.includes(origin);
}
