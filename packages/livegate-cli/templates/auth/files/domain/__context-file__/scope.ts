import type { InSession } from "livegate/auth";
import type { __Schema__ } from "./__file__.ts";

/** Who asks, and so what they may see: what the app's other contexts take. */
export interface Scope extends InSession {
  readonly user: __Schema__;
}

/** Without a session it is for jobs and tests: nothing can be written within one. */
export const scopeFor = (user: __Schema__, session: InSession["session"] = null): Scope => ({ user, session });
