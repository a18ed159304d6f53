import type { GuardContext } from "../live/guard-step.ts";
import { runGuards } from "../live/run-guards.ts";
import { entryPoint } from "../router/entry-point.ts";
import type { PipedRoute } from "../router/piped-route.ts";
import type { Router } from "../router/router.ts";

const TRANSPORTS = ["http", "socket"] as const;

/**
 * The guarded routes whose guards don't halt for a visitor without a session, each with why; a table of routes that keeps what
 * it says has none. Guards that read the database need it open.
 *
 * @example
 * assert.deepEqual(await letInWithoutSession(router), []);
 */
export async function letInWithoutSession({ routes }: Router): Promise<readonly string[]> {
  const guarded = routes.filter(({ route }) => entryPoint(route).access === "guarded");
  const found = await Promise.all(guarded.flatMap((piped) => TRANSPORTS.map((transport) => failing(piped, transport))));
  return found.filter((why) => why !== null);
}

async function failing({ route }: PipedRoute, transport: GuardContext["transport"]): Promise<string | null> {
  const { method, pattern } = entryPoint(route);
  try {
    const { ok } = await runGuards(route.guards, { session: { get: () => undefined }, transport });
    return ok ? `${method} ${pattern} (${transport}): no guard halted.` : null;
  } catch (error) {
    return `${method} ${pattern} (${transport}): a guard threw ${String(error)}`;
  }
}
