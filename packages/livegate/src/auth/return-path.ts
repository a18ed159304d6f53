import type { EndpointContext } from "../plug/endpoint-context.ts";

/** Characters of a way back. */
const LONGEST = 1024;

/**
 * Where somebody wanted to go before they logged in: a path of this app with its query, or null for anything that would
 * lead elsewhere, or to no page. Never throws.
 *
 * @example
 * returnPath("/albums/7?tab=tracks", c.env.endpoint); // the same
 * returnPath("//evil.example", c.env.endpoint); // null
 */
export function returnPath(typed: unknown, { url, base, hasPage }: EndpointContext): string | null {
  if (typeof typed !== "string" || typed.length > LONGEST || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(typed))
    return null;
  const parsed = URL.parse(typed, url.origin);
  if (!parsed || parsed.origin !== url.origin || parsed.hash !== "") return null;
  const { pathname, search } = parsed;
  // "/x/..//evil.example" becomes another host's address only now.
  if (pathname.startsWith("//")) return null;
  const inApp = base === "" || pathname === base || pathname.startsWith(`${base}/`);
  return inApp && hasPage(pathname.slice(base.length) || "/") ? pathname + search : null;
}
