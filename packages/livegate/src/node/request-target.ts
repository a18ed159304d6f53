import type { IncomingMessage } from "node:http";

/**
 * Whether a request names another host in its first line than in `Host`. The first line counts (RFC 9112, section 3.2.2),
 * but whoever checks hosts looks at the header; no browser sends such a request to a server.
 */
export function namesTwoHosts({ url = "", headers }: IncomingMessage): boolean {
  if (url.startsWith("/")) return false;
  return URL.parse(url)?.host !== URL.parse(`http://${headers.host}`)?.host;
}

/** Whether a request has more than one `Host` line, of which Node shows the first alone. */
export const hasTwoHostLines = ({ headersDistinct }: IncomingMessage): boolean =>
  (headersDistinct["host"]?.length ?? 0) > 1;
