import { checkOrigin } from "../plug/check-origin.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { pollName } from "../protocol/long-poll.ts";

/** Whether a page of ours, or of an allowed origin, makes this request. */
export function isFromHere({ method, headers }: Request, context: EndpointContext): boolean {
  const origin = headers.get("origin");
  // A browser names the origin of a GET only to another one; to its own it says that it is the same.
  if (origin !== null || method !== "GET") return checkOrigin(origin, headers.get("cookie"), context);
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin";
}

/** What lets a page of an allowed origin read the answer (Fetch standard, section 3.3); its cookies don't come along. */
export function corsHeaders(
  { headers }: Request,
  { allowedOrigins }: EndpointContext,
): Readonly<Record<string, string>> {
  const origin = headers.get("origin");
  return origin !== null && allowedOrigins.includes(origin)
    ? { "access-control-allow-origin": origin, vary: "origin" }
    : {};
}

const preflightHeaders = {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": `content-type, ${pollName.csrfHeader}, ${pollName.tokenHeader}`,
  "access-control-max-age": "600",
};

/** Answers a browser that asks whether a page of another origin may poll. */
export function preflight(request: Request, context: EndpointContext): Response {
  const allowed = corsHeaders(request, context);
  return new Response(null, {
    status: 204,
    headers: "vary" in allowed ? { ...allowed, ...preflightHeaders } : { vary: "origin" },
  });
}
