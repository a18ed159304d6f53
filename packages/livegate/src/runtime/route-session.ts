import type { Context } from "hono";
import { LivegateError } from "../errors/livegate-error.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import type { Session } from "../plug/session.ts";

/** The session of a request to a route that can't do without one: throws `LG_NO_SESSION` where no plug has read it. */
export function routeSession(c: Context<PlugEnv>, { pattern }: { readonly pattern: string }): Session {
  const session: Session | undefined = c.get("session");
  if (session) return session;
  throw new LivegateError("LG_NO_SESSION", `The route "${pattern}" needs a session, and its pipeline has none.`);
}
