import { type Clock, systemClock } from "../clock/clock.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { proxyList } from "../plug/client-address.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { Logger } from "../plug/logger.ts";
import { keyring } from "../token/keyring.ts";
import type { Secret } from "../token/secret.ts";
import { refusedUrl } from "./url-rule.ts";

/** What an endpoint is set up with; `endpointConfig` reads most of it from the environment. */
export interface EndpointSettings {
  /** Where the app is published: decides cookie names, Secure, the allowed origin and host. Its path is the base. */
  readonly url: URL;
  /** The first signs, all verify: put a new one in front to rotate. */
  readonly secretKeyBase: readonly Secret[];
  readonly production: boolean;
  readonly log: Logger;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /**
   * Whether `strict-transport-security` goes for all hosts below the URL's own too: each of them must have TLS then, for a year from the
   * last answer on, whoever runs it. Default: false, as an app knows of its own host alone.
   */
  readonly hstsSubdomains?: boolean;
  /** Addresses whose X-Forwarded-* headers are believed (default none). */
  readonly trustedProxies?: readonly string[];
  /** Hosts besides the URL's own that are answered (default none). */
  readonly allowedHosts?: readonly string[];
  /** Origins besides the URL's own whose pages may open the socket (default none). */
  readonly allowedOrigins?: readonly string[];
  /** Hashed names of assets by their plain path, as `livegate build` writes them. Default: none, so paths stay plain. */
  readonly assets?: Readonly<Record<string, string>>;
}

/** Among the built files where `livegate dev` has built them. */
const RELOAD_SCRIPT = "/assets/dev.js";

/**
 * The context that plugs and live views see.
 *
 * @throws LG_CONFIG in production with an http address that others can reach.
 */
export function endpointContext(
  settings: EndpointSettings,
  hasPage: EndpointContext["hasPage"] = () => false,
): EndpointContext {
  const { url, assets = {} } = settings;
  const refused = settings.production && refusedUrl(url);
  if (refused) throw new LivegateError("LG_CONFIG", `URL ${refused}`, "URL=https://app.example");
  proxyList(settings.trustedProxies ?? []); // A wrong entry is found now, not by the first request.
  const base = url.pathname.replace(/\/$/, "");
  return {
    url,
    base,
    secure: url.protocol === "https:",
    hstsSubdomains: settings.hstsSubdomains ?? false,
    production: settings.production,
    keyring: keyring(settings.secretKeyBase),
    clock: settings.clock ?? systemClock,
    log: settings.log,
    hasPage,
    asset: (path) => base + (assets[path] ?? path),
    hasAsset: (path) => path.startsWith(`${base}/`) && isCurrent(assets, path.slice(base.length)),
    reloadScript: settings.production || !assets[RELOAD_SCRIPT] ? null : base + assets[RELOAD_SCRIPT],
    trustedProxies: settings.trustedProxies ?? [],
    allowedHosts: settings.allowedHosts ?? [],
    allowedOrigins: settings.allowedOrigins ?? [],
  };
}

/** What isn't built is the same for ever, as far as anybody knows. */
function isCurrent(assets: Readonly<Record<string, string>>, path: string): boolean {
  const isBuilt = Object.keys(assets).some((plain) => path.startsWith(plain.slice(0, plain.lastIndexOf("/") + 1)));
  return !isBuilt || Object.values(assets).includes(path);
}
