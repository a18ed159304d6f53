import type { Clock } from "../clock/clock.ts";
import type { Keyring } from "../token/keyring.ts";
import type { Logger } from "./logger.ts";

/** What an endpoint hands to its plugs and live views: reached as `c.env.endpoint`. */
export interface EndpointContext {
  /** The public address of the app, from `URL`: names of cookies, the host and the origin follow it, never the request. */
  readonly url: URL;
  /** The path under which the app is mounted, without a slash at the end: "" or "/shop". */
  readonly base: string;
  /** Whether `url` is https. */
  readonly secure: boolean;
  /** Whether HSTS goes for the hosts below that of `url` too. */
  readonly hstsSubdomains: boolean;
  readonly production: boolean;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether a GET of this path (without base and query) leads to one of the app's routes. */
  hasPage(path: string): boolean;
  /** The address of a built file: "/assets/app.js" → "/assets/app-3f2a.js". */
  asset(path: string): string;
  /** Whether a page may go on with the built file at this path, as `asset` gives it: false once it was built anew. */
  hasAsset(path: string): boolean;
  /** The script that loads pages anew when a source was saved: `livegate dev` builds it. Null where nothing watches. */
  readonly reloadScript: string | null;
  /** Addresses and networks ("10.0.0.0/8") whose `X-Forwarded-*` headers count. Empty: none. */
  readonly trustedProxies: readonly string[];
  /** Hosts besides that of `url` which are answered: "shop.example", with the port unless it is the scheme's. */
  readonly allowedHosts: readonly string[];
  /** Origins besides that of `url` which may open a socket: "https://shop.example". */
  readonly allowedOrigins: readonly string[];
}
