import type { Context } from "hono";
import { clientOf } from "../plug/client-address.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import type { AuthContext } from "./auth-context.ts";
import { readDevice } from "./device-cookie.ts";
import { networkOf } from "./network.ts";
import type { Visitor } from "./visitor.ts";

/** Characters of what a browser calls itself. */
const USER_AGENT_LENGTH = 200;

/** Who sends a request, as far as it tells. */
export function visitorOf({ settings }: AuthContext, c: Context<PlugEnv>): Visitor {
  const device = readDevice(c, settings.lifetimes.device);
  return {
    ...clientFacts(c),
    device: device?.id ?? null,
    accounts: device?.accounts ?? [],
    session: c.get("session").userSession,
  };
}

/** From where, and with what. */
export function clientFacts(c: Context<PlugEnv>): Pick<Visitor, "network" | "userAgent"> {
  const { address } = clientOf(
    {
      remoteAddress: c.env.remoteAddress ?? "",
      forwardedFor: c.req.header("x-forwarded-for"),
      forwardedProto: c.req.header("x-forwarded-proto"),
    },
    c.env.endpoint,
  );
  // Control characters have no place in a table that people read.
  const userAgent = (c.req.header("user-agent") ?? "").replaceAll(/\p{C}/gu, " ").slice(0, USER_AGENT_LENGTH);
  return { network: networkOf(address), userAgent };
}

/** The token of a user's session that a request brought, whatever it is good for. */
export const tokenOf = (c: Context<PlugEnv>): unknown => c.get("session").get("user_token");
