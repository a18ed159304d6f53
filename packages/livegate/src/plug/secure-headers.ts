import type { Context, MiddlewareHandler } from "hono";
import { randomToken } from "../token/random-token.ts";
import { type CspSources, contentSecurityPolicy } from "./content-security-policy.ts";
import type { EndpointContext } from "./endpoint-context.ts";
import { pageHeaders, settleHeaders } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";

/** What a pipeline's pages may load besides the app's own. */
export interface SecureHeadersOptions {
  /** Sources that the policy allows besides its own: `{ "img-src": ["https://covers.example"] }`. */
  readonly allow?: CspSources;
}

/**
 * Sets the headers that keep a page's scripts its own: a Content-Security-Policy with a nonce per request
 * (`c.get("nonce")`), no sniffing, no foreign windows, no devices, and HSTS when `URL` is https. A page whose path has a
 * parameter `:token` names itself to nobody (ASVS 14.2.1).
 *
 * @example
 * secureHeaders({ allow: { "img-src": ["https://covers.example"] } });
 */
export function secureHeaders({ allow = {} }: SecureHeadersOptions = {}): MiddlewareHandler<PlugEnv> {
  const policies = new WeakMap<EndpointContext, (nonce: string) => string>();
  return async (c, next) => {
    const { endpoint } = c.env;
    const policy = policies.get(endpoint) ?? contentSecurityPolicy(endpoint, allow);
    policies.set(endpoint, policy);
    putSecureHeaders(c, policy);
    await next();
    settleHeaders(c);
  };
}

/** Puts the headers; also for answers that are given before `secureHeaders()` has its turn. */
export function putSecureHeaders(
  c: Context<PlugEnv>,
  policy: (nonce: string) => string = contentSecurityPolicy(c.env.endpoint, {}),
): void {
  const headers = pageHeaders(c);
  headers.put("content-security-policy", policy(nonceOf(c)));
  for (const [name, value] of Object.entries(fixedHeaders(c.env.endpoint))) headers.put(name, value);
  // The pages of mailed links: such a path is a secret, to the app's own log as well.
  if (c.req.param("token") !== undefined) headers.put("referrer-policy", "no-referrer");
}

/** The headers that are the same on every page, an error's too. */
export const fixedHeaders = (endpoint: EndpointContext): Readonly<Record<string, string>> => ({
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  // What a page of ours shows nobody else's may embed in their user's name (ASVS 3.5.8).
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  ...transportHeaders(endpoint),
});

type Transport = Pick<EndpointContext, "secure" | "hstsSubdomains">;

/**
 * The header of every answer at https, a file's too, for browsers go by the last one that they got: for a year nobody comes without TLS.
 */
export const transportHeaders = ({ secure, hstsSubdomains }: Transport): Readonly<Record<string, string>> =>
  secure ? { "strict-transport-security": hstsSubdomains ? `${A_YEAR}; includeSubDomains` : A_YEAR } : {};

const A_YEAR = "max-age=31536000";

/**
 * The page's nonce: made when it is first asked for.
 *
 * @example
 * c.html(`<script nonce="${nonceOf(c)}">start();</script>`);
 */
export function nonceOf(c: Context<PlugEnv>): string {
  const known: string | undefined = c.get("nonce");
  if (known !== undefined) return known;
  const nonce = randomToken(16);
  c.set("nonce", nonce);
  return nonce;
}
