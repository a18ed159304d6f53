import { BlockList, isIP } from "node:net";
import { LivegateError } from "../errors/livegate-error.ts";
import type { EndpointContext } from "./endpoint-context.ts";

/** What a request's headers say about where it came from, which only a trusted proxy is believed. */
export interface Forwarded {
  /** The peer of the connection. */
  readonly remoteAddress: string;
  readonly forwardedFor: string | null | undefined;
  readonly forwardedProto: string | null | undefined;
}

/** Who sent a request: its address, and whether it left that client encrypted (null: not known). */
export interface Client {
  readonly address: string;
  readonly secure: boolean | null;
}

/**
 * Finds the client behind trusted proxies: the last address of `X-Forwarded-For` that isn't one of them.
 *
 * Without trusted proxies (the default) it is the peer, whatever the headers say.
 *
 * @example
 * const { address } = clientOf(
 *   {
 *     remoteAddress: c.env.remoteAddress ?? "",
 *     forwardedFor: c.req.header("x-forwarded-for"),
 *     forwardedProto: c.req.header("x-forwarded-proto"),
 *   },
 *   c.env.endpoint,
 * );
 */
export function clientOf({ remoteAddress, forwardedFor, forwardedProto }: Forwarded, context: EndpointContext): Client {
  const trusted = proxiesOf(context);
  if (!isTrusted(trusted, remoteAddress)) return { address: remoteAddress, secure: null };
  let address = remoteAddress;
  for (const hop of (forwardedFor ?? "").split(",").toReversed()) {
    const next = withoutPort(hop.trim());
    if (isIP(next) === 0) break; // What stands before something illegible can't be trusted either.
    address = next;
    if (!isTrusted(trusted, address)) break;
  }
  return { address, secure: forwardedProto ? lastOf(forwardedProto) === "https" : null };
}

const lastOf = (list: string): string =>
  list
    .slice(list.lastIndexOf(",") + 1)
    .trim()
    .toLowerCase();

const withoutPort = (hop: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;

const known = new WeakMap<EndpointContext, BlockList>();

function proxiesOf(context: EndpointContext): BlockList {
  const list = known.get(context) ?? proxyList(context.trustedProxies);
  known.set(context, list);
  return list;
}

/** Parses addresses and networks; `LG_CONFIG` for what is neither. To be called at start. */
export function proxyList(trustedProxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of trustedProxies) add(list, proxy);
  return list;
}

function add(list: BlockList, proxy: string): void {
  const [address = "", prefix] = proxy.split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const bits = Number(prefix ?? (family === "ipv6" ? 128 : 32));
  if (isIP(address) === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === "ipv6" ? 128 : 32)) {
    throw new LivegateError(
      "LG_CONFIG",
      `TRUSTED_PROXIES has "${proxy}", neither an address nor a network.`,
      "TRUSTED_PROXIES=10.0.0.0/8,::1",
    );
  }
  list.addSubnet(address, bits, family);
}

function isTrusted(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? "ipv6" : "ipv4");
}
