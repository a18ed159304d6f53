import type { LiveRoute } from "../live/live-route.ts";
import type { PlainRoute } from "./piped-route.ts";

/** A way into the app, and what guards it. */
export interface EntryPoint {
  /** HTTP method; live routes are GET. */
  readonly method: string;
  readonly pattern: string;
  readonly guarded: boolean;
  readonly public: boolean;
}

/** Whether an identity guard stands in the chain. */
export const isGuarded = ({ guards }: LiveRoute | PlainRoute): boolean =>
  guards.some(({ kind }) => kind === "identity");

export function entryPoint(route: LiveRoute | PlainRoute): EntryPoint {
  const isLive = route.kind === "live";
  return {
    method: isLive ? "GET" : route.method,
    pattern: route.pattern,
    guarded: isGuarded(route),
    public: isLive ? route.liveSession.public : route.public,
  };
}
