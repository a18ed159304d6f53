import { hash } from "node:crypto";
import type { UserSession } from "../plug/session.ts";

/** Who asks, as far as a request tells: made by `visitorOf(c)`. */
export interface Visitor {
  /** "192.0.2.7", or a /64 of IPv6. */
  readonly network: string;
  /** What the browser calls itself, shortened. */
  readonly userAgent: string;
  /** The device's own name, from its signed cookie; null where it brought none. */
  readonly device: string | null;
  /** The accounts that have logged in on this device, as `accountKey` writes them. */
  readonly accounts: readonly string[];
  /** The session that came along; null for nobody. */
  readonly session: UserSession | null;
}

/** An address as devices remember it: short, and no address any more. */
export const accountKey = (address: string): string => hash("sha256", `account ${address}`, "base64url").slice(0, 16);

/** Whether somebody has logged in to the account of this address on this very device. */
export const isKnownDevice = ({ device, accounts }: Visitor, address: string): boolean =>
  device !== null && accounts.includes(accountKey(address));
