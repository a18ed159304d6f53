import type { Context, MiddlewareHandler } from "hono";
import { randomToken } from "../token/random-token.ts";
import { type CspSources, contentSecurityPolicy } from "./content-security-policy.ts";
import type { EndpointContext } from "./endpoint-context.ts";
import type { PlugEnv } from "./plug-env.ts";

export interface SecureHeadersOptions {
  /** Sources that the policy allows besides its own: `{ "img-src": ["https://covers.example"] }`. */
  readonly allow?: CspSources;
}

/**
 * Sets the headers that keep a page's scripts its own: a Content-Security-Policy with a nonce per request
 * (`c.get("nonce")`), no sniffing, no foreign windows, no devices, and HSTS when `URL` is https.
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
    // A handler that returns a Response of its own making loses what was set before.
    if (!c.res.headers.has("content-security-policy")) putSecureHeaders(c, policy);
  };
}

/** Sets the headers at once; for answers that are given before `secureHeaders()` has its turn. */
export function putSecureHeaders(
  c: Context<PlugEnv>,
  policy: (nonce: string) => string = contentSecurityPolicy(c.env.endpoint, {}),
): void {
  c.header("content-security-policy", policy(nonceOf(c)));
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "strict-origin-when-cross-origin");
  c.header("cross-origin-opener-policy", "same-origin");
  c.header("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (c.env.endpoint.secure) c.header("strict-transport-security", "max-age=31536000");
}

/** The page's nonce: made when it is first asked for. */
export function nonceOf(c: Context<PlugEnv>): string {
  const known: string | undefined = c.get("nonce");
  if (known !== undefined) return known;
  const nonce = randomToken(16);
  c.set("nonce", nonce);
  return nonce;
}
