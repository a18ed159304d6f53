import type { LiveRoute } from "../live/live-route.ts";
import type { PlainRoute } from "./piped-route.ts";

/** Who gets through: nobody anonymous, anybody because the route says so, or anybody although nothing says so. */
export type Access = "guarded" | "public" | "open";

/** A way into the app, and what guards it. */
export interface EntryPoint {
  /** HTTP method; live routes are GET. */
  readonly method: string;
  readonly pattern: string;
  readonly access: Access;
}

/** Whether an identity guard stands in the chain. */
export const isGuarded = ({ guards }: Pick<LiveRoute | PlainRoute, "guards">): boolean =>
  guards.some(({ kind }) => kind === "identity");

export function entryPoint(route: LiveRoute | PlainRoute): EntryPoint {
  const isLive = route.kind === "live";
  const saysPublic = isLive ? route.liveSession.public : route.public;
  return {
    method: isLive ? "GET" : route.method,
    pattern: route.pattern,
    access: isGuarded(route) ? "guarded" : saysPublic ? "public" : "open",
  };
}
