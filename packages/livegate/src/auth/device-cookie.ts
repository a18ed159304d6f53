import type { Context } from "hono";
import { cookieValue } from "../plug/cookies.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { randomToken } from "../token/random-token.ts";

/** A device, and the accounts that have logged in on it, the latest first. */
export interface Device {
  readonly id: string;
  readonly accounts: readonly string[];
}

/** Accounts that a device remembers. */
const REMEMBERED = 8;

const cookieName = ({ secure }: EndpointContext): string => (secure ? "__Host-device" : "device");

/** The device of a request: what its signed cookie says, or null. It proves no user, only that somebody once logged in here. */
export function readDevice(c: Context<PlugEnv>, lifetime: number): Device | null {
  const { endpoint } = c.env;
  const value = cookieValue(c.req.header("cookie"), cookieName(endpoint));
  const age = { now: endpoint.clock.now(), maxAge: lifetime / 1000 };
  const read = endpoint.keyring.verify("device", value, age);
  if (!read.ok || !Array.isArray(read.value)) return null;
  const [id, ...accounts] = read.value as readonly unknown[];
  if (typeof id !== "string" || !accounts.every((account) => typeof account === "string")) return null;
  return { id, accounts };
}

/** The `Set-Cookie` line of a device on which an account has just logged in. */
export function deviceCookie(
  device: Device | null,
  account: string,
  context: EndpointContext,
  lifetime: number,
): string {
  const others = (device?.accounts ?? []).filter((known) => known !== account);
  const value = [device?.id ?? randomToken(16), account, ...others].slice(0, REMEMBERED + 1);
  const token = context.keyring.sign("device", value, context.clock.now());
  const secure = context.secure ? "; Secure" : "";
  return `${cookieName(context)}=${token}; Max-Age=${lifetime / 1000}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
