import type { ConnectInfo } from "./join-target.ts";
import type { LiveRuntime } from "./live-runtime.ts";

/** Counts one more join of a client that leads nowhere; false once there were too many, and it has to be slowed down. */
export function mayReload(
  { refusals }: LiveRuntime,
  { session, trust, remoteAddress }: ConnectInfo,
  path: string,
): boolean {
  return refusals.count(trust === "none" ? remoteAddress : session.id, path);
}
