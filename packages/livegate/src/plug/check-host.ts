import type { EndpointContext } from "./endpoint-context.ts";

/**
 * Whether a request may be answered under this `Host`: that of `URL`, or an allowed one.
 *
 * Any other gets 421, in development too: a foreign name that resolves to this machine would let its pages read ours.
 */
export function checkHost(host: string | null | undefined, { url, allowedHosts }: EndpointContext): boolean {
  if (!host) return false;
  const asked = withoutDefaultPort(host.toLowerCase(), url);
  return asked === url.host || allowedHosts.includes(asked);
}

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/**
 * Where a request for another name of this machine belongs; null where it doesn't lead anywhere. In development only.
 *
 * @example
 * loopbackRedirect("127.0.0.1:4000", "/albums", context); // "http://localhost:4000/albums"
 */
export function loopbackRedirect(
  host: string | null | undefined,
  pathAndQuery: string,
  { url, production }: EndpointContext,
): string | null {
  if (production || !host || !loopback.test(host) || !pathAndQuery.startsWith("/")) return null;
  return url.origin + pathAndQuery;
}

const withoutDefaultPort = (host: string, { protocol }: URL): string =>
  host.replace(protocol === "https:" ? /:443$/ : /:80$/, "");
