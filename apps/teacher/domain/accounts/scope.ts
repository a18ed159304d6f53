import type { InSession } from "livegate/auth";
import type { User } from "./user.ts";

/** Who asks, and so what they may see: what the app's other contexts take. */
export interface Scope extends InSession {
  readonly user: User;
}

/** Without a session it is for jobs and tests: nothing can be written within one. */
export const scopeFor = (user: User, session: InSession["session"] = null): Scope => ({ user, session });
