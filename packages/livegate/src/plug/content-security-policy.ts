import type { EndpointContext } from "./endpoint-context.ts";

/** A directive of a Content-Security-Policy that takes sources. */
export type CspDirective =
  | "default-src"
  | "script-src"
  | "style-src"
  | "style-src-attr"
  | "img-src"
  | "connect-src"
  | "font-src"
  | "media-src"
  | "frame-src"
  | "worker-src"
  | "object-src"
  | "frame-ancestors"
  | "base-uri"
  | "form-action";

/** Sources that a policy allows besides its own. */
export type CspSources = Readonly<Partial<Record<CspDirective, readonly string[]>>>;

/** Makes the policies of an endpoint's pages: a text for each nonce. Nothing but the app's own origin is allowed. */
export function contentSecurityPolicy({ url, secure }: EndpointContext, allow: CspSources): (nonce: string) => string {
  const own: CspSources = {
    "default-src": ["'self'"],
    "script-src": ["'self'", NONCE],
    "style-src": ["'self'", NONCE],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'", `${secure ? "wss" : "ws"}://${url.host}`],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
  };
  // Both objects have directives as keys only; a directive of the app's alone begins where its own default does.
  const names = Object.keys({ ...own, ...allow }) as CspDirective[];
  const policy = names.map((name) => [name, ...sources(name, own[name], allow[name])].join(" ")).join("; ");
  const parts = policy.split(NONCE);
  return (nonce) => parts.join(`'nonce-${nonce}'`);
}

const NONCE = "'nonce'";

function sources(name: CspDirective, own: readonly string[] | undefined, allowed: readonly string[] = []) {
  const first = own ?? (name === "style-src-attr" ? [] : ["'self'"]);
  // 'none' means nothing beside other sources.
  return allowed.length > 0 ? [...first.filter((source) => source !== "'none'"), ...allowed] : first;
}
