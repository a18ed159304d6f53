import type { Context, MiddlewareHandler } from "hono";
import { randomToken } from "../token/random-token.ts";
import type { EndpointContext } from "./endpoint-context.ts";
import type { PlugEnv } from "./plug-env.ts";

/** A Content-Security-Policy directive that takes sources. */
export type CspDirective =
  | "default-src"
  | "script-src"
  | "style-src"
  | "style-src-attr"
  | "img-src"
  | "font-src"
  | "media-src"
  | "connect-src"
  | "frame-src"
  | "worker-src"
  | "frame-ancestors"
  | "base-uri"
  | "form-action";

export interface SecureHeadersOptions {
  /** Sources that the policy allows besides its own: `{ "img-src": ["https://covers.example"] }`. */
  readonly allow?: Readonly<Partial<Record<CspDirective, readonly string[]>>>;
}

/**
 * Sets the headers that keep a page's scripts its own: a Content-Security-Policy with a nonce per request
 * (`c.get("nonce")`), no sniffing, no foreign windows, no devices, and HSTS when `URL` is https.
 *
 * @example
 * secureHeaders({ allow: { "img-src": ["https://covers.example"] } });
 */
export function secureHeaders(options: SecureHeadersOptions = {}): MiddlewareHandler<PlugEnv> {
  return async (c, next) => {
    const headers = headersFor(c.env.endpoint, options, nonceOf(c));
    for (const [name, value] of headers) c.header(name, value);
    await next();
    // A handler that returns a Response of its own making loses what was set before.
    if (!c.res.headers.has("content-security-policy")) for (const [name, value] of headers) c.header(name, value);
  };
}

/** The page's nonce: made when it is first asked for. */
export function nonceOf(c: Context<PlugEnv>): string {
  const known: string | undefined = c.get("nonce");
  if (known !== undefined) return known;
  const nonce = randomToken(16);
  c.set("nonce", nonce);
  return nonce;
}

/** The headers of one page: names in lower case. */
export function headersFor(
  context: EndpointContext,
  { allow = {} }: SecureHeadersOptions,
  nonce: string,
): readonly (readonly [name: string, value: string])[] {
  const headers: (readonly [string, string])[] = [
    ["content-security-policy", contentSecurityPolicy(context, allow, nonce)],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "strict-origin-when-cross-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ];
  if (context.secure) headers.push(["strict-transport-security", "max-age=31536000"]);
  return headers;
}

type Allow = NonNullable<SecureHeadersOptions["allow"]>;

function contentSecurityPolicy({ url, secure }: EndpointContext, allow: Allow, nonce: string): string {
  const socket = `${secure ? "wss" : "ws"}://${url.host}`;
  const sources = new Map<CspDirective, readonly string[]>([
    ["default-src", ["'self'"]],
    ["script-src", ["'self'", `'nonce-${nonce}'`]],
    ["style-src", ["'self'", `'nonce-${nonce}'`]],
    ["img-src", ["'self'", "data:", "blob:"]],
    ["connect-src", ["'self'", socket]],
    ["frame-ancestors", ["'none'"]],
    ["base-uri", ["'self'"]],
    ["form-action", ["'self'"]],
  ]);
  return [...sources].map(([directive, own]) => [directive, ...own, ...(allow[directive] ?? [])].join(" ")).join("; ");
}
